import { holds } from '../../platform/access/access.ts';
import { staffRoles } from '../../platform/access/roles.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { passwordDays, passwordsSet } from '../people/index.ts';
import { settingsOfThePolicy } from './settings-of-the-policy.ts';
import { settingOf } from './settings.ts';

const HREF = '/people?show=adults';

/** How old a password may be in days where the policy wants it changed by the calendar. Ours for "at intervals": a year. */
const demandedDays: Readonly<Record<string, number>> = { termly: 120, yearly: 366, regular: 366 };

/**
 * "Passwords change when the policy says": counted against what the policy in force demands, whether or not the school also lets Schoolgate end old ones
 * (`password-days`).
 */
export const passwordsChange: Control = {
  code: 'password-change',
  kind: 'security',
  title: 'Passwords change when the policy says',
  makesTrue:
    'A password that somebody else set is changed at the next sign-in; where the policy wants them changed by the calendar, none is older than it allows.',
  effect: 'enforced',
  opens: (actor) => holds(actor, ...staffRoles),
  openedBy: 'Those who work here',
  evidence: async (db, { now }): Promise<Evidence> => {
    const set = await passwordsSet(db, now);
    if (set.length === 0) return nothingYet('Nobody who works here has a password yet', HREF);
    const demanded = demandedDays[String(await settingOf(db, settingsOfThePolicy['password-change']))] ?? 0;
    const ended = await settingOf(db, passwordDays);
    const days = Math.min(...[demanded, ended].filter((one) => one > 0), Infinity);
    const old = set.filter((at) => at.until(now).total('hours') > days * 24).length;
    return {
      state: old === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure:
        days === Infinity
          ? `${formatPlural(set.length, 'password')}, none with an end by the calendar, as the national advice is`
          : `${formatPlural(set.length, 'password')}, ${old === 0 ? 'none' : String(old)} older than ${String(days)} days`,
      latest: now,
      href: HREF,
    };
  },
};
