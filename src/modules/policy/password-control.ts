import { z } from 'zod';

import { holds } from '../../platform/access/access.ts';
import { staffRoles } from '../../platform/access/roles.ts';
import { recentActs } from '../../platform/audit/recent-acts.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence, ModuleParts } from '../module.ts';
import { passwordLife, passwordsSet, whyOver } from '../people/index.ts';
import { settingOf } from './settings.ts';

const HREF = '/people?show=adults';
/** Rows of the trail among which sign-ins are looked for: some months of a primary school. */
const NEWEST_ROWS = 20_000;

const byPassword = z.object({ by: z.string().startsWith('password') });

/**
 * "Passwords change when the policy says": sign-in asks for a new one when the policy ends the old, and the trail says whether it did. Not met when somebody
 * came in by a password that was over by then.
 */
export function makePasswordsChange({ store }: Pick<ModuleParts, 'store'>): Control {
  return {
    code: 'password-change',
    kind: 'security',
    title: 'Passwords change when the policy says',
    makesTrue:
      'A password that somebody else set is changed at the next sign-in; where the policy wants them changed by the calendar, nobody signs in by one that is older than it allows until they have chosen another.',
    effect: 'enforced',
    opens: (actor) => holds(actor, ...staffRoles),
    openedBy: 'Those who work here',
    evidence: async (db, { now }): Promise<Evidence> => {
      const passwords = await passwordsSet(db, now);
      if (passwords.length === 0) return nothingYet('Nobody who works here has a password yet', HREF);
      const life = await passwordLife({ settingOf }, db);
      const over = passwords.filter((one) => whyOver(one, life, now) !== undefined);
      const signIns =
        over.length === 0
          ? []
          : await recentActs(store.reading, db.school, { events: ['signed-in'], newest: NEWEST_ROWS });
      const usedAfterwards = over.filter((one) =>
        signIns.some(
          ({ subject, at, data }) =>
            subject === one.person &&
            Temporal.Instant.compare(at, one.setAt) > 0 &&
            byPassword.safeParse(JSON.parse(data)).success &&
            whyOver(one, life, at) !== undefined,
        ),
      ).length;
      const ofTheCalendar =
        life === undefined
          ? 'none with an end by the calendar, as the national advice is'
          : `${String(passwords.filter((one) => whyOver({ ...one, byAnother: false }, life, now) !== undefined).length)} older than ${life.words}`;
      const ofOthers = over.filter(({ byAnother }) => byAnother).length;
      return {
        state: usedAfterwards === 0 ? 'met' : 'not-met',
        kind: 'measured',
        figure: `${formatPlural(passwords.length, 'password')}, ${ofTheCalendar}, ${String(ofOthers)} chosen by somebody else; ${usedAfterwards === 0 ? 'nobody' : formatPlural(usedAfterwards, 'person', 'people')} signed in by one of these`,
        latest: now,
        href: HREF,
      };
    },
  };
}
