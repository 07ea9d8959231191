import { z } from 'zod';

import { onlyMachine } from '../../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { asId, type PersonId } from '../../../../platform/ids/ids.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { peopleEvents } from '../../events.ts';
import { owned } from '../../rows.ts';
import { findAccount } from '../../store.ts';
import { kindField } from '../fields.ts';
import { changesByGroups } from '../group-changes.ts';
import { findProvider, identitiesOf, kindsOn, ownerOf, settingsOf } from '../store.ts';

/** The services that are turned on, for the sign-in page. */
export const providersOffered = query({
  name: 'people.providers-offered',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: onlyMachine('job', 'web'),
  answer: (db) => kindsOn(db),
  leaves: 'The sign-in page shows which services people can sign in with.',
});

/** The settings of a provider that is turned on, for the sign-in itself; undefined when it is not. Holds the secret. */
export const providerInUse = query({
  name: 'people.provider-in-use',
  input: z.strictObject({ kind: kindField() }),
  events: peopleEvents,
  load: wholeSchool,
  policy: onlyMachine('job', 'web'),
  answer: async (db, { input: { kind } }) => {
    const row = await findProvider(db, kind);
    return row?.state === 'on' ? settingsOf(row, kind) : undefined;
  },
  leaves: 'The web app reads how it asks the provider; nobody is shown anything by it.',
});

/**
 * Whose account at the provider this is: by the account's own id once it is bound, else by its address, which must be that of exactly one
 * adult here who has an open log-in. Nobody is ever added by signing in.
 */
export const whoAProviderNames = query({
  name: 'people.who-a-provider-names',
  input: z.strictObject({
    kind: kindField(),
    issuer: z.string().max(300),
    subject: z.string().max(300),
    email: z.string().max(300),
    groups: z.array(z.string().max(300)).max(1000).nullable(),
  }),
  events: peopleEvents,
  load: wholeSchool,
  policy: onlyMachine('job', 'web'),
  answer: async (db, { input, now }) => {
    const bound = await ownerOf(db, input.issuer, input.subject);
    const candidates = bound === undefined ? await adultsOf(input.email) : [bound];
    const [person, ...others] = candidates;
    if (person === undefined || others.length > 0) return { problem: 'unknown' as const };
    if ((await findAccount(db, person))?.closed_at !== null) return { problem: 'unknown' as const };
    if (bound === undefined && (await identitiesOf(db, person)).some((one) => one.kind === input.kind)) {
      return { problem: 'other-account' as const };
    }
    const changes =
      input.groups === null ? undefined : await changesByGroups(db, { person, groups: input.groups, now });
    return {
      person,
      bound: bound !== undefined,
      rolesChange: changes !== undefined && changes.give.length + changes.end.length > 0,
    };

    async function adultsOf(email: string): Promise<readonly PersonId[]> {
      const today = schoolDay(now).toString();
      const rows = await owned
        .read(db)
        .select('person')
        .select(['id', 'email'])
        .where('kind', '=', 'adult')
        .where((is) => is.or([is('left_on', 'is', null), is('left_on', '>', today)]))
        .execute();
      // Addresses are sealed in the store, so they are compared here: a school has some hundred adults.
      return rows.filter((row) => row.email?.toLowerCase() === email).map((row) => asId(row.id));
    }
  },
  leaves: 'The web app finds out who signs in; nobody is shown anything by it.',
});
