import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { openBrowser, type Browser } from '../../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { actorFor, ADULT_PASSWORD, aLogIn, anAdult, aSchool, signedIn, worked } from '../testing.ts';
import { anAuthenticator } from '../second-factor/testing.ts';
import { rolesWithSecondStep } from '../second-factor/who-needs-it.ts';
import { MOST_BYTES, type Ask } from './bounded-fetch.ts';
import { callbackPath } from './callback-path.ts';
import { fillInProvider } from './commands/fill-in-provider.ts';
import { addGroupRole, confirmGroupRole, endGroupRoleRow } from './commands/group-roles.ts';
import { turnOnProvider } from './commands/switch-provider.ts';
import type { Place, ProviderKind } from './providers.ts';
import { startProvider, TEST_CLIENT, type TestProvider } from './testing.ts';

const TENANT = '11111111-2222-3333-4444-555555555555';
const GROUP = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
const google: Place = { kind: 'google', domain: 'school.example', tenant: '' };
const microsoft: Place = { kind: 'microsoft', domain: 'school.example', tenant: TENANT };

let world: World;
let school: SchoolId;
let head: PersonId;
let alex: PersonId;
let provider: TestProvider;
let network: Ask;
let browser: Browser;

async function begin(place: Place, given: { at?: string } = {}): Promise<void> {
  network = () => Promise.reject(new TypeError('the network is down'));
  world = await makeWorld({ ask: (url, options) => network(url, options), ...given });
  school = await aSchool(world);
  head = await anAdult(world, school, { roles: ['head'], email: 'head@school.example' });
  alex = await anAdult(world, school, { roles: ['staff'], email: 'alex@school.example' });
  provider = await startProvider(place, `${world.config.publicUrl}${callbackPath(place.kind)}`);
  network = provider.ask;
  await filledIn(place);
  worked(await world.runner.run(turnOnProvider, await actorFor(world, school, head), { kind: place.kind }));
  browser = openBrowser(world.web);
}
afterEach(async () => {
  await provider.close();
  await world.end();
});

async function filledIn(place: Place, secret = TEST_CLIENT.secret): Promise<void> {
  worked(
    await world.runner.run(fillInProvider, await actorFor(world, school, head), {
      ...place,
      clientId: TEST_CLIENT.id,
      secret: secret.replaceAll(' ', '-'),
    }),
  );
}

/** The whole way, as a browser goes it; answers the page they end at. */
async function goThrough(kind: ProviderKind, who: Browser = browser) {
  const there = await who.get(`/sign-in/with/${kind}`);
  assert.equal(there.status, 303);
  const back = await provider.signIn(there.location ?? '');
  const answer = await who.get(back);
  assert.equal(answer.status, 303);
  return { back, answer, page: await who.follow() };
}

/** Asserts that nobody was signed in, and why the page says so. */
function assertRefused(page: { text: string; html: string }, says: RegExp): void {
  assert.match(page.text, says);
  assert.match(page.html, /<h1 class="govuk-heading-l">Sign in<\/h1>/);
  assert.ok(!browser.cookies.has('sg_session'));
}

const ALEX = { email: 'alex@school.example', email_verified: true, hd: 'school.example' };
const ALEX_MICROSOFT = { email: 'alex@school.example', tid: TENANT };

describe('signing in with Google', () => {
  beforeEach(() => begin(google));

  test('lets in somebody whose verified address in the school’s domain is known here', async () => {
    assert.match((await browser.get('/sign-in')).text, /Sign in with Google/);
    provider.account('g-1', ALEX);
    const { page } = await goThrough('google');
    assert.equal(page.status, 200);
    assert.match(page.text, /Alex/);
    assert.ok(browser.cookies.has('sg_session'));
    const trail = await events();
    assert.equal(trail.filter((one) => one.event === 'provider-account-bound').length, 1);
    assert.ok(trail.some((one) => one.event === 'signed-in' && one.subject === alex && one.data.includes('google')));
  });

  test('asks for PKCE, a state, a nonce and the one address to come back to', async () => {
    const there = new URL((await browser.get('/sign-in/with/google')).location ?? '');
    assert.equal(there.origin, 'https://accounts.google.com');
    assert.equal(there.searchParams.get('redirect_uri'), `${world.config.publicUrl}/sign-in/back/google`);
    assert.equal(there.searchParams.get('code_challenge_method'), 'S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      assert.ok((there.searchParams.get(name) ?? '').length > 30);
  });

  test('goes by the account’s own id once it is bound, not by its address', async () => {
    provider.account('g-1', ALEX);
    await goThrough('google');
    provider.account('g-1', { ...ALEX, email: 'alexandra@school.example' });
    const again = openBrowser(world.web);
    assert.match((await goThrough('google', again)).page.text, /Alex/);
    // The old address was given to somebody else.
    provider.account('g-2', ALEX);
    browser = openBrowser(world.web);
    assertRefused((await goThrough('google')).page, /Another Google account is known as yours/);
  });

  const refusals: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['of another Workspace domain', { ...ALEX, hd: 'elsewhere.example' }, /not one of this school’s own/],
    ['of no Workspace at all', { email: ALEX.email, email_verified: true }, /not one of this school’s own/],
    ['with an address of another domain', { ...ALEX, email: 'alex@elsewhere.example' }, /not one of this school’s own/],
    ['whose address Google has not verified', { ...ALEX, email_verified: false }, /has not checked the e-mail address/],
    ['that nobody here has', { ...ALEX, email: 'stranger@school.example' }, /Nobody here has the address/],
  ];
  for (const [what, claims, says] of refusals) {
    test(`refuses an account ${what}`, async () => {
      provider.account('g-9', claims);
      assertRefused((await goThrough('google')).page, says);
      assert.ok(!(await events()).some((one) => one.event === 'provider-account-bound'));
    });
  }

  test('refuses an answer that was used already, even from the same browser', async () => {
    provider.account('g-1', ALEX);
    const there = await browser.get('/sign-in/with/google');
    const carried = browser.cookies.get('sg_carried') ?? '';
    assert.notEqual(carried, '');
    const back = await provider.signIn(there.location ?? '');
    await browser.get(back);
    browser = openBrowser(world.web, [['sg_carried', carried]]);
    await browser.get(back);
    assertRefused(await browser.follow(), /too old, or had been used already/);
  });

  test('refuses an answer in a browser that did not ask, with a made-up cookie, and after ten minutes', async () => {
    provider.account('g-1', ALEX);
    const there = await browser.get('/sign-in/with/google');
    const carried = browser.cookies.get('sg_carried') ?? '';
    const back = await provider.signIn(there.location ?? '');
    const late = async (): Promise<void> => {
      world.clock.advance({ minutes: 10 });
    };
    for (const [cookie, before] of [
      ['', undefined],
      [`${carried.slice(0, -4)}AAAA`, undefined],
      [carried, late],
    ] as const) {
      await before?.();
      browser = openBrowser(world.web, cookie === '' ? [] : [['sg_carried', cookie]]);
      await browser.get(back);
      assertRefused(await browser.follow(), /too old, or had been used already/);
    }
  });

  test('refuses another state than the one that was sent', async () => {
    provider.account('g-1', ALEX);
    const there = await browser.get('/sign-in/with/google');
    const back = new URL(await provider.signIn(there.location ?? ''), 'http://here');
    back.searchParams.set('state', 'x'.repeat(43));
    await browser.get(back.pathname + back.search);
    assertRefused(await browser.follow(), /too old, or had been used already/);
  });

  test('refuses an ID token that somebody altered on the way', async () => {
    provider.account('g-9', { ...ALEX, email: 'stranger@school.example' });
    network = async (url, options) => {
      const answer = await provider.ask(url, options);
      if (!url.endsWith('/token')) return answer;
      const said: unknown = await answer.json();
      assert.ok(typeof said === 'object' && said !== null && 'id_token' in said);
      const [top = '', claims = '', signature = ''] = String(said.id_token).split('.');
      const read: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
      assert.ok(typeof read === 'object' && read !== null);
      const forged = Buffer.from(JSON.stringify({ ...read, email: 'head@school.example' })).toString('base64url');
      return Response.json({ ...said, id_token: `${top}.${forged}.${signature}` });
    };
    assertRefused((await goThrough('google')).page, /does not hold/);
  });

  /** Puts another ID token in place of the one that the provider gave, made of its claims. */
  function instead(make: (claims: Readonly<Record<string, unknown>>) => string): void {
    network = async (url, options) => {
      const answer = await provider.ask(url, options);
      if (!url.endsWith('/token')) return answer;
      const said: unknown = await answer.json();
      assert.ok(typeof said === 'object' && said !== null && 'id_token' in said);
      const read: unknown = JSON.parse(Buffer.from(String(said.id_token).split('.')[1] ?? '', 'base64url').toString());
      assert.ok(typeof read === 'object' && read !== null);
      return Response.json({ ...said, id_token: make({ ...read }) });
    };
  }
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('takes an ID token that was made in this way and is right, so that the refusals below are for what is wrong', async () => {
    provider.account('g-1', ALEX);
    instead((claims) => provider.idToken(claims));
    assert.match((await goThrough('google')).page.text, /Alex/);
  });

  const forged: readonly (readonly [string, (claims: Readonly<Record<string, unknown>>) => string])[] = [
    ['that is not signed at all', (claims) => `${part({ alg: 'none' })}.${part(claims)}.`],
    [
      'that is signed with the client secret instead of the provider’s key',
      (claims) => {
        const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
        return `${text}.${createHmac('sha256', TEST_CLIENT.secret).update(text).digest('base64url')}`;
      },
    ],
    ['for another client', (claims) => provider.idToken({ ...claims, aud: 'somebody-else' })],
    [
      'for another client besides us',
      (claims) => provider.idToken({ ...claims, aud: [TEST_CLIENT.id, 'x'], azp: 'x' }),
    ],
    ['of another issuer', (claims) => provider.idToken({ ...claims, iss: 'https://accounts.elsewhere.example' })],
    ['with the nonce of another sign-in', (claims) => provider.idToken({ ...claims, nonce: 'x'.repeat(43) })],
    ['that is over', (claims) => provider.idToken({ ...claims, exp: 1_000_000_000, iat: 999_999_000 })],
  ];
  for (const [what, make] of forged) {
    test(`refuses an ID token ${what}`, async () => {
      provider.account('g-1', ALEX);
      instead(make);
      await goThrough('google');
      assert.ok(!browser.cookies.has('sg_session'));
      assert.ok(!(await events()).some((one) => one.event === 'signed-in'));
    });
  }

  test('believes no description that says it is of another issuer, and follows none to a place that is not the provider’s', async () => {
    for (const [name, value] of [
      ['issuer', 'https://accounts.elsewhere.example'],
      ['jwks_uri', 'https://keys.elsewhere.example/certs'],
    ] as const) {
      const asked: string[] = [];
      network = async (url, options) => {
        asked.push(new URL(url).host);
        const answer = await provider.ask(url, options);
        if (!url.endsWith('/openid-configuration')) return answer;
        const said: unknown = await answer.json();
        assert.ok(typeof said === 'object' && said !== null);
        return Response.json({ ...said, [name]: value });
      };
      provider.account('g-1', ALEX);
      await filledIn(google);
      worked(await world.runner.run(turnOnProvider, await actorFor(world, school, head), { kind: 'google' }));
      browser = openBrowser(world.web);
      const there = await browser.get('/sign-in/with/google');
      if (name === 'jwks_uri') {
        await browser.get(await provider.signIn(there.location ?? ''));
      } else assert.equal(there.location, '/sign-in');
      await browser.follow();
      assert.ok(!browser.cookies.has('sg_session'), name);
      assert.deepEqual([...new Set(asked)], ['accounts.google.com'], name);
    }
  });

  test('refuses at Microsoft’s address what Google answered', async () => {
    provider.account('g-1', ALEX);
    const there = await browser.get('/sign-in/with/google');
    const back = await provider.signIn(there.location ?? '');
    await browser.get(back.replace('/back/google', '/back/microsoft'));
    assertRefused(await browser.follow(), /too old, or had been used already/);
  });

  test('says so when Google is away or answers without end, and passwords go on working', async () => {
    await aLogIn(world, school, alex, { name: 'alex@school.example', password: ADULT_PASSWORD });
    const endless: Ask = () => Promise.resolve(new Response('x'.repeat(MOST_BYTES + 1)));
    for (const broken of [() => Promise.reject(new TypeError('down')), endless] satisfies readonly Ask[]) {
      network = broken;
      const there = await browser.get('/sign-in/with/google');
      assert.equal(there.location, '/sign-in');
      assertRefused(await browser.follow(), /Google cannot be reached at the moment/);
    }
    await browser.post('/sign-in', { name: 'alex@school.example', password: ADULT_PASSWORD });
    assert.ok(browser.cookies.has('sg_session'));
  });

  test('is not offered, and does nothing, while it is off', async () => {
    await filledIn(google);
    assert.doesNotMatch((await browser.get('/sign-in')).text, /Sign in with Google/);
    assert.equal((await browser.get('/sign-in/with/google')).location, '/sign-in');
    assertRefused(await browser.follow(), /turned off/);
  });

  test('keeps no token and shows no secret', async () => {
    provider.account('g-1', ALEX);
    await goThrough('google');
    const page = await (await signedIn(world, head, school)).get('/people/single-sign-on/google');
    assert.doesNotMatch(page.html, /a-secret-that/);
    const rows = await world.parts.store.reading.selectFrom('sso_provider').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(rows), /a-secret-that/);
    assert.doesNotMatch(JSON.stringify(await events()), /a-secret-that|school\.example/);
  });
});

describe('signing in with Microsoft', () => {
  beforeEach(() => begin(microsoft));

  const rolesOf = async (person: PersonId): Promise<readonly string[]> => [
    ...(await actorFor(world, school, person)).roles,
  ];

  test('lets in an account of the school’s own directory', async () => {
    provider.account('m-1', ALEX_MICROSOFT);
    assert.match((await goThrough('microsoft')).page.text, /Alex/);
  });

  const refusals: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['of another directory', { ...ALEX_MICROSOFT, tid: TENANT.replace('1', '9') }, /not one of this school’s own/],
    ['of no directory', { email: ALEX.email }, /not one of this school’s own/],
    ['of a guest', { ...ALEX_MICROSOFT, acct: 1 }, /not one of this school’s own/],
    ['whose address is not verified', { ...ALEX_MICROSOFT, email_verified: false }, /has not checked/],
  ];
  for (const [what, claims, says] of refusals) {
    test(`refuses an account ${what}`, async () => {
      provider.account('m-9', claims);
      assertRefused((await goThrough('microsoft')).page, says);
    });
  }

  test('gives a role by a group only when the headteacher has confirmed it, and ends it with the group', async () => {
    const technician = await anAdult(world, school, { roles: ['technician'], email: 'it@school.example' });
    const group = worked(
      await world.runner.run(addGroupRole, await actorFor(world, school, technician), { group: GROUP, role: 'dsl' }),
    );
    provider.account('m-1', { ...ALEX_MICROSOFT, groups: [GROUP] });
    await goThrough('microsoft');
    assert.deepEqual(await rolesOf(alex), ['staff']);
    worked(await world.runner.run(confirmGroupRole, await actorFor(world, school, head), { group }));
    await goThrough('microsoft', openBrowser(world.web));
    assert.ok((await rolesOf(alex)).includes('dsl'));
    provider.account('m-1', { ...ALEX_MICROSOFT, groups: [] });
    await goThrough('microsoft', openBrowser(world.web));
    assert.deepEqual(await rolesOf(alex), ['staff']);
  });

  test('a group that is ended takes its roles with it at once; roles given by hand stay', async () => {
    const group = worked(
      await world.runner.run(addGroupRole, await actorFor(world, school, head), { group: GROUP, role: 'office' }),
    );
    provider.account('m-1', { ...ALEX_MICROSOFT, groups: [GROUP] });
    await goThrough('microsoft');
    assert.deepEqual((await rolesOf(alex)).toSorted(), ['office', 'staff']);
    worked(await world.runner.run(endGroupRoleRow, await actorFor(world, school, head), { group }));
    assert.deepEqual(await rolesOf(alex), ['staff']);
  });

  for (const role of rolesWithSecondStep) {
    test(`its second factor is one of two for the role ${role}, which needs a second step here`, async () => {
      await anAdult(world, school, { roles: [role, 'staff'], email: 'needs@school.example' });
      provider.account('m-2', { email: 'needs@school.example', tid: TENANT, amr: ['pwd', 'mfa'] });
      assert.match((await goThrough('microsoft')).answer.location ?? '', /\/sign-in\/authenticator/);
      assert.ok(!(await events()).some((one) => one.event === 'signed-in'));
    });
  }

  test('its second factor stands in for the app of somebody whose role needs none', async () => {
    await anAuthenticator(world, school, alex);
    provider.account('m-1', { ...ALEX_MICROSOFT, amr: ['pwd'] });
    assert.match((await goThrough('microsoft')).answer.location ?? '', /\/sign-in\/second-step/);
    provider.account('m-1', { ...ALEX_MICROSOFT, amr: ['pwd', 'mfa'] });
    assert.equal((await goThrough('microsoft', openBrowser(world.web))).answer.location, '/');
    assert.ok((await events()).some((one) => one.event === 'signed-in' && one.subject === alex));
  });
});

describe('testing the settings', () => {
  // The provider goes by the machine's own clock, so the world does too.
  beforeEach(() => begin(google, { at: Temporal.Now.instant().toString() }));

  const tested = async (): Promise<string> => {
    const it = await signedIn(world, head, school);
    await it.get('/people/single-sign-on/google');
    return (await it.post('/people/single-sign-on/google/test')).text;
  };

  test('says that the provider takes them', async () => {
    assert.match(await tested(), /The test went well/);
  });

  test('says that the secret is wrong', async () => {
    await filledIn(google, 'another secret');
    assert.match(await tested(), /does not take this client ID and secret together/);
  });

  test('says that the provider cannot be reached', async () => {
    network = () => Promise.reject(new TypeError('down'));
    assert.match(await tested(), /could not be reached/);
  });

  test('says that the clock is off', async () => {
    world.clock.advance({ minutes: 5 });
    assert.match(await tested(), /more than a minute apart/);
  });
});

async function events(): Promise<readonly { event: string; subject: string; data: string }[]> {
  const rows = await world.parts.store.reading.selectFrom('audit_event').selectAll().orderBy('seq').execute();
  return rows.map((row) => ({
    event: String(row['event']),
    subject: String(row['subject']),
    data: String(row['data']),
  }));
}
