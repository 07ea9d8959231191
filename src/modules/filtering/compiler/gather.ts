import { z } from 'zod';

import { onlyMachine } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { peopleOfTheFilter } from '../../people/index.ts';
import { policyProfiles, settingOf } from '../../policy/index.ts';
import { schoolName } from '../../school/index.ts';
import { liveCredentials } from '../records/credentials.ts';
import { liveSessionLines } from '../records/gate-sessions.ts';
import { listsSwitchedOff, namesOfOwnLists, ownLists } from '../records/lists.ts';
import { networkSettings } from '../records/network.ts';
import { rulesNotOver } from '../records/rules.ts';
import { epochOf } from '../records/site.ts';
import { stopsNotOver } from '../records/stops.ts';
import { badPageAdvice, trustedAdult } from '../settings.ts';
import type { ListChoice } from './compiled-lists.ts';
import type { Material } from './compile-ruleset.ts';

/** The name under which the compiler acts. */
export const COMPILER = 'compile-ruleset';

const looksForItself = 'The compiler asks; nobody sees the answer but the filter.';

export interface Gathered {
  /** Undefined while the filter of this school has not been set up. */
  readonly epoch: number | undefined;
  readonly material: Material;
  readonly lists: ListChoice;
}

/** Everything that the ruleset follows from. */
export const gatherMaterial = query({
  name: 'filtering.gather-material',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: onlyMachine('job', COMPILER),
  leaves: looksForItself,
  answer: async (db, { now }): Promise<Gathered> => ({
    epoch: await epochOf(db),
    material: {
      schoolId: db.school,
      schoolName: await schoolName(db),
      people: await peopleOfTheFilter(db, now),
      profiles: await policyProfiles(db),
      stops: await stopsNotOver(db, now),
      rules: await rulesNotOver(db, now),
      credentials: await liveCredentials(db),
      network: await networkSettings(db),
      badPageAdvice: await settingOf(db, badPageAdvice),
      trustedAdult: await settingOf(db, trustedAdult),
    },
    lists: { off: await listsSwitchedOff(db), own: await ownLists(db) },
  }),
});

/** The names of the school's own lists, asked for only when a list has changed. */
export const gatherListNames = query({
  name: 'filtering.gather-list-names',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: onlyMachine('job', COMPILER),
  leaves: looksForItself,
  answer: (db) => namesOfOwnLists(db),
});

/** Who is signed in at the gate, for a session log that is written anew. */
export const gatherSessions = query({
  name: 'filtering.gather-sessions',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: onlyMachine('job', COMPILER),
  leaves: looksForItself,
  answer: (db, { now }) => liveSessionLines(db, now),
});
