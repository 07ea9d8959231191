import { holds } from '../../platform/access/access.ts';
import { staffRoles } from '../../platform/access/roles.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { passwordLife, passwordsSet } from '../people/index.ts';
import { settingOf } from './settings.ts';

const HREF = '/people?show=adults';

/** "Passwords change when the policy says": sign-in asks for a new one at the age that the policy gives, so an older one opens nothing. */
export const passwordsChange: Control = {
  code: 'password-change',
  kind: 'security',
  title: 'Passwords change when the policy says',
  makesTrue:
    'A password that somebody else set is changed at the next sign-in; where the policy wants them changed by the calendar, one that is older than it allows opens nothing until its owner has chosen another.',
  effect: 'enforced',
  opens: (actor) => holds(actor, ...staffRoles),
  openedBy: 'Those who work here',
  evidence: async (db, { now }): Promise<Evidence> => {
    const set = await passwordsSet(db, now);
    if (set.length === 0) return nothingYet('Nobody who works here has a password yet', HREF);
    const days = await passwordLife({ settingOf }, db);
    const old = days === undefined ? 0 : set.filter((at) => at.until(now).total('hours') >= days * 24).length;
    const aged =
      old === 0
        ? `none older than ${String(days)} days`
        : `${String(old)} older than ${String(days)} days and shut until a new one is chosen`;
    return {
      state: 'met',
      kind: 'measured',
      figure: `${formatPlural(set.length, 'password')}, ${days === undefined ? 'none with an end by the calendar, as the national advice is' : aged}`,
      latest: now,
      href: HREF,
    };
  },
};
