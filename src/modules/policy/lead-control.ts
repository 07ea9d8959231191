import { holds } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { notRecorded } from '../evidence.ts';
import type { Control, Evidence } from '../module.ts';
import { holdersOf } from '../people/index.ts';
import { settingsOfThePolicy } from './settings-of-the-policy.ts';
import { settingOf } from './settings.ts';
import { settingInForce } from './kept-settings.ts';

/** The role that each value of the setting names. */
const roleOf: Readonly<Record<string, Role>> = { dsl: 'dsl', head: 'head', deputy: 'deputy-head', lead: 'lead' };

/** "Who is accountable is named": the post that the policy names has a holder. */
export const leadNamed: Control = {
  code: 'accountable-lead-named',
  kind: 'access',
  title: 'Who is accountable, as the policy names them, holds the post',
  makesTrue: 'The post that the policy makes accountable for online safety is held by a named person today.',
  effect: 'evidenced',
  opens: (actor) => holds(actor, 'head', 'lead', 'dsl', 'deputy-dsl', 'governor', 'chair', 'vice-chair'),
  openedBy: 'The headteacher, the leads and the governors',
  evidence: async (db, { now }): Promise<Evidence> => {
    const setting = settingsOfThePolicy['accountable-lead'];
    const chosen = await settingInForce(db, setting.code);
    const value = String(await settingOf(db, setting));
    const role = roleOf[value];
    if (chosen === undefined || role === undefined)
      return notRecorded('The policy does not say who is accountable', '/policy/settings');
    const holders = await holdersOf(db, role, now);
    return {
      state: holders.length > 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure:
        holders.length > 0
          ? `${setting.words?.[value] ?? value}: held by ${String(holders.length)}`
          : `${setting.words?.[value] ?? value}: nobody holds the post`,
      latest: now,
      href: '/people/roles',
    };
  },
};
