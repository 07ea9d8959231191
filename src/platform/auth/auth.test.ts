import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';

import { makeGround, type Ground } from '../../../test/support/ground.ts';
import { Refused } from '../errors/errors.ts';
import { asId } from '../ids/ids.ts';
import { loadMachineKey, machineKey, sameText } from './machine-key.ts';
import { isKnownBad, KNOWN_BAD_PASSWORDS } from './known-bad-passwords.ts';
import { hashPassword, passwordMatches, passwordProblem } from './passwords.ts';
import { rateLimits, type Limit } from './rate-limits.ts';
import { countRefusal } from './refusal-counts.ts';
import { MOST_SESSIONS, webSessions } from './web-sessions.ts';

async function ground(t: TestContext): Promise<Ground> {
  const made = await makeGround();
  t.after(() => made.end());
  return made;
}

describe('passwords', () => {
  test('the one that was kept matches and no other does; two hashes of it differ', async () => {
    const [one, two] = [await hashPassword('kettle marble sunrise'), await hashPassword('kettle marble sunrise')];
    assert.notEqual(one, two);
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    assert.equal(await passwordMatches('kettle marble sunrise', one), true);
    assert.equal(await passwordMatches('Kettle marble sunrise', one), false);
    assert.equal(await passwordMatches('', one), false);
  });

  test('with no account, or something that is no hash, nothing matches', async () => {
    for (const stored of [undefined, '', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$AAAA$']) {
      assert.equal(await passwordMatches('', stored), false);
      assert.equal(await passwordMatches('anything', stored), false);
    }
  });

  test('the same letters typed in another Unicode form match', async () => {
    const kept = await hashPassword('caf\u00e9 marble sunrise');
    assert.equal(await passwordMatches('cafe\u0301 marble sunrise', kept), true);
  });

  const bad: [string, string, RegExp][] = [
    ['short', 'kettle marb', /12 characters or more/],
    ['long', 'a '.repeat(65), /128 characters or fewer/],
    ['known', 'password1234', /easy to guess/],
    ['known with digits around it', '123password456', /easy to guess/],
    ['from the list of breaches, which has no obvious pattern', 'unitedstates', /easy to guess/],
    ['known, with capitals, a year and signs', 'Elephant2026!', /easy to guess/],
    ['known, in another Unicode form', 'ｍａｎｃｈｅｓｔｅｒｕｎｉｔｅｄ', /easy to guess/],
    ['a date', '24.11.2026 24.11.2026', /number or a date/],
    ['a telephone number', '+44 (0)1632 960983', /number or a date/],
    ['the service and a word too short to count', 'Schoolgate school 7', /your name or the school/],
    ['one character', 'aaaaaaaaaaaaaaaa', /easy to guess/],
    ['two characters again and again', 'abababababab', /easy to guess/],
    ['a run', 'abcdefghijklmnop', /easy to guess/],
    ['their name and a year', 'Okafor-Okafor', /your name or the school/],
    ['the school’s name', 'hollybank2026', /your name or the school/],
  ];
  for (const [name, password, message] of bad) {
    test(`a new one is refused: ${name}`, () => {
      assert.match(passwordProblem(password, ['Ada Okafor', 'Hollybank Primary School']) ?? '', message);
    });
  }

  test('the list of known-bad ones has the hundred thousand commonest, whatever their letters’ case', () => {
    assert.ok(KNOWN_BAD_PASSWORDS >= 100_000);
    for (const password of ['TECUMSEH', 'unitedstates', 'qwertyuiop', 'iloveyou'])
      assert.ok(isKnownBad(password), password);
    for (const password of ['kettle marble sunrise', 'harbour lantern meadow'])
      assert.ok(!isKnownBad(password), password);
  });

  test('three unrelated words are taken, without capitals, digits or signs', () => {
    assert.equal(passwordProblem('kettle marble sunrise', ['Ada Okafor']), undefined);
    assert.equal(passwordProblem('otter-spoon', ['Sam Hill'], 6), undefined);
  });
});

describe('web sessions', () => {
  const person = asId<'person'>('00000000-0000-7000-8000-0000000000aa');

  test('last while they are used, end after half an hour without a page, and after twelve hours in any case', async (t) => {
    const on = await ground(t);
    const sessions = webSessions(on);
    const secret = await sessions.start(on.school, person, 'a browser');
    for (let page = 0; page < 28; page++) {
      on.clock.advance({ minutes: 25 });
      assert.equal((await sessions.find(secret))?.person, person);
    }
    // 11 hours 40 minutes have passed.
    on.clock.advance({ minutes: 19 });
    assert.ok((await sessions.find(secret)) !== undefined);
    on.clock.advance({ minutes: 1 });
    assert.equal(await sessions.find(secret), undefined, 'twelve hours are over');

    const idle = await sessions.start(on.school, person, 'a browser');
    on.clock.advance({ minutes: 30 });
    assert.equal(await sessions.find(idle), undefined, 'half an hour without a page');
  });

  test('half-way signed in last twenty minutes, used or not', async (t) => {
    const on = await ground(t);
    const sessions = webSessions(on);
    const half = await sessions.start(on.school, person, 'a browser', { stage: 'enrol', means: 'password' });
    on.clock.advance({ minutes: 19 });
    assert.equal((await sessions.find(half))?.stage, 'enrol');
    on.clock.advance({ minutes: 1 });
    assert.equal(await sessions.find(half), undefined);
  });

  test('are found by their secret alone, which is not what is kept', async (t) => {
    const on = await ground(t);
    const sessions = webSessions(on);
    const secret = await sessions.start(on.school, person, 'a browser');
    const rows = await on.store.reading.selectFrom('web_session').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(secret));
    for (const guess of ['', 'x', String(rows[0]?.['id_hash']), `${secret}x`]) {
      assert.equal(await sessions.find(guess), undefined);
    }
  });

  test('of one person are so many at most: one more ends that which was not used for longest, and nobody else’s', async (t) => {
    const on = await ground(t);
    const sessions = webSessions(on);
    const another = asId<'person'>('00000000-0000-7000-8000-0000000000bb');
    const theirs = await sessions.start(on.school, another, 'c');
    const half = await sessions.start(on.school, person, 'h', { stage: 'second-step', means: 'password' });
    const first = await sessions.start(on.school, person, 'first');
    on.clock.advance({ minutes: 1 });
    const second = await sessions.start(on.school, person, 'second');
    for (let n = 2; n < MOST_SESSIONS; n++) await sessions.start(on.school, person, 'more');
    on.clock.advance({ minutes: 2 });
    assert.ok((await sessions.find(first)) !== undefined, 'used just now');
    // Whoever knows a password alone begins what does not count here.
    for (let n = 0; n < MOST_SESSIONS; n++) {
      await sessions.start(on.school, person, 'h', { stage: 'second-step', means: 'password' });
    }
    assert.equal(await sessions.count(person), MOST_SESSIONS);
    assert.equal(await sessions.find(half), undefined, 'those are as many at most');
    await sessions.start(on.school, person, 'one more');
    assert.equal(await sessions.count(person), MOST_SESSIONS);
    assert.ok((await sessions.find(first)) !== undefined);
    assert.ok((await sessions.find(theirs)) !== undefined);
    for (let n = 0; n < MOST_SESSIONS - 2; n++) await sessions.start(on.school, person, 'more');
    assert.equal(await sessions.find(second), undefined);
  });

  test('end one by one and all at once, and are counted', async (t) => {
    const on = await ground(t);
    const sessions = webSessions(on);
    const [one, two] = [await sessions.start(on.school, person, 'a'), await sessions.start(on.school, person, 'b')];
    const other = await sessions.start(on.school, asId('00000000-0000-7000-8000-0000000000bb'), 'c');
    assert.equal(await sessions.count(person), 2);
    await sessions.end(one);
    assert.equal(await sessions.find(one), undefined);
    assert.equal(await sessions.count(person), 1);
    assert.equal(await sessions.endAll(person), 1);
    assert.equal(await sessions.find(two), undefined);
    assert.ok((await sessions.find(other)) !== undefined);
    on.clock.advance({ minutes: 31 });
    assert.equal(await sessions.count(asId('00000000-0000-7000-8000-0000000000bb')), 0, 'idle ones do not count');
  });
});

describe('rate limits', () => {
  const limit: Limit = { name: 'test', times: 3, seconds: 900 };
  const tooMany = (error: unknown) => error instanceof Refused && error.code === 'SG-TOO-MANY';

  test('let so many through in the window and begin again after it', async (t) => {
    const on = await ground(t);
    const limits = rateLimits(on);
    for (let n = 0; n < 3; n++) await limits.use(limit, 'a');
    await assert.rejects(limits.use(limit, 'a'), tooMany);
    await limits.use(limit, 'b');
    await limits.use({ ...limit, name: 'other' }, 'a');
    on.clock.advance({ seconds: 899 });
    await assert.rejects(limits.use(limit, 'a'), tooMany);
    on.clock.advance({ seconds: 1 });
    await limits.use(limit, 'a');
  });

  test('survive a restart, say how long to wait, and keep no name or address', async (t) => {
    const on = await ground(t);
    for (let n = 0; n < 3; n++) await rateLimits(on).use(limit, '10.0.0.1 sam.hill');
    on.clock.advance({ minutes: 5 });
    await assert.rejects(rateLimits(on).use(limit, '10.0.0.1 sam.hill'), /Wait 10 minutes/);
    const rows = await on.store.reading.selectFrom('rate_limit').selectAll().execute();
    assert.doesNotMatch(JSON.stringify(rows), /sam|10\.0/);
  });

  test('once used up are said without a write', async (t) => {
    const on = await ground(t);
    const limits = rateLimits(on);
    for (let n = 0; n < 3; n++) await limits.use(limit, 'a');
    await assert.rejects(limits.use(limit, 'a'), tooMany);
    const before = await on.store.reading.selectFrom('rate_limit').selectAll().execute();
    await assert.rejects(limits.use(limit, 'a'), tooMany);
    assert.deepEqual(await on.store.reading.selectFrom('rate_limit').selectAll().execute(), before);
  });

  test('are forgotten after a success', async (t) => {
    const on = await ground(t);
    const limits = rateLimits(on);
    for (let n = 0; n < 3; n++) await limits.use(limit, 'a');
    await limits.forget(limit, 'a');
    for (let n = 0; n < 3; n++) await limits.use(limit, 'a');
    await assert.rejects(limits.use(limit, 'a'), tooMany);
  });
});

test('refusals of people not signed in are counted by day and code', async (t) => {
  const on = await ground(t);
  await countRefusal(on.store, on.clock, 'SG-SIGN-IN');
  await countRefusal(on.store, on.clock, 'SG-SIGN-IN');
  on.clock.advance({ hours: 24 });
  await countRefusal(on.store, on.clock, 'SG-SIGN-IN');
  const rows = await on.store.reading.selectFrom('refusal_count').selectAll().orderBy('day').execute();
  assert.deepEqual(
    rows.map((row) => [String(row['day']), Number(row['seen'])]),
    [
      ['2026-11-23', 2],
      ['2026-11-24', 1],
    ],
  );
});

describe('the machine’s key', () => {
  test('is made once, readable by its owner only, and marks the same again after a restart', (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'schoolgate-key-'));
    t.after(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, 'keys', 'web.key');
    const mark = loadMachineKey(file).mark('form', 'browser');
    assert.ok(existsSync(file));
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(loadMachineKey(file).matches('form', 'browser', mark), true);
  });

  test('a mark holds for its own purpose and text only', () => {
    const key = machineKey(Buffer.alloc(32, 7));
    const mark = key.mark('form', 'browser');
    assert.equal(key.matches('form', 'browser', mark), true);
    assert.equal(key.matches('notice', 'browser', mark), false);
    assert.equal(key.matches('form', 'other', mark), false);
    assert.equal(key.matches('form', 'browser', `${mark}x`), false);
    assert.equal(machineKey(Buffer.alloc(32, 8)).matches('form', 'browser', mark), false);
    assert.equal(sameText('a', 'ab'), false);
  });
});

test('more sign-ins at once than can wait are asked to come again; those that wait are all answered', async () => {
  const tries = Array.from({ length: 203 }, () =>
    passwordMatches('wrong', '$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$AAAAAAAA'),
  );
  const ends = await Promise.allSettled(tries);
  assert.equal(ends.filter((end) => end.status === 'fulfilled').length, 202);
  const [refused] = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
  assert.match(refused ?? '', /Many people are signing in/);
  assert.equal(await passwordMatches('wrong', undefined), false);
});
