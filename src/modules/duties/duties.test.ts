import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { z } from 'zod';

import { allowed, type PersonActor } from '../../platform/access/access.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import type { Role } from '../../platform/access/roles.ts';
import { verifyChain } from '../../platform/audit/chain.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { nameCover } from '../people/index.ts';
import { actorFor, anAdult, aSchool, signedIn, worked } from '../people/testing.ts';
import type { Browser, Page } from '../../../test/support/browser.ts';
import { declaredDuties } from './declared/index.ts';
import { keepDuties } from './testing.ts';

let world: World;
let school: SchoolId;
let head: PersonId;
let lead: PersonId;
let dsl: PersonId;
let technician: PersonId;
let governor: PersonId;
let teacher: PersonId;

const adult = (role: Role, family: string): Promise<PersonId> => anAdult(world, school, { roles: [role], family });
const actor = (person: PersonId): Promise<PersonActor> => actorFor(world, school, person);
const browserOf = (person: PersonId): Promise<Browser> => signedIn(world, person, school);
const at = (text: string): void => {
  world.clock.set(Temporal.Instant.from(text));
};

interface Row {
  readonly duty: string;
  readonly key: string;
  readonly due: string;
  readonly state: string;
  readonly stage: number;
  readonly late: number | null;
  readonly way: string | null;
}

const rowsOf = async (duty?: string): Promise<Row[]> => {
  const all = world.store.reading.selectFrom('duty_occurrence').selectAll().orderBy('due_day').orderBy('period_key');
  const rows = await (duty === undefined ? all : all.where('duty', '=', duty)).execute();
  return rows.map((row) => ({
    duty: String(row['duty']),
    key: String(row['period_key']),
    due: String(row['due_day']),
    state: String(row['state']),
    stage: Number(row['stage']),
    late: row['days_late'] === null ? null : Number(row['days_late']),
    way: row['way'] === null ? null : String(row['way']),
  }));
};

/** The mails about duties that were queued, by their ids: kind and person. */
const mails = async (): Promise<Map<string, string>> => {
  const rows = await world.store.reading
    .selectFrom('mail_outbox')
    .select(['id', 'kind', 'person_id'])
    .where('kind', 'like', 'duty-%')
    .execute();
  return new Map(rows.map((row) => [String(row['id']), `${String(row['kind'])} ${nameOf(String(row['person_id']))}`]));
};
const nameOf = (id: string): string =>
  Object.entries({ head, lead, dsl, technician, governor, teacher }).find(([, person]) => person === id)?.[0] ?? id;

const versionIn = (page: Page): string => /name="version" value="(\d+)"/.exec(page.html)?.[1] ?? '';

/** Sends a form of a duty as its page has it. */
async function send(person: PersonId, path: string, fields: Record<string, string>): Promise<Page> {
  const browser = await browserOf(person);
  const form = await browser.get(path);
  if (form.status !== 200) return form;
  return browser.post(path, { version: versionIn(form), ...fields });
}
const done = (person: PersonId, path: string, on: string, words = 'It was done, and all was well.'): Promise<Page> =>
  send(person, path, { words, 'on-day': on.slice(8), 'on-month': on.slice(5, 7), 'on-year': on.slice(0, 4) });

const commandNamed = (name: string) => {
  const found = world.modules.flatMap((module) => module.commands).find((one) => one.name === name);
  assert.ok(found !== undefined, name);
  return found;
};

beforeEach(async () => {
  world = await makeWorld({ seed: 'duties' });
  school = await aSchool(world);
  head = await adult('head', 'Head');
  lead = await adult('lead', 'Lead');
  dsl = await adult('dsl', 'Dsl');
  technician = await adult('technician', 'Tech');
  governor = await adult('governor', 'Governor');
  teacher = await adult('staff', 'Teacher');
});
afterEach(() => world.end());

describe('what falls due', () => {
  it('is noted once for each period, however often the job runs, and nothing of before the school began', async () => {
    await keepDuties(world);
    const first = await rowsOf();
    assert.ok(first.length > 30);
    assert.deepEqual(
      first.filter((row) => row.due < '2026-11-24'),
      [],
    );
    await keepDuties(world);
    await Promise.all([keepDuties(world), keepDuties(world)]);
    assert.deepEqual(await rowsOf(), first);
    at('2026-12-01T09:00:00Z');
    await keepDuties(world);
    const later = await rowsOf();
    assert.equal(new Set(later.map((row) => `${row.duty} ${row.key}`)).size, later.length);
    assert.deepEqual(
      later.filter((row) => row.duty === 'contractor-visit').map((row) => `${row.key} ${row.due} ${row.state}`),
      ['2026-autumn-fortnight-7 2026-12-11 open'],
    );
    assert.equal((await verifyChain(world.store.reading, school)).ok, true);
  });
});

describe('what nobody noted for long', () => {
  it('is noted for sixty days back and no further, a hundred at a time until all is', async () => {
    await keepDuties(world);
    at('2027-03-01T09:00:00Z');
    await keepDuties(world);
    const nights = (await rowsOf('backup-check')).map((row) => row.key);
    assert.equal(nights.length, 61);
    assert.equal(nights[0], '2026-12-31');
    assert.equal(nights.at(-1), '2027-03-01');
    const rows = await rowsOf();
    assert.equal(new Set(rows.map((row) => `${row.duty} ${row.key}`)).size, rows.length);
  });
});

describe('what is past its time', () => {
  it('is a closed duty of seven years ago with its history, and never one that is open', async () => {
    await keepDuties(world);
    assert.equal((await done(lead, '/duties/half-termly-lesson/2026-autumn-2/do', '2026-11-23')).status, 303);
    const kept = world.modules.flatMap((module) => module.retention).find((one) => one.code === 'duties');
    const ask = query({
      name: 'test.past-its-time',
      input: z.object({ today: z.string() }),
      events: {},
      load: wholeSchool,
      policy: () => allowed,
      answer: async (db, { input }) =>
        (await kept?.due?.(db, { today: Temporal.PlainDate.from(input.today), most: 10 })) ?? [],
      leaves: 'It is a test.',
    });
    const on = async (today: string) => world.runner.ask(ask, await actor(head), { today });
    assert.deepEqual(await on('2033-12-17'), []);
    const found = await on('2033-12-18');
    assert.deepEqual(
      found.map((one) => `${one.what} ${one.parts.map((part) => part.table).join()}`),
      ['“Teach online safety this half term”, due on 2026-12-18 duty_change'],
    );
  });
});

describe('a duty', () => {
  beforeEach(() => keepDuties(world));

  it('is done with words and a file, in time or late, and stands in its history with who wrote it', async () => {
    at('2026-11-27T15:00:00Z');
    const early = await done(technician, '/duties/image-clear-down/week-2026-11-16/do', '2026-11-27');
    assert.equal(early.status, 404, 'nothing is asked of the week before');
    assert.equal((await done(technician, '/duties/image-clear-down/week-2026-11-23/do', '2026-11-27')).status, 303);
    at('2026-12-04T15:00:00Z');
    await keepDuties(world);
    const path = '/duties/image-clear-down/week-2026-11-30/do';
    assert.match((await done(technician, path, '2026-12-05')).text, /must be today or earlier/);
    assert.match((await done(technician, path, '2026-11-29')).text, /must be in this period/);
    assert.match((await done(technician, path, '2026-12-04', '')).text, /Enter what was done/);
    assert.equal((await done(technician, path, '2026-12-04', 'Both tablets of Oak class.')).status, 303);
    assert.equal((await done(technician, path, '2026-12-04')).status, 422, 'nobody records it twice');
    at('2026-12-14T09:00:00Z');
    await keepDuties(world);
    assert.equal((await done(technician, '/duties/image-clear-down/week-2026-12-07/do', '2026-12-14')).status, 303);
    assert.deepEqual(
      (await rowsOf('image-clear-down')).map(({ key, state, late, way }) => ({ key, state, late, way })),
      [
        { key: 'week-2026-11-23', state: 'done', late: 0, way: 'words' },
        { key: 'week-2026-11-30', state: 'done', late: 0, way: 'words' },
        { key: 'week-2026-12-07', state: 'done', late: 3, way: 'words' },
        { key: 'week-2026-12-14', state: 'open', late: null, way: null },
      ],
    );
    const page = await (await browserOf(head)).get('/duties/image-clear-down');
    assert.match(
      page.text,
      /Week of 7 December 2026 Done late Due on 11 December 2026, done on 14 December 2026 \(3 days late\)/,
    );
    assert.match(page.text, /Recorded as done by .*Tech.*: Both tablets of Oak class\./);
    const progress = await (await browserOf(governor)).get('/duties/image-clear-down');
    assert.equal(progress.status, 200);
    assert.doesNotMatch(progress.text, /tablets of Oak/);
    assert.equal((await (await browserOf(teacher)).get('/duties/image-clear-down')).status, 403);
  });

  it('keeps a file that its owner adds, and opens it for who may read it', async () => {
    const path = '/duties/policy-review/2026/do';
    const browser = await browserOf(head);
    const form = await browser.get(path);
    const fields = { version: versionIn(form), words: 'Agreed.', 'on-day': '23', 'on-month': '11', 'on-year': '2026' };
    const large = await browser.postFile(path, fields, {
      field: 'file',
      name: 'a.txt',
      bytes: Buffer.alloc(20_000_001, 'x'),
    });
    assert.equal(large.status, 422);
    assert.match(large.text, /must be 20 MB or smaller/);
    const sent = await browser.postFile(path, fields, { field: 'file', name: 'Minutes.txt', bytes: 'Item 4' });
    assert.equal(sent.status, 303);
    const shown = await browser.follow();
    const href = /href="(\/duties\/policy-review\/2026\/files\/[^"]+)"/.exec(shown.html)?.[1] ?? '';
    assert.equal((await browser.get(href)).html, 'Item 4');
    assert.equal((await (await browserOf(lead)).get(href)).status, 200);
    for (const other of [governor, dsl, teacher]) assert.equal((await (await browserOf(other)).get(href)).status, 403);
    assert.deepEqual(
      (await rowsOf('policy-review')).map((row) => row.way),
      ['file'],
    );
  });

  it('of a short period makes good the older ones of it, and a term’s does not', async () => {
    at('2026-12-18T12:00:00Z');
    await keepDuties(world);
    assert.equal((await done(technician, '/duties/image-clear-down/week-2026-12-14/do', '2026-12-18')).status, 303);
    assert.deepEqual(
      (await rowsOf('image-clear-down')).map((row) => `${row.state} ${String(row.late)}`),
      ['done 21', 'done 14', 'done 7', 'done 0'],
    );
    at('2027-02-12T12:00:00Z');
    await keepDuties(world);
    assert.equal((await done(lead, '/duties/half-termly-lesson/2026-spring-1/do', '2027-02-12')).status, 303);
    assert.deepEqual(
      (await rowsOf('half-termly-lesson')).map((row) => row.state),
      ['open', 'done'],
    );
  });

  it('is waived by head or lead with a reason, never by whoever has it, and can be reopened', async () => {
    const path = '/duties/cctv-check/2026-autumn-2';
    assert.equal((await send(technician, `${path}/waive`, { reason: 'No time.' })).status, 403);
    // Nobody is the office, so the lead has it: it is the head who may waive it.
    assert.equal((await send(lead, `${path}/waive`, { reason: 'No time.' })).status, 403);
    assert.match((await send(head, `${path}/waive`, { reason: '' })).text, /Enter the reason/);
    assert.equal((await send(head, `${path}/waive`, { reason: 'The cameras are being replaced.' })).status, 303);
    assert.deepEqual(
      (await rowsOf('cctv-check')).map((row) => row.state),
      ['waived'],
    );
    assert.match(
      (await (await browserOf(lead)).get('/duties/cctv-check')).text,
      /Waived by .*Head.*: The cameras are being replaced\./,
    );
    assert.equal((await send(lead, `${path}/reopen`, { reason: 'They came early.' })).status, 403);
    assert.equal((await send(head, `${path}/reopen`, { reason: 'They came early.' })).status, 303);
    assert.deepEqual(
      (await rowsOf('cctv-check')).map((row) => row.state),
      ['open'],
    );
    assert.equal((await send(head, '/duties/policy-review/2026/waive', { reason: 'Mine.' })).status, 403);
  });

  it('goes with the post: whoever covers has it while it lasts, and whoever follows in it after', async () => {
    at('2026-12-11T09:00:00Z');
    await keepDuties(world);
    const first = '/duties/weekly-monitoring-report/week-2026-11-30/do';
    assert.equal((await done(dsl, first, '2026-12-11')).status, 303);
    const path = '/duties/weekly-monitoring-report/week-2026-12-07/do';
    assert.equal((await (await browserOf(teacher)).get(path)).status, 403);
    worked(
      await world.runner.run(nameCover, await actor(dsl), {
        holder: dsl,
        role: 'dsl',
        person: teacher,
        from: '2026-12-11',
        last: '2026-12-14',
      }),
    );
    assert.match(
      (await (await browserOf(teacher)).get('/duties')).text,
      /Due Review the week’s monitoring by 11 December 2026/,
    );
    assert.equal((await done(teacher, path, '2026-12-11')).status, 303);
    at('2026-12-18T09:00:00Z');
    await keepDuties(world);
    const next = '/duties/weekly-monitoring-report/week-2026-12-14/do';
    assert.equal((await (await browserOf(teacher)).get(next)).status, 403);
    // A post without rights, held by somebody with another role.
    worked(
      await world.runner.run(commandNamed('people.give-post'), await actor(head), {
        person: teacher,
        post: 'bursar',
        from: '2026-12-18',
      }),
    );
    assert.match((await (await browserOf(teacher)).get('/duties')).text, /Review licences/);
    assert.doesNotMatch((await (await browserOf(lead)).get('/')).text, /Review licences/);
  });

  it('is told of in order: whoever has it before and when it is late, then the lead, then the head; each once', async () => {
    const seen = new Set<string>();
    const look = async (): Promise<string[]> => {
      await keepDuties(world);
      await keepDuties(world);
      const fresh = [...(await mails())].filter(([id]) => !seen.has(id));
      for (const [id] of fresh) seen.add(id);
      return fresh.map(([, words]) => words).sort();
    };
    // Only one duty is left to look at: the others are not for this school.
    await notForThisSchool(declaredDuties.map((one) => one.code).filter((code) => code !== 'website-check'));
    await look();
    at('2026-12-07T09:00:00Z');
    assert.deepEqual(await look(), []);
    at('2026-12-08T09:00:00Z');
    assert.deepEqual(await look(), ['duty-soon lead'], 'ten days before, to the lead: nobody is the office');
    const office = await adult('office', 'Office');
    at('2026-12-18T23:00:00Z');
    assert.deepEqual(await look(), []);
    at('2026-12-19T09:00:00Z');
    assert.deepEqual(
      (await look()).map((one) => one.replace(office, 'office')),
      ['duty-overdue office'],
    );
    at('2026-12-25T09:00:00Z');
    assert.deepEqual(await look(), ['duty-passed-up lead']);
    assert.match((await (await browserOf(lead)).get('/')).text, /1 duty of colleagues has been overdue/);
    assert.doesNotMatch((await (await browserOf(head)).get('/')).text, /of colleagues/);
    at('2027-01-01T09:00:00Z');
    assert.deepEqual(await look(), ['duty-passed-up head']);
    assert.match((await (await browserOf(head)).get('/')).text, /1 duty of colleagues has been overdue/);
    assert.match((await (await browserOf(governor)).get('/duties')).text, /1 overdue/);
    at('2027-01-03T09:00:00Z');
    assert.deepEqual(await look(), []);
  });

  it('falls due as often as the school sets, to whom it sets, with the reason; what was open before is asked no more', async () => {
    const path = '/duties/website-check/change';
    assert.equal((await send(technician, path, {})).status, 403);
    assert.match(
      (await send(head, path, { period: 'daily', owner: 'head', applies: 'yes', reason: 'x' })).text,
      /Choose how often/,
    );
    const fields = { period: 'weekly', owner: 'technician', applies: 'yes', reason: 'We publish every day.' };
    assert.equal((await send(lead, path, fields)).status, 303);
    at('2026-12-01T09:00:00Z');
    await keepDuties(world);
    assert.deepEqual(
      (await rowsOf('website-check')).map((row) => `${row.key} ${row.state}`),
      ['week-2026-11-23 open', 'week-2026-11-30 open', '2026-autumn-2 not-applicable'],
    );
    const page = await (await browserOf(technician)).get('/duties/website-check');
    assert.match(page.text, /Every school week \(as the school set it\)/);
    assert.match(page.text, /We publish every day\./);
  });

  it('that is overdue is not got rid of by whoever has it, with another period; the headteacher may change it', async () => {
    const path = '/duties/lead-dsl-meeting/change';
    at('2026-12-21T09:00:00Z');
    await keepDuties(world);
    const fields = { period: 'annual', owner: 'as-delivered', applies: 'yes', reason: 'Once a year will do.' };
    const own = await send(lead, path, fields);
    assert.equal(own.status, 422);
    assert.match(own.text, /This duty of yours is overdue/);
    assert.deepEqual(
      (await rowsOf('lead-dsl-meeting')).map((row) => row.state),
      ['open'],
    );
    assert.equal((await send(head, path, fields)).status, 303);
  });

  it('rests on the school’s own term dates once they are entered, and what was open moves with them', async () => {
    assert.equal((await (await browserOf(teacher)).get('/school/terms')).status, 403);
    const browser = await browserOf(lead);
    assert.match((await browser.get('/school/terms')).text, /Our guess until you confirm it/);
    assert.match((await browser.get('/')).text, /term dates of 2026 to 2027 are our guess/);
    const form = await browser.get('/school/terms/2026');
    const fields = termFields({ autumnTo: '2026-12-16' });
    const wrong = await browser.post('/school/terms/2026', {
      version: versionIn(form),
      ...termFields({ autumnTo: '2026-10-01' }),
    });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /The last day of the autumn term must be after the last day of the half-term holiday/);
    assert.equal((await browser.post('/school/terms/2026', { version: versionIn(form), ...fields })).status, 303);
    assert.equal((await browser.post('/school/terms/2026', { version: versionIn(form), ...fields })).status, 422);
    assert.match((await browser.get('/school/terms')).text, /2026 to 2027 Confirmed by the school/);
    assert.doesNotMatch((await browser.get('/')).text, /are our guess/);
    await keepDuties(world);
    assert.deepEqual(
      (await rowsOf('half-termly-lesson')).map((row) => row.due),
      ['2026-12-16'],
    );
    assert.equal((await rowsOf('half-termly-lesson')).length, 1);
  });
});

/** The guessed days of 2026 to 2027, with some changed, as the form sends them. */
function termFields(changes: Record<string, string>): Record<string, string> {
  const days: Record<string, string> = {
    autumnFrom: '2026-09-01',
    autumnBreakFrom: '2026-10-26',
    autumnBreakTo: '2026-10-30',
    autumnTo: '2026-12-18',
    springFrom: '2027-01-04',
    springBreakFrom: '2027-02-15',
    springBreakTo: '2027-02-19',
    springTo: '2027-03-25',
    summerFrom: '2027-04-12',
    summerBreakFrom: '2027-05-31',
    summerBreakTo: '2027-06-04',
    summerTo: '2027-07-21',
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(days).flatMap(([name, day]) => [
      [`${name}-day`, day.slice(8)],
      [`${name}-month`, day.slice(5, 7)],
      [`${name}-year`, day.slice(0, 4)],
    ]),
  );
}

/** The school says of these duties that they do not apply: the head of others', the lead of the head's. */
async function notForThisSchool(duties: readonly string[]): Promise<void> {
  const change = commandNamed('duties.change-duty');
  for (const code of new Set(duties)) {
    const input = {
      code,
      period: 'as-delivered',
      owner: 'as-delivered',
      applies: 'no',
      reason: 'For the test.',
      version: '0',
    };
    const byHead = await world.runner.run(change, await actor(head), input);
    if (!byHead.ok) worked(await world.runner.run(change, await actor(lead), input));
  }
}
