import { z } from 'zod';

import { query, wholeSchool } from '../../platform/commands/command.ts';
import type { Runner } from '../../platform/commands/runner.ts';
import type { Ids, SchoolId } from '../../platform/ids/ids.ts';
import { alertLevelOf, type CategoryLevel } from './alert-level.ts';
import { MOST_EVENTS, subjectKey, type makeRaiseAlerts } from './commands/raise-alerts.ts';
import { passRequestOn } from './commands/pass-request-on.ts';
import { INTAKE, onlyIntake } from './policy.ts';
import { owned } from './tables.ts';

/** Acts on what was taken in, event by event in order of time, calls for help first. Each is acted on once, however often this runs. */
export type FollowUp = (school: SchoolId) => Promise<void>;

/** Waiting events in one turn at most. */
const MOST_WAITING = 500;

/** What waits to be followed up, as intake itself asks. */
export const waitingEvents = query({
  name: 'monitoring.waiting-events',
  input: z.strictObject({}),
  events: {},
  load: wholeSchool,
  policy: onlyIntake,
  answer: (db) =>
    owned
      .read(db)
      .select('filter_event')
      .select(['id', 'type', 'tier', 'rule', 'person_id', 'address', 'follow_up'])
      .where('follow_up', 'is not', null)
      .where('followed_at', 'is', null)
      .orderBy((is) => is.case().when('type', '=', 'help-asked').then(0).else(1).end())
      .orderBy('at')
      .orderBy('id')
      .limit(MOST_WAITING)
      .execute(),
  leaves: 'Schoolgate asks for itself; no person sees the answer.',
});

/** Makes the follow-up: alerts for the leads, and requests of the gate for whoever decides them. */
export function makeFollowUp(parts: {
  readonly runner: Runner;
  readonly ids: Ids;
  readonly levelOf: (category: string) => CategoryLevel | undefined;
  readonly raiseAlerts: ReturnType<typeof makeRaiseAlerts>;
}): FollowUp {
  return async (school) => {
    const actor = { kind: 'filter', school, name: INTAKE, request: parts.ids.next<'request'>() } as const;
    const waiting = await parts.runner.ask(waitingEvents, actor, {});
    const groups = new Map<string, string[]>();
    for (const event of waiting) {
      if (event.follow_up !== 'alert') continue;
      const kind = alertLevelOf(event, parts.levelOf)?.kind ?? event.rule ?? 'unknown';
      const key = `${kind} ${subjectKey(event)}`;
      const group = groups.get(key) ?? [];
      groups.set(key, group);
      group.push(event.id);
    }
    const troubles: unknown[] = [];
    const attempt = async (work: () => Promise<void>): Promise<void> => {
      try {
        await work();
      } catch (error) {
        // One person's events must not keep back another's: the rest goes on, and this is tried again at the next turn.
        troubles.push(error);
      }
    };
    for (const ids of groups.values()) {
      await attempt(async () => {
        for (let from = 0; from < ids.length; from += MOST_EVENTS) {
          await parts.runner.run(parts.raiseAlerts, actor, { events: ids.slice(from, from + MOST_EVENTS) });
        }
      });
    }
    for (const event of waiting) {
      if (event.follow_up !== 'request') continue;
      await attempt(async () => {
        await parts.runner.run(passRequestOn, actor, { event: event.id });
      });
    }
    if (troubles.length > 0) throw troubles[0];
  };
}
