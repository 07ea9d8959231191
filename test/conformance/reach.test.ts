import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { anAdult, aSchool } from '../../src/modules/people/testing.ts';
import { makeWorld, type World } from '../support/world.ts';

/** Typed by hand, and all: what a browser outside the school reaches where SCHOOLGATE_OUTSIDE is not set. */
const ANYWHERE = [
  '/assets/*',
  '/calendar/:file',
  '/policy/document',
  '/policy/document.docx',
  '/policy/document.pdf',
  '/policy/for/parents',
  '/policy/for/pupils',
  '/policy/read',
  '/policy/versions',
  '/policy/versions/:number',
];

/** Typed by hand: public routes that staff need at home too, where SCHOOLGATE_OUTSIDE=staff; every page behind the sign-in goes with them. */
const STAFF = [
  '/sign-in',
  '/sign-in/authenticator',
  '/sign-in/new-password',
  '/sign-in/passkey',
  '/sign-in/second-step',
  '/sign-in/forgotten',
  '/sign-in/with/google',
  '/sign-in/with/microsoft',
  '/sign-in/back/google',
  '/sign-in/back/microsoft',
  '/reset/:token',
  '/sign-out',
];

/** Typed by hand: what nobody reaches from outside, whatever is set. */
const SCHOOL = ['/gate/sign-in', '/healthz', '/set-up/:token'];

const OUTSIDE = '203.0.113.9';

/** A path that matches the route. */
const example = (path: string): string => path.replaceAll(/:\w+/g, 'x').replace('*', 'schoolgate.css');

interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

function routesOf(world: World): { pages: Route[]; open: Route[] } {
  const pages = world.modules.flatMap((module) =>
    module.pages.flatMap((page): Route[] => [
      ...('query' in page ? [{ method: 'GET' as const, path: page.path }] : []),
      ...('command' in page ? [{ method: 'POST' as const, path: page.path }] : []),
    ]),
  );
  const open = world.modules.flatMap((module) =>
    module.publicRoutes.flatMap((route) => route.methods.map((method): Route => ({ method, path: route.path }))),
  );
  return { pages, open: [...open, { method: 'GET', path: '/healthz' }, { method: 'GET', path: '/assets/*' }] };
}

describe('from outside the school', () => {
  let parents: World;
  let staff: World;
  before(async () => {
    parents = await makeWorld();
    staff = await makeWorld({ env: { SCHOOLGATE_OUTSIDE: 'staff' } });
  });
  after(async () => {
    await parents.end();
    await staff.end();
  });
  const ask = async (world: World, { method, path }: Route, remoteAddress: string) =>
    world.web.inject({ method, url: example(path), remoteAddress });
  /** What a stranger is told of every address alike. */
  const closed = /There is nothing here for computers outside the school/;

  it('a browser reaches what parents need, and of everything else hears that there is nothing', async () => {
    const { pages, open } = routesOf(parents);
    assert.ok(pages.length > 50);
    for (const route of [...pages, ...open, { method: 'GET', path: '/no-such-page' } as const]) {
      const answer = await ask(parents, route, OUTSIDE);
      const said = `${route.method} ${route.path}: ${String(answer.statusCode)}`;
      if (ANYWHERE.includes(route.path)) assert.doesNotMatch(answer.body, closed, said);
      else {
        assert.equal(answer.statusCode, 404, said);
        assert.match(answer.body, closed, said);
      }
    }
  });

  it('staff reach the rest where the school wants it, but never the gate’s sign-in, the set-up or the state of the machine', async () => {
    const { pages, open } = routesOf(staff);
    for (const route of [...pages, ...open]) {
      const answer = await ask(staff, route, OUTSIDE);
      const said = `${route.method} ${route.path}: ${String(answer.statusCode)}`;
      if (SCHOOL.includes(route.path)) assert.match(answer.body, closed, said);
      else assert.doesNotMatch(answer.body, closed, said);
    }
  });

  it('every public route stands in one of these lists, and says so itself', () => {
    const said = new Map(
      parents.modules.flatMap((module) => module.publicRoutes.map((route) => [route.path, route.reach])),
    );
    const expected = new Map([
      ...ANYWHERE.filter((path) => path !== '/assets/*').map((path) => [path, 'anywhere'] as const),
      ...STAFF.map((path) => [path, 'staff'] as const),
      ...SCHOOL.filter((path) => path !== '/healthz').map((path) => [path, 'school'] as const),
    ]);
    const sorted = (map: ReadonlyMap<string, string>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
    assert.deepEqual(sorted(said), sorted(expected));
  });

  it('a session begun at school shows nobody’s name, where only parents are let in', async () => {
    const school = await aSchool(parents);
    const head = await anAdult(parents, school, { roles: ['head'] });
    const cookie = `sg_session=${await parents.parts.sessions.start(school, head, 'test')}`;
    const read = async (remoteAddress: string): Promise<string> =>
      (await parents.web.inject({ url: '/policy/read', remoteAddress, headers: { cookie } })).body;
    assert.match(await read('192.168.1.7'), /Sign out/);
    assert.doesNotMatch(await read(OUTSIDE), /Sign out/);
  });
});

describe('where a browser is', () => {
  /** The status of the sign-in page for a connection from `peer` that says it carries a browser from `forwarded`. */
  const status = async (world: World, peer: string, headers: Record<string, string> = {}): Promise<number> =>
    (await world.web.inject({ url: '/sign-in', remoteAddress: peer, headers })).statusCode;
  const from = (address: string) => ({ 'x-forwarded-for': address });

  it('is what the connection says, whatever the browser adds', async (t) => {
    const world = await makeWorld();
    t.after(() => world.end());
    assert.equal(await status(world, '192.168.1.7'), 200);
    assert.equal(await status(world, '::ffff:192.168.1.7'), 200);
    assert.equal(await status(world, '192.168.1.7', from(OUTSIDE)), 200);
    assert.equal(await status(world, OUTSIDE), 404);
    assert.equal(await status(world, OUTSIDE, from('192.168.1.7')), 404);
    assert.equal(await status(world, OUTSIDE, { forwarded: 'for=127.0.0.1', 'x-real-ip': '127.0.0.1' }), 404);
  });

  it('is what a named reverse proxy says, and of several words the last that no named one said', async (t) => {
    const world = await makeWorld({
      env: {
        SCHOOLGATE_TRUSTED_PROXY: '192.168.1.2, 127.0.0.1',
        SCHOOLGATE_PUBLIC_URL: 'https://schoolgate.school.example',
      },
    });
    t.after(() => world.end());
    assert.equal(await status(world, '192.168.1.2', from('192.168.1.7')), 200);
    assert.equal(await status(world, '192.168.1.2', from(OUTSIDE)), 404);
    // Somebody outside writes the field; the proxy adds the address it sees.
    assert.equal(await status(world, '192.168.1.2', from(`192.168.1.7, ${OUTSIDE}`)), 404);
    assert.equal(await status(world, '127.0.0.1', from(`127.0.0.1, ${OUTSIDE}, 192.168.1.2`)), 404);
    assert.equal(await status(world, '192.168.1.2', from('nonsense')), 404);
    assert.equal(await status(world, '192.168.1.3', from(OUTSIDE)), 200);
  });

  it('is outside, for all that comes through a reverse proxy on the machine that nobody named', async (t) => {
    const world = await makeWorld();
    t.after(() => world.end());
    assert.equal(await status(world, '127.0.0.1'), 200);
    assert.equal(await status(world, '127.0.0.1', from('192.168.1.7')), 404);
    assert.equal(await status(world, '::1', { via: '1.1 somebody' }), 404);
  });
});
