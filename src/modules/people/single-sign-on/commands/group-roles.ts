import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { changeOne } from '../../../../platform/db/scoped-tables.ts';
import { choice, recordId } from '../../../../platform/forms/fields.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { peopleEvents } from '../../events.ts';
import { holdersOf } from '../../lists.ts';
import { endRole } from '../../store.ts';
import { givenRoles } from '../../words.ts';
import { ssoEvents } from '../events.ts';
import { groupField } from '../fields.ts';
import { mayConfirmGroup, mayFillIn } from '../policy.ts';
import { ssoTables } from '../rows.ts';
import { endGroupRole, findGroup, groupRoles, groupsOf } from '../store.ts';

/** Notes that a group of Entra ID gives a role. It counts once the headteacher has confirmed it; their own counts at once. */
export const addGroupRole = command({
  name: 'people.add-group-role',
  input: z.object({ group: groupField(), role: choice(givenRoles, 'Choose a role from the list') }),
  events: ssoEvents,
  load: async (db) => ({ groups: await groupsOf(db, 'microsoft') }),
  policy: (actor) => mayFillIn(actor),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to do this.');
    if (subject.groups.length >= 100) return failed('group', 'There are 100 already. End some first');
    if (subject.groups.some((one) => one.group_ref === input.group && one.role === input.role)) {
      return failed('group', 'This group gives this role already');
    }
    const confirmed = mayConfirmGroup(actor).allowed;
    const id = newId<'sso-group'>();
    await ssoTables.write(db).insert('sso_group', {
      id,
      kind: 'microsoft',
      group_ref: input.group,
      role: input.role,
      added_by: actor.person,
      added_at: now.toString(),
      confirmed_by: confirmed ? actor.person : null,
      confirmed_at: confirmed ? now.toString() : null,
      ended_at: null,
      version: 1,
    });
    const data = { provider: 'microsoft', role: input.role, confirmed };
    return done(id, { name: 'group-role-added', subject: id, data });
  },
});

/** The headteacher says yes to it. */
export const confirmGroupRole = command({
  name: 'people.confirm-group-role',
  input: z.object({ group: recordId<'sso-group'>() }),
  events: ssoEvents,
  load: (db, { group }) => findGroup(db, group),
  policy: (actor) => mayConfirmGroup(actor),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, subject }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to do this.');
    if (subject.ended_at !== null) return failed('', 'It was ended in the meantime.');
    if (subject.confirmed_at !== null) return failed('', 'It is confirmed already.');
    await changeOne(
      ssoTables
        .write(db)
        .update('sso_group')
        .set({ confirmed_by: actor.person, confirmed_at: now.toString(), version: subject.version + 1 })
        .where('id', '=', subject.id)
        .where('version', '=', subject.version),
    );
    return done(null, { name: 'group-role-confirmed', subject: subject.id, data: { role: subject.role } });
  },
});

/** Ends it, and every role that it gave, at once. The last headteacher's stays: a school is never without one here. */
export const endGroupRoleRow = command({
  name: 'people.end-group-role',
  input: z.object({ group: recordId<'sso-group'>() }),
  events: { ...ssoEvents, 'role-ended': peopleEvents['role-ended'] },
  load: (db, { group }) => findGroup(db, group),
  policy: (actor) => mayFillIn(actor),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, subject }) => {
    if (subject.ended_at !== null) return failed('', 'It is ended already.');
    await changeOne(
      ssoTables
        .write(db)
        .update('sso_group')
        .set({ ended_at: now.toString(), version: subject.version + 1 })
        .where('id', '=', subject.id)
        .where('version', '=', subject.version),
    );
    const today = schoolDay(now).toString();
    const ended = [];
    for (const given of await groupRoles(db, { group: subject.id })) {
      await endGroupRole(db, given.id, now);
      if (given.role === 'head' && (await holdersOf(db, 'head', now)).length <= 1) continue;
      await endRole(db, given.role_period, today);
      ended.push({
        name: 'role-ended' as const,
        subject: asId<'person'>(given.person_id),
        data: { role: given.role, on: today },
      });
    }
    return done(
      ended.length,
      { name: 'group-role-ended', subject: subject.id, data: { role: subject.role } },
      ...ended,
    );
  },
});
