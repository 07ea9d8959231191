import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { openBrowser, type Browser } from '../../../../test/support/browser.ts';
import { makeWorld } from '../../../../test/support/world.ts';
import { tryLimits } from './try-limits.ts';
import { ADULT_PASSWORD, anAdult, aSchool, signedIn } from '../testing.ts';

/** Each way to try something about signing in, used up but for one: that one is looked at, the next one waits until the window is over. */

const ADDRESS = '127.0.0.1';

async function start(t: TestContext) {
  const world = await makeWorld({ ask: () => Promise.reject(new TypeError('no network')) });
  t.after(() => world.end());
  const school = await aSchool(world);
  const person = await anAdult(world, school, {
    roles: ['staff'],
    email: 'ada@school.example',
    password: ADULT_PASSWORD,
  });
  const shared = openBrowser(world.web);
  await ownForm(shared, '/sign-in', '/sign-in', { name: 'ada@school.example', password: ADULT_PASSWORD });
  await shared.get('/account');
  await shared.post('/sign-out');
  return {
    world,
    school,
    person,
    shared,
    own: await signedIn(world, person, school),
    stranger: openBrowser(world.web),
  };
}
type On = Awaited<ReturnType<typeof start>>;

interface Way {
  readonly what: string;
  readonly name: string;
  readonly times: number;
  readonly seconds: number;
  readonly key: (on: On) => string;
  readonly tries: (on: On) => Promise<{ readonly status: number }>;
}

const wrong = { name: 'nobody@school.example', password: 'not the password' };

const ownForm = async (browser: Browser, page: string, path: string, fields: Record<string, string>) => {
  await browser.get(page);
  return browser.post(path, fields);
};

const ways: readonly Way[] = [
  {
    what: 'signing in from one address of the school',
    ...tryLimits.addressInside,
    key: () => ADDRESS,
    tries: ({ stranger }) => ownForm(stranger, '/sign-in', '/sign-in', wrong),
  },
  {
    what: 'signing in on one browser, whatever the names',
    ...tryLimits.browser,
    key: ({ world, shared }) => world.parts.devices.read(shared.cookies.get('sg_device')) ?? '',
    tries: ({ shared }) => ownForm(shared, '/sign-in', '/sign-in', wrong),
  },
  {
    what: 'the old password, by its owner’s browser',
    name: 'change-password',
    times: 10,
    seconds: 900,
    key: ({ person }) => person,
    tries: ({ own }) => ownForm(own, '/account', '/account', { current: 'not it', password: 'harbour lantern meadow' }),
  },
  {
    what: 'the password that confirms who it is',
    name: 'confirm-identity',
    times: 10,
    seconds: 900,
    key: ({ person }) => person,
    tries: ({ own }) => ownForm(own, '/account/confirm', '/account/confirm', { password: 'not it' }),
  },
  {
    what: 'the first code of a new app',
    name: 'enrol-authenticator',
    times: 20,
    seconds: 900,
    key: ({ person }) => person,
    tries: async ({ own }) => {
      await own.get('/account/sign-in');
      await own.post('/account/authenticator/start');
      return ownForm(own, '/account/authenticator', '/account/authenticator', { code: '000000' });
    },
  },
  {
    what: 'a passkey, from one address',
    name: 'passkey-address',
    times: 300,
    seconds: 900,
    key: () => ADDRESS,
    tries: ({ stranger }) => ownForm(stranger, '/sign-in', '/sign-in/passkey', { credential: 'x' }),
  },
  {
    what: 'a set-up link, from one address',
    name: 'set-up',
    times: 60,
    seconds: 900,
    key: () => ADDRESS,
    tries: ({ stranger }) => stranger.get(`/set-up/${'x'.repeat(43)}`),
  },
  {
    what: 'a reset’s link, from one address',
    name: 'reset-link-address',
    times: 60,
    seconds: 900,
    key: () => ADDRESS,
    tries: ({ stranger }) => stranger.get(`/reset/${'x'.repeat(43)}`),
  },
  {
    what: 'asking for help, from one address',
    name: 'reset-wish-address',
    times: 60,
    seconds: 3600,
    key: () => ADDRESS,
    tries: ({ stranger }) =>
      ownForm(stranger, '/sign-in/forgotten', '/sign-in/forgotten', { name: 'nobody@x.example' }),
  },
  {
    what: 'a sign-in with a provider, from one address',
    name: 'provider-sign-in',
    times: 400,
    seconds: 900,
    key: () => ADDRESS,
    tries: ({ stranger }) => stranger.get('/sign-in/with/google'),
  },
];

for (const { what, name, times, seconds, key, tries } of ways) {
  test(`${what}: ${String(times)} tries in ${String(seconds)} seconds`, async (t) => {
    const on = await start(t);
    const limit = { name, times, seconds };
    for (let n = 1; n < times; n++) await on.world.parts.limits.use(limit, key(on));
    assert.notEqual((await tries(on)).status, 429);
    assert.equal((await tries(on)).status, 429);
    on.world.clock.advance({ seconds: seconds - 1 });
    await assert.rejects(on.world.parts.limits.use(limit, key(on)), { code: 'SG-TOO-MANY' });
    on.world.clock.advance({ seconds: 1 });
    assert.equal(await on.world.parts.limits.use(limit, key(on)), 1);
  });
}

test('help for one name can be asked for three times an hour; after that nothing happens, and the page does not tell', async (t) => {
  const { world, school, stranger } = await start(t);
  const wish = (name: string) => ownForm(stranger, '/sign-in/forgotten', '/sign-in/forgotten', { name });
  await anAdult(world, school, {
    roles: ['staff'],
    email: 'bo@school.example',
    password: ADULT_PASSWORD,
  });
  for (let n = 0; n < 3; n++) {
    await world.parts.limits.use({ name: 'reset-wish-name', times: 3, seconds: 3600 }, 'ada@school.example');
  }
  const over = await wish('ada@school.example');
  assert.equal(over.text, (await wish('bo@school.example')).text);
  const wishes = async (): Promise<number> =>
    (
      await world.parts.store.reading
        .selectFrom('audit_event')
        .select('event')
        .where('event', '=', 'reset-wished')
        .execute()
    ).length;
  for (let n = 0; n < 500 && (await wishes()) < 1; n++) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await wishes(), 1, 'the other name’s only');
});
