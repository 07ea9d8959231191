import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { peopleEvents } from '../../events.ts';
import { namesOf } from '../../lists.ts';
import { kindField } from '../fields.ts';
import { mayConfirmGroup, mayFillIn, mayTurnOn } from '../policy.ts';
import { providerKinds } from '../providers.ts';
import { boundPeople, findProvider, groupsOf } from '../store.ts';

/** How the school signs in with Google and Microsoft: what is set up. */
export const showProviders = query({
  name: 'people.show-providers',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: (actor) => mayFillIn(actor),
  answer: async (db) => {
    const kinds = [];
    for (const kind of providerKinds) {
      const row = await findProvider(db, kind);
      kinds.push({ kind, state: row === undefined ? 'none' : row.state === 'on' ? 'on' : 'off' } as const);
    }
    return { kinds };
  },
  leaves: 'It shows whether a service is set up, and no record of a person.',
});

/** The settings of one of them, with its groups and who signs in by it. Never the secret. */
export const showProvider = query({
  name: 'people.show-provider',
  input: z.object({ kind: kindField() }),
  events: peopleEvents,
  load: wholeSchool,
  policy: (actor) => mayFillIn(actor),
  answer: async (db, { actor, input: { kind } }) => {
    const row = await findProvider(db, kind);
    const groups = await groupsOf(db, kind);
    const bound = await boundPeople(db, kind);
    const people = [row?.changed_by, ...groups.map((one) => one.added_by), ...bound.map((one) => one.person_id)];
    const names = new Map<string, string>(
      await namesOf(
        db,
        people.filter((id) => id !== undefined),
      ),
    );
    return {
      kind,
      row:
        row === undefined
          ? undefined
          : {
              clientId: row.client_id,
              domain: row.domain,
              tenant: row.tenant,
              on: row.state === 'on',
              changedBy: names.get(row.changed_by) ?? '',
              changedAt: row.changed_at,
            },
      groups: groups.map((one) => ({
        id: one.id,
        group: one.group_ref,
        role: one.role,
        confirmed: one.confirmed_at !== null,
        addedBy: names.get(one.added_by) ?? '',
      })),
      people: bound.map((one) => ({ identity: one.id, name: names.get(one.person_id) ?? '', since: one.bound_at })),
      mayTurnOn: mayTurnOn(actor).allowed,
      mayConfirm: mayConfirmGroup(actor).allowed,
    };
  },
  leaves: 'It shows settings, and the names of staff who sign in by them: what IT support needs to look after log-ins.',
});
