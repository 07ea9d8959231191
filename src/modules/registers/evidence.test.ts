import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { aRegisterSchool, type RegisterSchool } from '../../../test/support/register-school.ts';
import { runByName } from '../../cli/by-name.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { readingTogether } from '../../platform/db/read-once.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { stateOf } from '../evidence.ts';
import { actorFor, anAdult, worked } from '../people/testing.ts';
import { checkShape, faultWords } from './check-shape.ts';
import { evidenceOf } from './evidence.ts';
import { registerCommands } from './module-parts.ts';
import type { Field, RegisterShape, Shows } from './shape.ts';
import { registerParts } from './testing.ts';

/** A register made for one test: each has its own, so that no entry of one counts for another. */
let made = 0;
function aShape(fields: readonly Field[], more: Partial<RegisterShape> = {}): RegisterShape {
  made += 1;
  const shape: RegisterShape = {
    code: `made-up-${String.fromCharCode(96 + made)}`,
    title: `Made up ${String(made)}`,
    one: 'a thing',
    purpose: 'For a test.',
    area: 'assets',
    fields: [{ code: 'name', label: 'Name', kind: { type: 'line' }, required: true }, ...fields],
    named: ['name'],
    add: ['office', 'head'],
    read: ['office'],
    files: false,
    keep: { years: 6, from: 'recorded', signedBy: 'head', source: 'our choice: for a test' },
    controls: [],
    ...more,
  };
  const checked = checkShape(shape);
  assert.ok(checked.ok, checked.ok ? '' : faultWords(checked.faults[0]));
  return shape;
}

const on: Field = { code: 'on', label: 'Day', kind: { type: 'date' }, required: true };
const yesNo = (code: string): Field => ({ code, label: code, kind: { type: 'yes-no' }, required: false });

describe('what a register shows', () => {
  let set: RegisterSchool;
  let office: PersonActor;
  let head: PersonActor;
  before(async () => {
    set = await aRegisterSchool('register-evidence');
    office = await actorFor(set.world, set.school, await anAdult(set.world, set.school, { roles: ['office'] }));
    head = await actorFor(set.world, set.school, await anAdult(set.world, set.school, { roles: ['head'] }));
  });
  after(() => set.world.end());

  const commands = (shape: RegisterShape) => registerCommands(registerParts(set.world, [shape]));
  const add = async (shape: RegisterShape, form: Record<string, unknown>): Promise<number> => {
    const given = { fName: 'Something', ...form, register: shape.code };
    return worked(await set.world.runner.run(commands(shape).add, office, given)).number;
  };
  const shown = async (shape: RegisterShape, shows: Shows) => {
    const now = set.world.clock.now();
    const db = readHandle(set.world.store.reading, set.school);
    const evidence = await evidenceOf(db, shape, shows, now);
    // Asked with all others of a page it is answered by other questions to the database: always the same.
    assert.deepEqual(await evidenceOf(readingTogether(db), shape, shows, now), evidence);
    return { state: evidence.state, worth: stateOf(evidence), figure: evidence.figure, kind: evidence.kind };
  };

  it('is nothing at all without an entry, self-reported with a new one, out of date with an old one, and never measured', async () => {
    const shape = aShape([on], { about: 'on' });
    const shows: Shows = { kind: 'kept-up', days: 30 };
    assert.equal((await shown(shape, shows)).worth, 'not-covered');
    await add(shape, { fOn: '2026-10-01' });
    assert.deepEqual(await shown(shape, shows), {
      state: 'no-data',
      worth: 'out-of-date',
      figure: 'The newest entry is of 1 October 2026',
      kind: 'out-of-date',
    });
    await add(shape, { fOn: '2026-11-20' });
    assert.deepEqual(await shown(shape, shows), {
      state: 'met',
      worth: 'self-reported',
      figure: '2 entries, the newest of 20 November 2026',
      kind: 'self-reported',
    });
  });

  it('does not count what is struck out', async () => {
    const shape = aShape([on], { about: 'on' });
    const number = await add(shape, { fOn: '2026-11-20' });
    const given = { register: shape.code, number: String(number), version: '1', why: 'A slip.' };
    worked(await set.world.runner.run(commands(shape).strikeOut, office, given));
    assert.equal((await shown(shape, { kind: 'kept-up', days: 30 })).worth, 'not-covered');
  });

  it('is complete while no required column that a clause names is empty and nothing is open for too long', async () => {
    const open = {
      open: 'Out',
      closed: 'Back',
      act: 'Record the return',
      fields: [{ ...on, code: 'back', label: 'Back on' }],
    };
    const shape = aShape([on], { about: 'on', closing: open });
    const shows: Shows = { kind: 'complete', openDays: 7 };
    await add(shape, { fOn: '2026-11-20' });
    assert.equal((await shown(shape, shows)).state, 'met');
    const late = await add(shape, { fOn: '2026-11-01' });
    assert.deepEqual((await shown(shape, shows)).figure, '2 entries, 1 open for more than 7 days');
    const given = { register: shape.code, number: String(late), version: '1', fBack: '2026-11-21' };
    worked(await set.world.runner.run(commands(shape).close, office, given));
    assert.equal((await shown(shape, shows)).state, 'met');
    // The next version of the register asks for a column more: entries without it are no longer complete.
    const more: Field = { code: 'place', label: 'Place', kind: { type: 'line' }, required: true, clause: 's1-079' };
    const next: RegisterShape = { ...shape, fields: [...shape.fields, more] };
    worked(
      await set.world.runner.run(
        commands({ ...next, fields: [...shape.fields, { ...more, required: false }] }).correct,
        office,
        {
          register: shape.code,
          number: '1',
          version: '1',
          fName: 'Renamed',
          fOn: '2026-11-20',
          why: 'Another name.',
        },
      ),
    );
    assert.equal((await shown(next, shows)).state, 'met', 'what is not required is no gap');
  });

  it('says what is overdue by its day, until it is closed', async () => {
    const closing = { open: 'Out', closed: 'Back', act: 'Record the return', fields: [] };
    const shape = aShape([on], { closing, due: { field: 'on', says: 'not returned in time' } });
    await add(shape, { fOn: '2026-12-01' });
    assert.equal((await shown(shape, { kind: 'nothing-overdue', field: 'on' })).state, 'met');
    const late = await add(shape, { fOn: '2026-11-01' });
    assert.equal((await shown(shape, { kind: 'nothing-overdue', field: 'on' })).figure, '1 of 2 entries overdue');
    const given = { register: shape.code, number: String(late), version: '1' };
    worked(await set.world.runner.run(commands(shape).close, office, given));
    assert.equal((await shown(shape, { kind: 'nothing-overdue', field: 'on' })).state, 'met');
  });

  it('counts an approval only when it came no later than the day, and nobody approves their own', async () => {
    const shape = aShape([on], { about: 'on', approval: { by: ['head', 'office'], question: 'Do you agree?' } });
    const shows: Shows = { kind: 'all-approved' };
    const first = await add(shape, { fOn: '2026-11-25' });
    assert.equal((await shown(shape, shows)).worth, 'nothing-yet', 'the day it is about is to come');
    const decide = (number: number, by: PersonActor) =>
      set.world.runner.run(commands(shape).decide, by, {
        register: shape.code,
        number: String(number),
        version: '1',
        decision: 'approve',
      });
    await assert.rejects(decide(first, office), /asked for this yourself/);
    worked(await decide(first, head));
    const late = await add(shape, { fOn: '2026-11-20' });
    const waiting = await shown(shape, shows);
    assert.deepEqual([waiting.state, waiting.figure], ['not-met', '1 not decided though the day has come']);
    worked(await decide(late, head));
    assert.equal((await shown(shape, shows)).figure, '2 entries approved, 1 approved after the day');
  });

  it('names how many of the staff and which year groups are covered', async () => {
    const who: Field = { code: 'who', label: 'Who', kind: { type: 'people' }, required: true };
    const staff = aShape([who]);
    await add(staff, { fWho: 'Robin Named' });
    const found = await shown(staff, { kind: 'covers', who: 'staff', field: 'who', days: 365 });
    assert.match(found.figure, /^1 of \d+ members of staff$/);
    assert.equal(found.state, 'not-met');
    const years = aShape([
      { code: 'year', label: 'Year', kind: { type: 'year-group' }, required: true },
      {
        code: 'topic',
        label: 'Topic',
        kind: {
          type: 'choice',
          options: [
            { code: 'a', label: 'A' },
            { code: 'b', label: 'B' },
          ],
        },
        required: true,
      },
    ]);
    const shows: Shows = {
      kind: 'covers',
      who: 'year-groups',
      field: 'year',
      days: 365,
      where: { field: 'topic', is: 'a' },
    };
    await add(years, { fYear: '4', fTopic: 'b' });
    assert.deepEqual((await shown(years, shows)).figure, '0 of 1 year group; missing: Year 4');
    await add(years, { fYear: '4', fTopic: 'a' });
    assert.equal((await shown(years, shows)).state, 'met');
  });

  it('says that there is nothing yet where something is asked of every entry and there is none of that sort, and never that it is kept', async () => {
    const due = { due: { field: 'on', says: 'not returned in time' } };
    const shape = aShape([{ ...on, required: false }, yesNo('leaves'), yesNo('locked')], due);
    const ofEvery: readonly Shows[] = [
      { kind: 'each', field: 'locked', is: 'yes', where: { field: 'leaves', is: 'yes' } },
      { kind: 'nothing-overdue', field: 'on' },
      { kind: 'in-time', from: { date: 'on' }, to: { date: 'on' }, hours: 72 },
    ];
    for (const shows of [...ofEvery, { kind: 'complete' } as const]) {
      assert.deepEqual([shows.kind, (await shown(shape, shows)).worth], [shows.kind, 'nothing-yet']);
      const always = await shown({ ...shape, always: true }, shows);
      assert.equal(always.worth, 'not-covered', 'of what every school has, none is a gap');
    }
    for (const shows of [
      { kind: 'kept-up', days: 30 },
      { kind: 'has', field: 'leaves', is: 'yes', days: 30 },
    ] as const) {
      assert.equal((await shown(shape, shows)).worth, 'not-covered', 'entries are asked for, and there are none');
    }
    await add(shape, { fLeaves: 'no', fLocked: 'no' });
    for (const shows of ofEvery) {
      const found = await shown(shape, shows);
      assert.deepEqual([shows.kind, found.state, found.worth], [shows.kind, 'no-data', 'nothing-yet'], found.figure);
    }
    assert.equal((await shown(shape, { kind: 'complete' })).state, 'met');
  });

  it('covers nothing where nobody is entered in the post that has to be named', async () => {
    const who: Field = { code: 'who', label: 'Who', kind: { type: 'people' }, required: true };
    const shape = aShape([who]);
    await add(shape, { fWho: office.name });
    const found = await shown(shape, { kind: 'covers', who: 'technicians', field: 'who', days: 365 });
    assert.deepEqual([found.worth, found.figure], ['not-covered', 'The school has no technicians on record']);
  });

  it('asks for each year group in each half term that is over, by the school’s own term dates', async () => {
    const years: Field = { code: 'years', label: 'Years', kind: { type: 'year-groups' }, required: true };
    const shape = aShape([on, years], { about: 'on' });
    const shows: Shows = { kind: 'each-half-term', field: 'years' };
    assert.equal((await shown(shape, shows)).worth, 'not-covered');
    // It is 23 November: as guessed, the first half of autumn was over on 25 October.
    await add(shape, { fOn: '2026-11-03', fYears: '4' });
    assert.deepEqual((await shown(shape, shows)).figure, 'No half term is over yet since the first entry');
    await add(shape, { fOn: '2026-09-20', fYears: '3' });
    assert.deepEqual(await shown(shape, shows), {
      state: 'not-met',
      worth: 'self-reported',
      figure: '0 of 1 half term complete, by guessed dates; missing in the first half of autumn 2026: Year 4',
      kind: 'self-reported',
    });
    await add(shape, { fOn: '2026-10-23', fYears: '4' });
    assert.equal((await shown(shape, shows)).figure, '1 of 1 half term complete, by guessed dates');
    // This school has its holiday a week earlier: the lesson of the 23rd was in the second half.
    const days = {
      autumn: ['2026-09-01', '2026-10-19', '2026-10-23', '2026-12-18'],
      spring: ['2027-01-04', '2027-02-15', '2027-02-19', '2027-03-25'],
      summer: ['2027-04-12', '2027-05-31', '2027-06-04', '2027-07-21'],
    };
    const form = Object.entries(days).flatMap(([name, given]) =>
      ['From', 'BreakFrom', 'BreakTo', 'To'].map((part, at) => [`${name}${part}`, given[at]] as const),
    );
    const terms = { year: '2026', version: '0', ...Object.fromEntries(form) };
    worked(await runByName(set.world, 'school.enter-terms', office, terms));
    const byOwn = await shown(shape, shows);
    assert.equal(byOwn.state, 'not-met');
    assert.doesNotMatch(byOwn.figure, /guessed/);
  });

  it('has an entry of each value asked for, and each entry the value it must have', async () => {
    const shape = aShape([yesNo('leaves'), yesNo('locked')]);
    await add(shape, { fLeaves: 'no', fLocked: 'no' });
    const each: Shows = { kind: 'each', field: 'locked', is: 'yes', where: { field: 'leaves', is: 'yes' } };
    assert.equal((await shown(shape, each)).figure, 'No entry is of that sort');
    await add(shape, { fLeaves: 'yes', fLocked: 'yes' });
    assert.equal((await shown(shape, each)).state, 'met');
    await add(shape, { fLeaves: 'yes', fLocked: 'no' });
    assert.deepEqual(await shown(shape, each), {
      state: 'not-met',
      worth: 'self-reported',
      figure: '1 of 2',
      kind: 'self-reported',
    });
    const has: Shows = { kind: 'has', field: 'leaves', is: ['yes', 'no'], days: 30 };
    assert.equal((await shown(shape, has)).figure, '2 of 2 recorded in 30 days');
    const planned = aShape([on, yesNo('leaves')], { about: 'on' });
    await add(planned, { fOn: '2026-11-20', fLeaves: 'no' });
    await add(planned, { fOn: '2027-01-20', fLeaves: 'yes' });
    assert.match((await shown(planned, has)).figure, /^1 of 2 recorded in 30 days/, 'a day to come is no evidence');
  });

  it('finds what was not done within its hours, and what is still open after them', async () => {
    const at = (code: string): Field => ({ code, label: code, kind: { type: 'time' }, required: false });
    const shape = aShape([on, at('found-at'), { ...on, code: 'told', label: 'Told', required: false }, at('told-at')]);
    const shows: Shows = {
      kind: 'in-time',
      from: { date: 'on', time: 'found-at' },
      to: { date: 'told', time: 'told-at' },
      hours: 72,
    };
    await add(shape, { fOn: '2026-11-10', fFoundAt: '9:00', fTold: '2026-11-13', fToldAt: '8:59' });
    assert.equal((await shown(shape, shows)).state, 'met');
    await add(shape, { fOn: '2026-11-10', fFoundAt: '9:00', fTold: '2026-11-13', fToldAt: '9:01' });
    assert.equal((await shown(shape, shows)).figure, '1 of 2 within 72 hours');
    await add(shape, { fOn: '2026-11-19', fFoundAt: '9:00' });
    assert.equal((await shown(shape, shows)).figure, '1 of 3 within 72 hours');
  });

  it('of a restricted register tells nothing but that it is kept', async () => {
    const shape = aShape([on], { restricted: true, about: 'on' });
    await add(shape, { fOn: '2026-11-20' });
    const asked = readHandle(set.world.store.reading, set.school);
    const found = await evidenceOf(asked, shape, { kind: 'kept-up', days: 30 }, set.world.clock.now());
    assert.deepEqual([found.state, found.kind], ['met', 'self-reported']);
    assert.deepEqual([found.figure, found.latest], ['Kept; what is in it is restricted', undefined]);
  });
});
