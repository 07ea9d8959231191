import { setImmediate as pause } from 'node:timers/promises';

import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing, query, wholeSchool } from '../../../platform/commands/command.ts';
import type { Runner } from '../../../platform/commands/runner.ts';
import { recordId, tick } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents } from '../events.ts';
import { mayImport } from '../policy.ts';
import { owned } from '../rows.ts';
import { applyRosterChanges, BATCH } from './apply.ts';
import { addDraft, closeDraft, findDraft, lastImports } from './drafts.ts';
import { readRoster } from './one-roster.ts';
import { planRoster, type RosterPlan } from './plan.ts';
import { MOST_BYTES } from './read-csv.ts';
import { rosterState } from './state.ts';

const fileText = (name: string) =>
  z
    .string({ error: `Paste the text of ${name}` })
    .refine((text) => text.trim() !== '', `Paste the text of ${name}`)
    .refine((text) => text.length <= MOST_BYTES, `${name} must be 20 MB or less`);
const optionalFile = (name: string) =>
  z
    .string()
    .default('')
    .refine((text) => text.length <= MOST_BYTES, `${name} must be 20 MB or less`);

/** Takes a roster in, to be looked at before anything is done with it. */
export const bringRoster = command({
  name: 'people.bring-roster',
  input: z.strictObject({
    users: fileText('users.csv'),
    classes: fileText('classes.csv'),
    enrollments: fileText('enrollments.csv'),
    orgs: optionalFile('orgs.csv'),
    academicSessions: optionalFile('academicSessions.csv'),
  }),
  events: peopleEvents,
  load: wholeSchool,
  policy: mayImport,
  prepare: nothing,
  effect: async ({ db, input, now, actor, newId }) => {
    const id = newId<'roster-draft'>();
    await addDraft(db, { id, by: actorId(actor), at: now, files: input });
    return done(id, { name: 'roster-brought', subject: id, data: {} });
  },
  changesFilter: false,
});

/** The imports before this one: what the page for bringing a roster shows. */
export const beforeImport = query({
  name: 'people.before-import',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: mayImport,
  answer: async (db) => ({ imports: await lastImports(db) }),
  leaves: 'It shows when rosters were imported and how many people changed, and no person.',
});

/** What importing a roster would do to the records as they are now: the dry run. */
export const rosterPlan = query({
  name: 'people.plan-roster',
  input: z.object({ id: recordId<'roster-draft'>() }),
  events: peopleEvents,
  load: (db, { id }) => findDraft(db, id),
  policy: mayImport,
  answer: async (db, { subject, now }): Promise<RosterPlan> => {
    const today = schoolDay(now).toString();
    const roster = await readRoster(subject.files);
    return planRoster(roster, await rosterState(db, today), today);
  },
  leaves: 'It shows the names in the file that the viewer brought, to those who may open every record in it.',
});

/**
 * Makes the command that does what the plan showed. The people are changed in batches, each a transaction with a row in the trail for each
 * person; the import's own row comes last. If the machine stops half-way, importing the same file again does the rest.
 */
export function makeImportRoster(runner: () => Runner) {
  return command({
    name: 'people.import-roster',
    input: z.strictObject({
      id: recordId<'roster-draft'>(),
      fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'Look at the plan again'),
      sure: tick(),
    }),
    events: peopleEvents,
    load: async (db, { id }, { actor }) => {
      const draft = await findDraft(db, id);
      return draft === undefined ? undefined : { id: draft.id, actor };
    },
    policy: mayImport,
    prepare: async (input, { actor }) => {
      const plan = await runner().ask(rosterPlan, actor, { id: input.id });
      const problem = problemWith(plan, input);
      if (problem !== undefined) return problem;
      for (let from = 0; from < plan.classes.length; from += 200) {
        await runner().run(applyRosterChanges, actor, { classes: plan.classes.slice(from, from + 200), people: [] });
      }
      // Contacts first: pupils are linked to them.
      const people = [...plan.joiners, ...plan.movers, ...plan.leavers].toSorted(
        (a, b) => Number(b.kind === 'contact') - Number(a.kind === 'contact'),
      );
      for (let from = 0; from < people.length; from += BATCH) {
        await runner().run(applyRosterChanges, actor, { classes: [], people: people.slice(from, from + BATCH) });
        await pause();
      }
      return {
        counts: {
          joiners: plan.joiners.length,
          movers: plan.movers.length,
          leavers: plan.leavers.length,
          refusals: plan.refusals.length,
        },
      };
    },
    effect: async ({ db, input, prepared, now, newId }) => {
      if ('problem' in prepared) return failed(prepared.field, prepared.problem);
      const id = newId<'roster-import'>();
      await closeDraft(db, input.id);
      await owned
        .write(db)
        .insert('roster_import', { id, at: now.toString(), fingerprint: input.fingerprint, ...prepared.counts });
      return done(prepared.counts, {
        name: 'roster-imported',
        subject: db.school,
        data: { import: id, ...prepared.counts },
      });
    },
    changesFilter: true,
  });
}

function problemWith(
  plan: RosterPlan,
  input: { fingerprint: string; sure: boolean },
): { field: string; problem: string } | undefined {
  if (!plan.usable) return { field: '', problem: 'The files cannot be imported as they are: see what is wrong below' };
  if (plan.fingerprint !== input.fingerprint) {
    return { field: '', problem: 'People have changed since this was shown. Look at it again, then import' };
  }
  if (plan.manyLeave && !input.sure) {
    return { field: 'sure', problem: 'Tick the box if so many people have really left' };
  }
  return undefined;
}
