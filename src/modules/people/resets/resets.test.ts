import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { openBrowser, type Browser } from '../../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type PersonId, type SchoolId } from '../../../platform/ids/ids.ts';
import { actorFor, ADULT_PASSWORD, aLogIn, anAdult, aSchool, signedIn, worked } from '../testing.ts';
import { anAuthenticator } from '../second-factor/testing.ts';
import { askReset } from './commands/ask-reset.ts';
import { wishReset } from './commands/wish-reset.ts';
import { helpWithSigningIn } from './duties.ts';

const NEW_PASSWORD = 'harbour violet lantern';

let world: World;
let school: SchoolId;
let head: PersonId;
let dsl: PersonId;
let technician: PersonId;
let teacher: PersonId;

beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
  head = await anAdult(world, school, { roles: ['head'], given: 'Hanna', email: 'head@school.example' });
  dsl = await anAdult(world, school, { roles: ['dsl'], given: 'Dana', email: 'dsl@school.example' });
  technician = await anAdult(world, school, { roles: ['technician'], given: 'Tom', email: 'it@school.example' });
  teacher = await anAdult(world, school, { roles: ['staff'], given: 'Alex', email: 'alex@school.example' });
  await aLogIn(world, school, teacher, { name: 'alex@school.example', password: ADULT_PASSWORD });
  await aLogIn(world, school, head, { name: 'head@school.example', password: ADULT_PASSWORD });
});
afterEach(() => world.end());

const as = (person: PersonId): Promise<Browser> => confirmed(person);

/** A browser whose person showed just now that it is they, as these pages ask. */
async function confirmed(person: PersonId): Promise<Browser> {
  const browser = await signedIn(world, person, school);
  await world.store.transaction((db) =>
    db.updateTable('web_session').set({ confirmed_at: world.clock.now().toString() }).execute(),
  );
  return browser;
}

async function ask(by: Browser, person: PersonId, given: { what?: string; way?: string } = {}) {
  await by.get(`/people/${person}/reset`);
  return by.post(`/people/${person}/reset`, { what: given.what ?? 'password', way: given.way ?? 'person' });
}

const linkIn = (html: string): string => /\/reset\/[\w-]{40,}/.exec(html)?.[0] ?? '';
const codeIn = (html: string): string => /<strong>([A-Z]{5}-[A-Z]{5})<\/strong>/.exec(html)?.[1] ?? '';
const confirmPath = (html: string): string => /action="(\/people\/resets\/[\w-]+\/confirm)"/.exec(html)?.[1] ?? '';

/** Uses a link as its owner does. */
async function use(link: string, given: { code?: string; password?: string } = {}) {
  const browser = openBrowser(world.web);
  const start = await browser.get(link);
  await browser.post(link);
  const end = await browser.post(link, {
    step: 'choose',
    code: given.code ?? '',
    password: given.password ?? NEW_PASSWORD,
  });
  return { browser, start, end };
}

async function signsIn(name: string, password: string): Promise<boolean> {
  const browser = openBrowser(world.web);
  await browser.get('/sign-in');
  return (await browser.post('/sign-in', { name, password })).status === 303;
}

async function mailsTo(address: string): Promise<readonly string[]> {
  const rows = await world.store.reading.selectFrom('mail_outbox').select(['to_address', 'kind']).execute();
  return rows.filter((row) => row['to_address'] === address).map((row) => String(row['kind']));
}

async function trail(): Promise<readonly string[]> {
  const rows = await world.store.reading.selectFrom('audit_event').select('event').orderBy('seq').execute();
  return rows.map((row) => String(row['event'])).filter((event) => event.startsWith('reset-'));
}

describe('a reset for most staff', () => {
  test('is one link from one authorised person, that works once, and its owner is told', async () => {
    const page = await ask(await as(technician), teacher);
    assert.equal(page.status, 200);
    const link = linkIn(page.html);
    assert.deepEqual(await mailsTo('alex@school.example'), ['reset-asked']);
    const { start, end } = await use(link);
    assert.match(start.text, /A new way in/);
    assert.doesNotMatch(start.html, /type="password"/);
    assert.equal(end.status, 303);
    assert.deepEqual(await mailsTo('alex@school.example'), ['reset-asked', 'account-changed']);
    assert.equal(await signsIn('alex@school.example', NEW_PASSWORD), true);
    assert.equal(await signsIn('alex@school.example', ADULT_PASSWORD), false);
    assert.equal((await openBrowser(world.web).get(link)).status, 404);
    assert.deepEqual(await trail(), ['reset-asked', 'reset-used']);
  });

  test('ends every session of its owner', async () => {
    const before = await signedIn(world, teacher, school);
    await use(linkIn((await ask(await as(technician), teacher)).html));
    assert.equal((await before.get('/account')).status, 303);
  });

  test('of the password leaves the second step in place: the new password alone does not lead in', async () => {
    const phone = await anAuthenticator(world, school, teacher);
    await use(linkIn((await ask(await as(technician), teacher)).html));
    const browser = openBrowser(world.web);
    await browser.get('/sign-in');
    const half = await browser.post('/sign-in', { name: 'alex@school.example', password: NEW_PASSWORD });
    assert.equal(half.location, '/sign-in/second-step');
    assert.match((await browser.get('/account')).location ?? '', /^\/sign-in/);
    world.clock.advance({ minutes: 2 });
    await browser.get('/sign-in/second-step');
    const answer = await browser.post('/sign-in/second-step', { code: phone.code(world.clock.now()) });
    assert.equal(answer.location, '/');
  });

  test('can go by mail, and then nobody here sees the link', async () => {
    const page = await ask(await as(technician), teacher, { way: 'mail' });
    assert.equal(linkIn(page.html), '');
    assert.deepEqual(await mailsTo('alex@school.example'), ['reset-link']);
  });

  test('is over after a day, or when somebody stops it', async () => {
    const link = linkIn((await ask(await as(technician), teacher)).html);
    world.clock.advance({ hours: 24 });
    assert.equal((await openBrowser(world.web).get(link)).status, 404);
    const by = await as(technician);
    const second = linkIn((await ask(by, teacher)).html);
    const list = await by.get('/people/resets');
    await by.post(/action="(\/people\/resets\/[\w-]+\/cancel)"/.exec(list.html)?.[1] ?? '');
    assert.equal((await openBrowser(world.web).get(second)).status, 404);
  });

  test('that nobody used in time is shown so for a week, with nothing to press, and stands in the way of no other', async () => {
    const by = await as(technician);
    await ask(by, teacher);
    assert.match((await by.get('/people/resets')).text, /Link is out/);
    world.clock.advance({ hours: 25 });
    const page = await (await as(technician)).get('/people/resets');
    assert.match(page.text, /Alex[^]*Not used in time[^]*It does not count any more/);
    assert.doesNotMatch(page.html, /\/cancel"|\/confirm"|Link is out/);
    assert.match((await ask(await as(technician), teacher)).html, /\/reset\//, 'another is made');
    world.clock.advance({ hours: 9 * 24 });
    assert.match((await (await as(technician)).get('/people/resets')).text, /Who needs a new way in appears here/);
  });

  test('costs the home page and the list no more queries when there are many', async () => {
    const asked = async (): Promise<number> => {
      let queries = 0;
      const counting = world.store.reading.withPlugin({
        transformQuery: ({ node }) => {
          queries += 1;
          return node;
        },
        transformResult: ({ result }) => Promise.resolve(result),
      });
      const actor = await actorFor(world, school, technician);
      const lines = await helpWithSigningIn.linesFor(readHandle(counting, school), actor, { now: world.clock.now() });
      assert.equal(lines.length, 1);
      return queries;
    };
    const wishes = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) {
        const person = await anAdult(world, school, { roles: ['staff'], given: 'Robin' });
        const visitor = { kind: 'visitor', school, request: asId<'request'>('test') } as const;
        worked(await world.runner.run(wishReset, visitor, { person }));
      }
    };
    await wishes(1);
    const few = await asked();
    await wishes(6);
    assert.equal(await asked(), few);
    assert.equal((await (await as(technician)).get('/people/resets')).html.match(/Help Robin/g)?.length, 7);
  });

  test('keeps neither the link nor its secret', async () => {
    const link = linkIn((await ask(await as(technician), teacher)).html).slice('/reset/'.length);
    for (const table of ['account_reset', 'audit_event', 'mail_outbox']) {
      const rows = await world.store.reading.selectFrom(table).selectAll().execute();
      assert.ok(!JSON.stringify(rows).includes(link), table);
    }
  });

  test('refuses a weak password and spends nothing', async () => {
    const link = linkIn((await ask(await as(technician), teacher)).html);
    const { end } = await use(link, { password: 'short' });
    assert.equal(end.status, 422);
    assert.equal((await use(link)).end.status, 303);
  });

  test('is not for the office, nor for somebody else’s account of their own', async () => {
    const office = await anAdult(world, school, { roles: ['office'], given: 'Olga' });
    assert.equal((await (await as(office)).get(`/people/${teacher}/reset`)).status, 403);
    assert.equal((await (await as(technician)).get(`/people/${technician}/reset`)).status, 403);
  });
});

describe('a reset for a key post', () => {
  async function asked(): Promise<string> {
    const page = await ask(await as(technician), head, { what: 'both' });
    assert.equal(linkIn(page.html), '');
    return codeIn(page.html);
  }
  async function confirmedBy(person: PersonId): Promise<string> {
    const by = await as(person);
    const path = confirmPath((await by.get('/people/resets')).html);
    return linkIn((await by.post(path)).html);
  }

  test('takes two: a code from who asked, a link from who confirmed, and neither works alone', async () => {
    const code = await asked();
    assert.match(code, /^[A-Z]{5}-[A-Z]{5}$/);
    const link = await confirmedBy(dsl);
    assert.notEqual(link, '');
    const without = await use(link);
    assert.equal(without.end.status, 422);
    assert.match(without.end.text, /This is not the code/);
    assert.equal(await signsIn('head@school.example', ADULT_PASSWORD), true);
    const { end } = await use(link, { code: code.toLowerCase().replace('-', ' ') });
    assert.equal(end.status, 303);
    // The headteacher's role needs a second step: a new one is set up before anything else.
    assert.match(end.location ?? '', /\/sign-in\/authenticator/);
    assert.equal(await signsIn('head@school.example', NEW_PASSWORD), true);
    assert.deepEqual(await trail(), ['reset-asked', 'reset-confirmed', 'reset-used']);
  });

  test('tells the owner and those who can confirm at once, and the other key holders when it is done', async () => {
    const chair = await anAdult(world, school, { roles: ['chair'], email: 'chair@home.example' });
    assert.ok(chair);
    const code = await asked();
    assert.deepEqual(await mailsTo('head@school.example'), ['reset-asked']);
    assert.deepEqual(await mailsTo('chair@home.example'), ['second-holder-wanted']);
    await use(await confirmedBy(dsl), { code });
    assert.deepEqual(await mailsTo('chair@home.example'), [
      'second-holder-wanted',
      'reset-confirmed',
      'reset-confirmed',
    ]);
    assert.deepEqual(await mailsTo('head@school.example'), ['reset-asked', 'reset-asked', 'account-changed']);
  });

  test('cannot be confirmed by who asked, by whom it is for, or by IT support alone', async () => {
    await ask(await as(dsl), head);
    const other = await anAdult(world, school, { roles: ['technician'], given: 'Tara' });
    for (const person of [dsl, head]) {
      const by = await as(person);
      const list = await by.get('/people/resets');
      assert.equal(confirmPath(list.html), '');
      const id = /\/people\/resets\/([\w-]+)\/cancel/.exec(list.html)?.[1] ?? '';
      assert.equal((await by.post(`/people/resets/${id}/confirm`)).status, 403);
    }
    assert.notEqual(await confirmedBy(other), '', 'a technician is the second when a key holder asked');
    const by = await as(technician);
    await by.get('/people/resets');
    await ask(by, dsl);
    assert.equal(confirmPath((await (await as(other)).get('/people/resets')).html), '');
  });

  test('does not count when nobody confirms it within a day', async () => {
    await asked();
    const by = await as(dsl);
    const path = confirmPath((await by.get('/people/resets')).html);
    world.clock.advance({ hours: 24 });
    const later = await as(dsl);
    assert.equal(confirmPath((await later.get('/people/resets')).html), '');
    await later.post(path);
    assert.match((await later.follow()).text, /A day is over/);
  });

  test('gives five tries for the code', async () => {
    await asked();
    const link = await confirmedBy(dsl);
    for (let n = 0; n < 5; n++) assert.equal((await use(link, { code: 'AAAAA-AAAAA' })).end.status, 422);
    assert.equal((await use(link, { code: 'AAAAA-AAAAA' })).end.status, 429);
  });

  test('stands on the home page of who can confirm it', async () => {
    await asked();
    assert.match((await (await as(dsl)).get('/')).text, /A new way in waits for you to confirm it/);
    assert.doesNotMatch((await (await as(technician)).get('/')).text, /waits for you to confirm/);
  });

  test('asked for by the command line waits for a second key holder, whatever the post', async () => {
    const outcome = await world.runner.run(askReset, world.commandLine(school), {
      person: teacher,
      what: 'both',
      way: 'person',
    });
    assert.equal(worked(outcome).kind, 'waiting');
    assert.notEqual(await confirmedBy(head), '');
  });

  test('is refused where nobody else could confirm it', async () => {
    const small = await makeWorld({ seed: 'small' });
    const alone = await aSchool(small);
    const only = await anAdult(small, alone, { roles: ['head'], email: 'head@small.example' });
    const outcome = await small.runner.run(askReset, small.commandLine(alone), {
      person: only,
      what: 'both',
      way: 'person',
    });
    await small.end();
    assert.ok(!outcome.ok);
    assert.match(outcome.errors[0]?.message ?? '', /Nobody else here could confirm it/);
  });
});

describe('asking for help on the sign-in page', () => {
  const wish = async (name: string) => {
    const browser = openBrowser(world.web);
    await browser.get('/sign-in/forgotten');
    return browser.post('/sign-in/forgotten', { name });
  };
  const wishes = async (): Promise<number> => (await trail()).filter((event) => event === 'reset-wished').length;
  /** The page does not wait for it, so the test does. */
  async function wished(count: number): Promise<void> {
    for (let n = 0; n < 500 && (await wishes()) < count; n++) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await wishes(), count);
  }

  test('answers the same whether or not there is such an account', async () => {
    const [known, unknown] = [await wish('alex@school.example'), await wish('nobody@school.example')];
    assert.equal(known.status, unknown.status);
    assert.equal(known.text, unknown.text);
    await wished(1);
  });

  test('puts a line before those who can help; what they make closes it', async () => {
    await wish('Alex@school.example');
    await wished(1);
    const by = await as(technician);
    assert.match((await by.get('/')).text, /Somebody asks for help with signing in/);
    assert.match((await by.get('/people/resets')).text, /Help Alex/);
    await ask(by, teacher);
    assert.doesNotMatch((await by.get('/')).text, /asks for help with signing in/);
  });

  test('for a key post still takes two', async () => {
    await wish('head@school.example');
    await wished(1);
    const page = await ask(await as(technician), head);
    assert.equal(linkIn(page.html), '');
    assert.notEqual(codeIn(page.html), '');
  });

  test('asked again and again leaves one line and one mail', async () => {
    await wish('alex@school.example');
    await wished(1);
    for (let n = 0; n < 5; n++) assert.equal((await wish('alex@school.example')).status, 200);
    await wished(1);
    assert.deepEqual(await mailsTo('it@school.example'), ['reset-wished']);
  });
});
