import { join } from 'node:path';

import { compose } from '../../compose.ts';
import { theSchools } from '../../modules/school/index.ts';
import type { Config } from '../../platform/config/config.ts';
import type { Ids } from '../../platform/ids/ids.ts';
import { openLog } from '../../platform/log/log.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { manualClock } from '../../platform/time/manual-clock.ts';
import { findPeople, makeSchool, setPasswords } from './make-school.ts';
import { daysUntil, schoolBegins, type Telling } from './telling.ts';
import { tellStory } from './tell-story.ts';
import { tellLastYearsReview } from './term/reviews.ts';
import { verifyStory } from './verify-story.ts';

interface Making {
  readonly config: Config;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly password: string;
  readonly say: (line: string) => void;
}

/**
 * Makes the made-up school in an empty folder: people, policy, a term of records and one week at the filter that ends now, by commands under a set clock and by
 * real spool segments; then verifies it. Throws when anything did not come out as told.
 */
export async function makeTheDemonstration({ config, clock, ids, password, say }: Making): Promise<void> {
  const now = clock.now();
  const days = daysUntil(now);
  const story = manualClock(schoolBegins(days).toZonedDateTime('UTC').toInstant());
  const whole = await compose(config, { clock: story, ids, log: logOf(config) });
  try {
    const telling: Telling = {
      whole,
      clock: story,
      school: ids.next(),
      people: new Map(),
      others: new Map(),
      days,
      until: now,
    };
    say('making the school: its people, their log-ins, its policy …');
    await makeSchool(telling, password);
    await tellLastYearsReview(telling);
    say('telling its term and its last week: registers, duties, lessons, blocks, calls for help, incidents …');
    const told = await tellStory(telling);
    say('checking that every record is accounted for …');
    const rows = await verifyStory(telling, told);
    say(`${String(told.events)} events of the filter and ${String(rows)} rows of the audit chain, all accounted for`);
  } finally {
    await whole.close();
  }
}

/** Gives everybody in a demonstration that is there another password. */
export async function changeThePassword({ config, clock, ids, password, say }: Making): Promise<void> {
  const whole = await compose(config, { clock, ids, log: logOf(config) });
  try {
    const [school] = await theSchools(whole.store);
    if (school === undefined) throw new TypeError('the demonstration has no school');
    say('setting the new password …');
    const until = clock.now();
    const telling: Telling = {
      whole,
      clock: manualClock(until),
      school,
      people: new Map(),
      others: new Map(),
      days: [],
      until,
    };
    await findPeople(telling);
    await setPasswords(telling, password);
  } finally {
    await whole.close();
  }
}

function logOf(config: Config) {
  return openLog('demonstration', join(config.dataFolder, 'logs', 'demonstration.log'));
}
