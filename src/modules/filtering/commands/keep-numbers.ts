import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { COMPILER } from '../compiler/gather.ts';
import { filteringEvents } from '../events.ts';
import { epochOf } from '../records/site.ts';
import { filteringTables, stamp } from '../tables.ts';

/** What the compiler of rulesets changes by itself, as the job of that name. */

/** Sets up the filter of a school: epoch 1, and a first change number, so that a first ruleset is made. */
export const setUpFilterSite = command({
  name: 'filtering.set-up-site',
  input: z.object({}),
  events: { 'filter-site-set-up': filteringEvents['filter-site-set-up'] },
  load: wholeSchool,
  policy: onlyMachine('job', COMPILER),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now }) => {
    if ((await epochOf(db)) !== undefined) return failed('', 'The filter is set up already.');
    await filteringTables.write(db).insert('filter_site', { epoch: 1, set_up_at: stamp(now) });
    return done(1, { name: 'filter-site-set-up', subject: db.school, data: { epoch: 1 } });
  },
});

/** After a restore, the folder holds rulesets with higher numbers than the records know: a new epoch comes after all of them. */
export const beginEpoch = command({
  name: 'filtering.begin-epoch',
  input: z.object({ epoch: z.int().min(2) }),
  events: { 'filter-epoch-begun': filteringEvents['filter-epoch-begun'] },
  load: wholeSchool,
  policy: onlyMachine('job', COMPILER),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, input }) => {
    await changeOne(
      filteringTables.write(db).update('filter_site').set({ epoch: input.epoch }).where('epoch', '<', input.epoch),
    );
    return done(input.epoch, { name: 'filter-epoch-begun', subject: db.school, data: { epoch: input.epoch } });
  },
});

/** Raises the change number when the rules differ from those published although no command said so: a new version, a new day. */
export const askForCompile = command({
  name: 'filtering.ask-for-compile',
  input: z.object({ why: z.enum(['differs', 'unreadable']) }),
  events: { 'filter-compile-asked': filteringEvents['filter-compile-asked'] },
  load: wholeSchool,
  policy: onlyMachine('job', COMPILER),
  prepare: nothing,
  changesFilter: true,
  effect: ({ db, input }) =>
    Promise.resolve(done(null, { name: 'filter-compile-asked', subject: db.school, data: { why: input.why } })),
});

/** Notes when the filter was first heard to obey host rules: the time from decision to effect is measured by it. */
export const noteObeyed = command({
  name: 'filtering.note-obeyed',
  input: z.object({ rules: z.array(z.string()).min(1).max(1000), number: z.int(), since: z.string() }),
  events: { 'filter-rules-obeyed': filteringEvents['filter-rules-obeyed'] },
  load: wholeSchool,
  policy: onlyMachine('job', COMPILER),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, input }) => {
    const since = stamp(Temporal.Instant.from(input.since));
    await filteringTables
      .write(db)
      .update('filter_rule')
      .set({ obeyed_at: since })
      .where('obeyed_at', 'is', null)
      .where('id', 'in', input.rules)
      .execute();
    return done(null, {
      name: 'filter-rules-obeyed',
      subject: db.school,
      data: { number: input.number, rules: input.rules.length, since },
    });
  },
});
