import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import { allowed } from '../../platform/access/access.ts';
import { actorFor, anAdult, aSchool, worked } from '../people/testing.ts';
import type { Evidence } from '../module.ts';
import { z } from 'zod';
import { aDraft } from '../policy/documents/testing.ts';
import { aPolicy } from '../policy/testing.ts';
import { declaredDuties } from './declared/index.ts';
import { keepDuties } from './testing.ts';

let world: World;
let school: SchoolId;
let head: PersonId;
let lead: PersonId;
let dsl: PersonId;

const at = (text: string): void => {
  world.clock.set(Temporal.Instant.from(text));
};

/** What a duty's control shows now. */
async function evidence(code: string): Promise<Evidence> {
  const control = world.modules.flatMap((module) => module.controls).find((one) => one.code === `duty-${code}`);
  assert.ok(control !== undefined);
  const ask = query({
    name: 'test.evidence',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: () => allowed,
    answer: (db, { now }) => control.evidence(db, { now }),
    leaves: 'It is a test.',
  });
  return world.runner.ask(ask, await actorFor(world, school, head), {});
}
const said = async (code: string): Promise<string> => {
  const { state, kind, figure } = await evidence(code);
  return `${state} ${kind}: ${figure}`;
};

async function run(by: PersonId, name: string, input: Record<string, unknown>): Promise<void> {
  const command = world.modules.flatMap((module) => module.commands).find((one) => one.name === name);
  assert.ok(command !== undefined);
  worked(await world.runner.run(command, await actorFor(world, school, by), input));
}

/** A backup of the night, put in place as the machinery of backups does. */
async function aBackup(when: string): Promise<string> {
  const id = world.ids.next();
  await world.store.transaction((db) =>
    db
      .insertInto('backup_run')
      .values({
        id,
        school_id: school,
        asked_by: 'job',
        asked_at: when,
        state: 'verified',
        started_at: when,
        ended_at: when,
        file: '/b/1',
        bytes: 1,
        sha256: 'x',
        keys: '[]',
        parts_done: 1,
        parts: 1,
      })
      .execute(),
  );
  return id;
}

beforeEach(async () => {
  world = await makeWorld({ seed: 'duty-controls' });
  school = await aSchool(world);
  head = await anAdult(world, school, { roles: ['head'], family: 'Head' });
  lead = await anAdult(world, school, { roles: ['lead'], family: 'Lead' });
  dsl = await anAdult(world, school, { roles: ['dsl'], family: 'Dsl' });
  await keepDuties(world);
});
afterEach(() => world.end());

describe('the control of a duty', () => {
  it('is there for every duty, and says nothing good before anything was done', async () => {
    for (const { code } of declaredDuties) {
      const { state, kind } = await evidence(code);
      assert.deepEqual([code, state, kind], [code, 'no-data', 'nothing-yet']);
    }
    assert.equal(await said('half-termly-lesson'), 'no-data nothing-yet: First due on 18 December 2026');
    assert.equal(await said('password-change'), 'no-data nothing-yet: It has not fallen due yet');
  });

  it('covers nothing while nobody looks after duties: that none has fallen due is not known', async () => {
    const other = await aSchool(world);
    const control = world.modules.flatMap((module) => module.controls).find(({ code }) => code === 'duty-backup-check');
    const shown = await control?.evidence(readHandle(world.store.reading, other), { now: world.clock.now() });
    assert.deepEqual([shown?.kind, shown?.figure], ['not-covered', 'Duties are not looked after yet']);
  });

  it('is self-reported when somebody said so, and out of date when the next was not done in time', async () => {
    await run(lead, 'duties.do-duty', {
      code: 'half-termly-lesson',
      key: '2026-autumn-2',
      words: 'All classes.',
      on: '2026-11-23',
      version: '1',
    });
    assert.equal(await said('half-termly-lesson'), 'met self-reported: Done on 23 November 2026: written down');
    at('2027-02-15T09:00:00Z');
    await keepDuties(world);
    assert.equal(
      await said('half-termly-lesson'),
      'not-met out-of-date: Overdue since 12 February 2027, last done on 23 November 2026',
    );
    assert.equal(await said('rules-reminder'), 'not-met not-covered: Overdue since 18 December 2026');
  });

  it('is never met by being waived, and says where the school says that it does not apply', async () => {
    await run(head, 'duties.waive-duty', {
      code: 'half-termly-lesson',
      key: '2026-autumn-2',
      reason: 'Flood.',
      version: '1',
    });
    assert.equal(await said('half-termly-lesson'), 'no-data out-of-date: Waived for the period to 18 December 2026');
    await run(head, 'duties.change-duty', {
      code: 'cctv-check',
      period: 'as-delivered',
      owner: 'as-delivered',
      applies: 'no',
      reason: 'No cameras.',
      version: '0',
    });
    assert.equal(await said('cctv-check'), 'no-data self-reported: The school says that this does not apply to it');
  });

  it('is measured when the program saw it, names what saw it, and is out of date once that is gone', async () => {
    at('2026-11-24T23:00:00Z');
    await keepDuties(world);
    const id = await aBackup('2026-11-24T02:00:00.000Z');
    await keepDuties(world);
    assert.equal(
      await said('backup-check'),
      'met measured: Done on 24 November 2026: a backup was taken, read back and compared, seen by the nightly backup',
    );
    await world.store.transaction((db) => db.deleteFrom('backup_run').where('id', '=', id).execute());
    assert.equal(
      await said('backup-check'),
      'not-met out-of-date: Done on 24 November 2026: what the nightly backup saw is not there any more',
    );
    at('2026-11-26T09:00:00Z');
    await keepDuties(world);
    assert.match(await said('backup-check'), /^not-met out-of-date: Overdue since 25 November 2026/);
  });

  it('takes the approval of the policy, and the signatures under a deletion, for what they are', async () => {
    assert.match(await said('policy-review'), /^no-data nothing-yet/);
    const chair = await anAdult(world, school, { roles: ['chair'] });
    await aPolicy(world, school);
    await aDraft(world, school, 'approval');
    await keepDuties(world);
    assert.match(await said('policy-review'), /^no-data nothing-yet/, 'nobody has approved it yet');
    await aDraft(world, school, 'approved');
    world.clock.advance({ minutes: 1 });
    // One that opened by itself because a setting changed is no review of the policy.
    const opened = (setting: string | null) =>
      world.store.transaction((db) =>
        db.updateTable('policy_draft').set({ from_setting: setting }).where('state', '=', 'approved').execute(),
      );
    await opened('removable-media');
    await keepDuties(world);
    assert.match(await said('policy-review'), /^no-data nothing-yet/, 'only one setting was looked at');
    await opened(null);
    await keepDuties(world);
    assert.equal(
      await said('policy-review'),
      'met measured: Done on 23 November 2026: governors approved a version of the policy, seen by the page on which governors approve the policy',
    );
    await world.store.transaction((db) =>
      db.updateTable('policy_draft').set({ state: 'withdrawn' }).where('state', '=', 'approved').execute(),
    );
    assert.match(await said('policy-review'), /^not-met out-of-date: .* is not there any more$/);

    const now = world.clock.now().toString();
    const batch = { id: world.ids.next(), school_id: school, class_code: 'incidents', version: 1, begun_at: now };
    const counts = { record_count: 1, row_count: 1, oldest_day: '2020-01-01', newest_day: '2020-01-01' };
    const waiting = { state: 'signing', warrant_id: null, approved_at: null, approved_records: null };
    await world.store.transaction((db) =>
      db
        .insertInto('retention_batch')
        .values({ ...batch, ...counts, ...waiting, begun_by: chair })
        .execute(),
    );
    await keepDuties(world);
    assert.match(await said('retention-run'), /^no-data nothing-yet/, 'the second signature is missing');
    // Of another class an ended address of the calendar waits since last week.
    const feed = { id: world.ids.next(), school_id: school, person_id: head, token_hash: 'x', ended_by: head };
    await world.store.transaction(async (db) => {
      await db.updateTable('retention_batch').set({ state: 'signed', approved_at: now, approved_records: 1 }).execute();
      await db
        .insertInto('duty_feed')
        .values({ ...feed, made_at: '2025-09-01T09:00:00.000Z', ended_at: '2025-11-16T09:00:00.000Z' })
        .execute();
    });
    world.clock.advance({ minutes: 1 });
    await keepDuties(world);
    assert.match(await said('retention-run'), /^no-data nothing-yet/, 'one signed list is no look through all');
    const until = { reason: 'It is asked about.', until_day: '2027-11-30', kept_by: head, kept_at: now };
    const keep = { id: world.ids.next(), school_id: school, class_code: 'calendar-addresses', ...until };
    await world.store.transaction((db) =>
      db
        .insertInto('retention_kept')
        .values({ ...keep, table_name: 'duty_feed', row_id: feed.id })
        .execute(),
    );
    await keepDuties(world);
    assert.match(await said('retention-run'), /^met measured: .* signed for, seen by the page on which deletions are/);
    // What falls due after the signature takes nothing back.
    const later = { ...feed, id: world.ids.next(), token_hash: 'y', made_at: '2025-09-01T09:00:00.000Z' };
    await world.store.transaction((db) =>
      db
        .insertInto('duty_feed')
        .values({ ...later, ended_at: '2025-11-25T09:00:00.000Z' })
        .execute(),
    );
    at('2026-11-27T09:00:00Z');
    assert.match(await said('retention-run'), /^met measured/);
  });

  it('takes the review of a week for the week it was made in', async () => {
    await run(dsl, 'monitoring.record-review', { findings: 'nothing' });
    await keepDuties(world);
    assert.equal(
      await said('weekly-monitoring-report'),
      'met measured: Done on 23 November 2026: the week’s monitoring was reviewed, seen by the page on which the week is reviewed',
    );
  });

  it('takes an entry of its register that is about a day of the period', async () => {
    at('2026-12-01T09:00:00Z');
    await keepDuties(world);
    await run(head, 'registers.add-entry', {
      register: 'meetings',
      fDay: '2026-12-01',
      fSort: 'head-dsl',
      fPeople: 'Alex Dsl',
      fAbout: 'How things stand.',
    });
    await keepDuties(world);
    assert.equal(await said('head-dsl-meeting'), 'met self-reported: Done on 1 December 2026: an entry in a register');
    assert.match(await said('lead-dsl-meeting'), /^no-data nothing-yet/);
  });
});
