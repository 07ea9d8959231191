import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { aRegisterSchool, type RegisterSchool } from '../../../../test/support/register-school.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';
import type { PersonActor } from '../../../platform/access/access.ts';
import { stateOf } from '../../evidence.ts';
import { actorFor, anAdult, worked } from '../../people/testing.ts';
import { registerControls } from '../controls.ts';
import { registerCommands } from '../module-parts.ts';
import { anEntry, anEntryForm, registerParts } from '../testing.ts';
import { declaredRegisters } from './index.ts';

/**
 * What the special controls of our registers say after records that were written down by hand: one that keeps the rule, then one that breaks
 * it. The day is Monday 23 November 2026.
 */
const cases: readonly {
  readonly control: string;
  readonly register: string;
  readonly keeps: Readonly<Record<string, unknown>>;
  readonly breaks: Readonly<Record<string, unknown>>;
  /** Closes the first, and then the second, entry. */
  readonly closes?: readonly [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>> | undefined];
}[] = [
  {
    // 09:00 on the 16th to 10:00 on the 18th are 49 hours; without a time, the 16th began at midnight, and 00:30 on the 19th is 72.5 later.
    control: 'breaches-in-time',
    register: 'data-breaches',
    keeps: { fKnownOn: '2026-11-16', fKnownAt: '09:00', fJudgeBy: '2026-11-19' },
    breaks: { fKnownOn: '2026-11-16', fKnownAt: '', fJudgeBy: '2026-11-19' },
    closes: [
      { fJudgedOn: '2026-11-18', fJudgedAt: '10:00' },
      { fJudgedOn: '2026-11-19', fJudgedAt: '00:30' },
    ],
  },
  {
    // A phone of today may still be with us; one of last Friday may not.
    control: 'phones-returned',
    register: 'phones-handed-in',
    keeps: { fDay: '2026-11-23' },
    breaks: { fDay: '2026-11-20' },
  },
  {
    control: 'loans-returned',
    register: 'loans',
    keeps: { fOut: '2026-11-02', fBackBy: '2026-11-23' },
    breaks: { fOut: '2026-11-02', fBackBy: '2026-11-22' },
  },
  {
    control: 'disposals-receipted',
    register: 'disposals',
    keeps: { fAcceptsDestruction: 'yes' },
    breaks: { fAcceptsDestruction: 'no' },
  },
  {
    control: 'licences-in-date',
    register: 'software',
    keeps: { fRenewBy: '2027-03-31' },
    breaks: { fRenewBy: '2026-11-20' },
  },
  {
    // What stays in school need not be encrypted.
    control: 'hardware-encrypted',
    register: 'hardware',
    keeps: { fLeavesSchool: 'yes', fEncrypted: 'yes' },
    breaks: { fLeavesSchool: 'yes', fEncrypted: 'no' },
  },
  {
    control: 'inducted-staff',
    register: 'inductions',
    keeps: { fStarted: '2026-09-01', fFinishBy: '2026-11-20' },
    breaks: { fStarted: '2026-09-01', fFinishBy: '2026-11-20' },
    closes: [{ fFinished: '2026-10-01' }, undefined],
  },
];

describe('what our registers show', () => {
  let set: RegisterSchool;
  let keeper: PersonActor;
  before(async () => {
    set = await aRegisterSchool('declared-states');
    const roles = ['office', 'technician', 'lead', 'dsl'] as const;
    keeper = await actorFor(set.world, set.school, await anAdult(set.world, set.school, { roles }));
  });
  after(() => set.world.end());

  async function stateOfControl(code: string): Promise<string> {
    const control = registerControls(declaredRegisters).find((one) => one.code === code);
    assert.ok(control !== undefined, code);
    const { world, school } = set;
    const evidence = await control.evidence(readHandle(world.store.reading, school), { now: world.clock.now() });
    return `${stateOf(evidence)}, ${evidence.state}`;
  }

  async function record(register: string, change: Readonly<Record<string, unknown>>): Promise<number> {
    const shape = declaredRegisters.find(({ code }) => code === register);
    return anEntry(set.world, keeper, register, { ...anEntryForm(shape?.fields ?? [], set.names), ...change });
  }

  async function close(register: string, number: number, change: Readonly<Record<string, unknown>>): Promise<void> {
    const fields = declaredRegisters.find(({ code }) => code === register)?.closing?.fields ?? [];
    const form = { ...anEntryForm(fields, set.names), ...change };
    const given = { register, number: String(number), version: '1', ...form };
    const { close: command } = registerCommands(registerParts(set.world));
    worked(await set.world.runner.run(command, keeper, given));
  }

  for (const { control, register, keeps, breaks, closes } of cases) {
    it(`${control}: kept, then broken by one entry`, async () => {
      // Every school has devices and programs; that nothing was lent or broken is no gap.
      const empty = ['hardware', 'software'].includes(register) ? 'not-covered' : 'nothing-yet';
      assert.equal(await stateOfControl(control), `${empty}, no-data`);
      // It looks at contracts and the anti-virus at the gateway too, which every school has: empty, they show nothing kept.
      if (control === 'licences-in-date') {
        await record('contracts', { fFrom: '2026-09-01', fUntil: '2027-08-31' });
        await record('security-measures', { fSort: 'anti-virus', fCheckedOn: '2026-09-01', fCheckBy: '2027-09-01' });
      }
      const good = await record(register, keeps);
      if (closes !== undefined) await close(register, good, closes[0]);
      assert.equal(await stateOfControl(control), 'self-reported, met');
      const bad = await record(register, breaks);
      if (closes?.[1] !== undefined) await close(register, bad, closes[1]);
      assert.equal(await stateOfControl(control), 'self-reported, not-met');
    });
  }

  it('licences-in-date: looks at contracts and at the anti-virus at the gateway as well', async () => {
    // The programs were broken above by a licence that ran out; this school begins anew.
    const other = await aRegisterSchool('declared-states-licences');
    const { world, school, names } = other;
    const roles = ['office', 'technician'] as const;
    const who = await actorFor(world, school, await anAdult(world, school, { roles }));
    const licences = registerControls(declaredRegisters).find(({ code }) => code === 'licences-in-date');
    const seen = () => licences?.evidence(readHandle(world.store.reading, school), { now: world.clock.now() });
    const standing = async () => (await seen())?.state;
    const add = (register: string, change: Readonly<Record<string, unknown>>) => {
      const fields = declaredRegisters.find(({ code }) => code === register)?.fields ?? [];
      return anEntry(world, who, register, { ...anEntryForm(fields, names), ...change });
    };
    await add('software', { fRenewBy: '2027-03-31' });
    await add('security-measures', { fSort: 'wi-fi', fCheckedOn: '2026-09-01', fCheckBy: '2026-11-01' });
    // Every school has contracts: that none is written down is a gap, and not one contract in date.
    assert.equal((await seen())?.kind, 'not-covered');
    assert.equal((await seen())?.figure, 'Nothing is recorded for it in: Contracts and approved apps');
    await add('contracts', { fFrom: '2024-01-08', fUntil: '2027-01-08' });
    assert.equal((await seen())?.figure, 'Nothing is recorded for it in: Security measures', 'Wi-Fi is no anti-virus');
    await add('security-measures', { fSort: 'anti-virus', fCheckedOn: '2026-09-01', fCheckBy: '2027-09-01' });
    assert.equal((await seen())?.kind, 'out-of-date');
    assert.equal((await seen())?.figure, 'The newest entry in Contracts and approved apps is of 8 January 2024');
    await add('contracts', { fFrom: '2025-11-01', fUntil: '2026-11-23' });
    assert.equal(await standing(), 'met', 'nor is Wi-Fi a licence');
    await add('contracts', { fFrom: '2025-11-01', fUntil: '2026-11-20' });
    assert.equal(await standing(), 'not-met');
    assert.equal((await seen())?.figure, '1 of 5 entries overdue: Contracts and approved apps');
    await world.end();
  });

  it('names only registers that have a due day, where it looks at others', () => {
    for (const { controls } of declaredRegisters) {
      for (const { shows, code } of controls) {
        if (shows.kind !== 'nothing-overdue') continue;
        for (const { register, where } of shows.also ?? []) {
          const other = declaredRegisters.find((shape) => shape.code === register);
          assert.ok(other?.due !== undefined, `${code}: ${register}`);
          const kind = other.fields.find((field) => field.code === where?.field)?.kind;
          assert.equal(
            where === undefined ||
              (kind !== undefined && 'options' in kind && kind.options.some((option) => option.code === where.is)),
            true,
            `${code}: ${register}`,
          );
        }
      }
    }
  });

  it('taught-ai: needs each year group that has pupils, within a year', async () => {
    // The school has one pupil, of Year 4.
    const lesson = { fHalfTerm: 'autumn-2', fTopics: ['ai'], fDay: '2026-11-09' };
    await record('lessons', { ...lesson, fYearGroups: ['3'] });
    assert.equal(await stateOfControl('taught-ai'), 'self-reported, not-met');
    await record('lessons', { ...lesson, fYearGroups: ['4'], fDay: '2025-11-20' });
    assert.equal(await stateOfControl('taught-ai'), 'self-reported, not-met');
    await record('lessons', { ...lesson, fYearGroups: ['4', '5'] });
    assert.equal(await stateOfControl('taught-ai'), 'self-reported, met');
    assert.equal(await stateOfControl('taught-grooming'), 'self-reported, not-met');
    assert.equal(await stateOfControl('taught-special-days'), 'self-reported, not-met');
  });

  it('trained-staff: needs everybody who works here, on online safety', async () => {
    const session = { fDay: '2026-10-05', fSubjects: ['online-safety'], fPeople: 'Robin Named' };
    await record('training', session);
    assert.equal(await stateOfControl('trained-staff'), 'self-reported, not-met');
    await record('training', { ...session, fSubjects: ['prevent'], fPeople: keeper.name });
    assert.equal(await stateOfControl('trained-staff'), 'self-reported, not-met');
    await record('training', { ...session, fPeople: keeper.name });
    assert.equal(await stateOfControl('trained-staff'), 'self-reported, met');
  });
});
