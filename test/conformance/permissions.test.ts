import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';

import type { AnyCommand } from '../../src/platform/commands/command.ts';
import type { FileKind } from '../../src/platform/files/file-kinds.ts';
import { storedUpload } from '../../src/platform/files/upload.ts';
import { multipartOf } from '../support/browser.ts';
import { parseInput, rawInput } from '../../src/platform/forms/parse.ts';
import type { Page } from '../../src/platform/http/pages.ts';
import { expectedPermissions } from './expected-permissions.ts';
import { askers, readCells, type Asker } from './permissions-cells.ts';
import { isOwn, type Given } from './permissions-given.ts';
import { requests } from './permissions-requests.ts';
import { FARAWAY, seeded, type Seeded, type SeededSchool } from './permissions-world.ts';

let all: Seeded;
before(async () => {
  all = await seeded();
});
after(() => all.world.end());
// People do not ask for hundreds of pages in a minute, and the app refuses those who do.
beforeEach(async () => {
  all.world.clock.advance({ minutes: 1 });
  // What is tried here is who may, not whether they showed lately that it is they.
  for (const secret of all.sessions.values()) {
    const session = await all.world.parts.sessions.find(secret);
    if (session !== undefined) await all.world.parts.sessions.confirm(session.id);
  }
});

/** Every route that the app serves, as its parts declare them: `GET /people/:id`. */
function routesOfTheApp({ world }: Seeded): string[] {
  const pages = world.modules.flatMap((module) => module.pages);
  const publicRoutes = world.modules.flatMap((module) => module.publicRoutes);
  return [
    ...pages.flatMap((page) => methodsOf(page).map((method) => `${method} ${page.path}`)),
    ...publicRoutes.flatMap((route) => route.methods.map((method) => `${method} ${route.path}`)),
    'GET /healthz',
    'GET /assets/*',
  ].sort();
}

function methodsOf(page: Page): readonly string[] {
  if (page.kind === 'form') return ['GET', 'POST'];
  return page.kind === 'action' ? ['POST'] : ['GET'];
}

function commandOf({ world }: Seeded, path: string): { command: AnyCommand; kind: Page['kind'] } | undefined {
  const page = world.modules.flatMap((module) => module.pages).find((one) => one.path === path && 'command' in one);
  return page !== undefined && 'command' in page ? page : undefined;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly location: string;
}

const BROWSER = 'browser-of-the-test-01';
const TEXT: FileKind = { code: 'text', label: 'plain text', mime: 'text/plain', endings: ['txt'], shown: false };

/** Sends a route's request as somebody: a real session, a real form token. */
async function send(route: string, who: Asker, given: Given): Promise<Answer> {
  const [method, path = ''] = route.split(' ');
  const { world, sessions } = all;
  let url = path;
  for (const [name, value] of Object.entries(given.params ?? {})) {
    url = url.replace(name === '*' ? '*' : `:${name}`, value);
  }
  if (given.query !== undefined) url += `?${new URLSearchParams(given.query).toString()}`;
  const cookies = [`sg_browser=${BROWSER}`];
  if (who !== 'nobody') cookies.push(`sg_session=${sessions.get(who) ?? ''}`);
  const cookie = cookies.join('; ');
  const fields = { _csrf: world.parts.key.mark('form', BROWSER), ...given.body };
  const { type, payload } =
    given.file === undefined
      ? { type: 'application/x-www-form-urlencoded', payload: new URLSearchParams(fields).toString() }
      : multipartOf(fields, { field: 'file', name: 'a.txt', bytes: given.file });
  const response = await world.web.inject(
    method === 'POST'
      ? {
          method,
          url,
          headers: { cookie, 'content-type': type, 'content-length': String(Buffer.byteLength(payload)) },
          payload,
        }
      : { method: 'GET', url, headers: { cookie } },
  );
  return { status: response.statusCode, text: response.body, location: response.headers.location ?? '' };
}

interface Asked {
  readonly route: string;
  readonly at: SeededSchool;
  readonly who: Asker;
  readonly subject: string;
  readonly fresh?: boolean;
}

/** What a route's request carries; its form must be such that only the policy can refuse it. */
async function givenFor({ route, at, who, subject, fresh = false }: Asked): Promise<Given> {
  const [method, path = ''] = route.split(' ');
  const made = (await requests[path]?.({ world: all.world, at, who, subject, fresh })) ?? {};
  const named = Object.entries(made.params ?? {}).filter(([name]) => path.includes(name === '*' ? '*' : `:${name}`));
  const given = { ...made, params: Object.fromEntries(named) };
  const found = method === 'POST' ? commandOf(all, path) : undefined;
  if (found !== undefined) {
    const file =
      given.file === undefined ? {} : { file: storedUpload({ content: '', name: '', kind: TEXT, bytes: 1 }) };
    const parsed = parseInput(found.command.input, rawInput(given.params, { ...given.body, ...file }));
    assert.ok(parsed.ok, `${route}: the test's own form cannot be read: ${JSON.stringify(parsed)}`);
  }
  return given;
}

/** Allowed: the page; or a change made, or a form that comes back with its message. */
function isAllowed(route: string, { status, location }: Answer): boolean {
  if (route === 'GET /healthz') return status === 200 || status === 503;
  // No link like this was given out, which the page says to everybody alike.
  if (route.endsWith(' /set-up/:token') || route.endsWith(' /reset/:token')) return status === 404;
  // Nothing was begun, or it is not set up: back to the sign-in page, which says so.
  if (/^GET \/sign-in\/(with|back)\//.test(route)) return status === 303 && location === '/sign-in';
  // A step of a sign-in that was not begun: back to its beginning, or home.
  if (/^GET \/sign-in\/(second-step|authenticator|new-password)$/.test(route)) {
    return status === 303 && ['/sign-in', '/'].includes(location);
  }
  // Who is signed in already is sent to where they can go on.
  if (route === 'GET /sign-in' && status === 303) return location === '/' || location === '/account';
  if (route.startsWith('GET')) return status === 200;
  return [200, 303, 409, 422].includes(status) && !location.startsWith('/sign-in?');
}

/** Who has no session: nobody, and a parent, who has no log-in. */
const isStranger = (who: Asker): boolean => who === 'nobody' || who === 'parent';

/** Refused: forbidden or not there; strangers are asked to sign in. */
function isRefused(who: Asker, { status, location }: Answer): boolean {
  if (!isStranger(who)) return status === 403 || status === 404;
  return status === 401 || (status === 303 && location.startsWith('/sign-in?'));
}

/** How long the trail of this school is. */
async function lengthOfTrail(): Promise<number> {
  const [head] = await all.world.store.reading
    .selectFrom('audit_head')
    .select('seq')
    .where('school_id', '=', all.here.school)
    .execute();
  return Number(head?.['seq'] ?? 0);
}

/** What was written into the trail since it was so long: a refusal may leave nothing but itself. */
async function eventsSince(length: number): Promise<string[]> {
  const rows = await all.world.store.reading
    .selectFrom('audit_event')
    .select('event')
    .where('school_id', '=', all.here.school)
    .where('seq', '>', length)
    .execute();
  return rows.map((row) => String(row['event']));
}

/** Sends a request that must be refused; says what is wrong, if anything. */
async function refusalProblems(name: string, asked: Asked, given: Given): Promise<string[]> {
  const before = await lengthOfTrail();
  const answer = await send(asked.route, asked.who, given);
  const left = (await eventsSince(before)).filter((event) => event !== 'access-refused');
  return [
    ...(isRefused(asked.who, answer) ? [] : [`${name}: not refused (${String(answer.status)})`]),
    ...(left.length === 0 ? [] : [`${name}: refused, and yet left ${left.join(', ')}`]),
    ...(asked.at === all.there && withoutTyped(answer.text, given).includes(FARAWAY)
      ? [`${name}: shows something of the other school`]
      : []),
  ];
}

/** A refusal gives back what was typed: that is the asker's own. */
function withoutTyped(html: string, given: Given): string {
  return Object.values(given.body ?? {}).reduce(
    (rest, value) => (value === '' ? rest : rest.replaceAll(value, '')),
    html,
  );
}

/** After these nobody of those who sent them is signed in. */
const signsOut = new Set(['POST /account/sign-out-everywhere', 'POST /account/password', 'POST /sign-out']);

/** Forms that went through at least once: what is allowed is really done, and not only not refused. */
const wentThrough = new Set<string>();

describe('the table of permissions', () => {
  test('has every route of the app once, and none more', () => {
    const rows = expectedPermissions.flatMap((group) => group.routes);
    assert.deepEqual(
      rows.filter((route, at) => rows.indexOf(route) !== at),
      [],
      'routes that stand in it twice',
    );
    assert.deepEqual(rows.toSorted(), routesOfTheApp(all));
  });

  test('has every role', () => {
    assert.deepEqual([...askers].sort(), [...all.sessions.keys(), 'nobody'].sort());
  });

  test('is read strictly: a row with a cell too few is refused', () => {
    const header = '| pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody';
    assert.throws(() => readCells(`${header}\nthe list | yes -`), /needs 14 cells/);
    assert.throws(() => readCells('| pupil parent\nthe list | yes -'), /not the header/);
  });
});

for (const { capability, routes, cells } of expectedPermissions) {
  describe(capability, () => {
    for (const route of routes) {
      test(`${route} answers every role as the table says`, async () => {
        const wrong: string[] = [];
        for (const [subject, row] of cells) {
          // Refused ones first: they share a record, which none of them may change.
          for (const who of askers.filter((one) => row.get(one) === false)) {
            const asked = { route, at: all.here, who, subject };
            wrong.push(...(await refusalProblems(`${subject}, as ${who}`, asked, await givenFor(asked))));
          }
          for (const who of askers.filter((one) => row.get(one) === true)) {
            const fresh = route.startsWith('POST');
            const given = await givenFor({ route, at: all.here, who, subject, fresh });
            const answer = await send(route, who, given);
            if (!isAllowed(route, answer)) wrong.push(`${subject}, as ${who}: not allowed (${String(answer.status)})`);
            if (answer.status === 303 || answer.status === 200) wentThrough.add(route);
            if (signsOut.has(route)) await signInAgain(who);
          }
        }
        assert.deepEqual(wrong, []);
      });

      if (namesARecord(route)) {
        test(`${route} shows and does nothing of another school`, async () => {
          const wrong: string[] = [];
          for (const subject of cells.keys()) {
            if (isOwn(subject)) continue;
            for (const who of askers) {
              const asked = { route, at: all.there, who, subject };
              wrong.push(...(await refusalProblems(`${subject}, as ${who}`, asked, await givenFor(asked))));
            }
          }
          assert.deepEqual(wrong, []);
        });
      }
    }
  });
}

test('every form went through for somebody who may send it', () => {
  const never = expectedPermissions
    .flatMap((group) => group.routes)
    .filter((route) => route.startsWith('POST') && !wentThrough.has(route) && !needsMore.has(route));
  assert.deepEqual(never, []);
});

/** Forms that need more than a record: the text on the screen that is signed, another edition, a password, a ticket, a link. Their own tests
 * send them. */
const needsMore: ReadonlySet<string> = new Set([
  'POST /incidents/sign-off',
  'POST /privacy/retention/:code/sign',
  'POST /people/import/:id',
  'POST /registers/:register/import',
  'POST /policy/choose/:pack',
  'POST /account',
  'POST /account/authenticator',
  'POST /account/passkeys/add',
  'POST /account/confirm',
  'POST /sign-in',
  'POST /gate/sign-in',
  'POST /set-up/:token',
  'POST /reset/:token',
]);

async function signInAgain(who: Asker): Promise<void> {
  if (who === 'nobody') return;
  const { world, here, sessions } = all;
  sessions.set(who, await world.parts.sessions.start(here.school, here.person(who), 'test'));
}

/**
 * True for routes whose address or form names a record of a school. Packs, clauses, settings, services and links are the program's own;
 * entries of registers are named by a number that counts in each school (registers/schools-apart.test.ts).
 */
function namesARecord(route: string): boolean {
  if (/ \/registers\/:register\b(?!.*:(file|import))/.test(route)) return false;
  // Kinds of record are the same in every school; what stands under them is read by handles of one school.
  if (route.includes(' /privacy/retention/:code')) return false;
  // A duty is named by its code and its period, which every school has; a calendar’s address is itself the right.
  if (/ \/(duties\/:code\b(?!.*:file)|school\/terms|calendar)/.test(route)) return false;
  // A standard and its aspects are named by codes that are the same everywhere.
  if (route.includes('/standards/:code')) return false;
  if (/ \/(policy(?!\/draft\/:)|set-up|reset|people\/single-sign-on\/:kind)\b/.test(route)) return false;
  const byForm = ['POST /people/roles', 'POST /people/roles/end', 'POST /filtering/credentials/issue'];
  return route.includes(':') || byForm.includes(route);
}
