import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { verifyChain } from '../../platform/audit/chain.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { nameCover } from '../people/index.ts';
import { givePost } from '../people/posts/give-post.ts';
import { actorFor, anAdult, aSchool, signedIn, worked } from '../people/testing.ts';
import type { Browser, Page } from '../../../test/support/browser.ts';
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

const mails = async (): Promise<string[]> => {
  const rows = await world.store.reading.selectFrom('mail_outbox').select(['kind', 'person_id']).execute();
  return rows.map((row) => `${String(row['kind'])} ${nameOf(String(row['person_id']))}`).sort();
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
