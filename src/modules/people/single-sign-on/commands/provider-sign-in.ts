import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { peopleEvents, type PeopleEvent } from '../../events.ts';
import { findPersonRow } from '../../store.ts';
import { addRole, endRole } from '../../store.ts';
import { ssoEvents } from '../events.ts';
import { kindField } from '../fields.ts';
import { changesByGroups } from '../group-changes.ts';
import { onlyAtSignIn } from '../policy.ts';
import { ssoTables } from '../rows.ts';
import { endGroupRole, identitiesOf, noteGroupRole, ownerOf } from '../store.ts';

/**
 * Binds an account at the provider to a person, with the first sign-in: from then on the account's own id counts, not its address, which may
 * be given to somebody else one day. One person has one account of each kind; another one is refused until the first is taken out of use.
 */
export const bindProviderAccount = command({
  name: 'people.bind-provider-account',
  input: z.strictObject({
    person: recordId<'person'>(),
    kind: kindField(),
    issuer: z.string().min(1).max(300),
    subject: z.string().min(1).max(300),
  }),
  events: ssoEvents,
  load: (db, { person }) => findPersonRow(db, person),
  policy: onlyAtSignIn,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, now, input, newId }) => {
    const { person, kind, issuer, subject } = input;
    if ((await ownerOf(db, issuer, subject)) !== undefined) return failed('', 'This account is somebody’s already.');
    if ((await identitiesOf(db, person)).some((one) => one.kind === kind)) {
      return failed('', 'Another account of yours is known here.');
    }
    await ssoTables.write(db).insert('sso_identity', {
      id: newId<'sso-identity'>(),
      person_id: person,
      kind,
      issuer,
      subject,
      bound_at: now.toString(),
      ended_at: null,
    });
    return done(person, { name: 'provider-account-bound', subject: person, data: { provider: kind } });
  },
});

/** Gives and ends the roles that follow from the groups somebody is in, as the table says today. Only run where something changes. */
export const applyGroupRoles = command({
  name: 'people.apply-group-roles',
  input: z.strictObject({ person: recordId<'person'>(), groups: z.array(z.string().max(300)).max(1000) }),
  events: peopleEvents,
  load: (db, { person }) => findPersonRow(db, person),
  policy: onlyAtSignIn,
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, now, input: { person, groups }, newId }) => {
    const today = schoolDay(now).toString();
    const { give, end } = await changesByGroups(db, { person, groups, now });
    const events: PeopleEvent[] = [];
    for (const { role, group } of give) {
      const period = newId<'role'>();
      await addRole(db, { id: period, person, role, from: today, until: null });
      await noteGroupRole(db, { id: newId<'sso-group-role'>(), person, group, role, period, now });
      events.push({ name: 'role-given', subject: person, data: { role, from: today } });
    }
    for (const { id, role, period } of end) {
      await endGroupRole(db, id, now);
      await endRole(db, period, today);
      events.push({ name: 'role-ended', subject: person, data: { role, on: today } });
    }
    const [first, ...others] = events;
    return first === undefined ? failed('', 'Nothing is to be changed.') : done(events.length, first, ...others);
  },
});
