import { z } from 'zod';

import { roleLabels } from '../../../platform/access/roles.ts';
import { query } from '../../../platform/commands/command.ts';
import type { ModuleParts } from '../../module.ts';
import { peopleEvents } from '../events.ts';
import { mayUseOwnAccount } from '../policy.ts';
import { findPerson } from '../lists.ts';
import { passkeysOf } from '../passkeys/store.ts';
import { hasOnlyPasskeys } from '../second-factor/facts.ts';
import { findAuthenticator } from '../second-factor/store.ts';
import { findAccount } from '../store.ts';

/** Makes the query behind "My account". */
export function makeOwnAccount({ sessions, devices }: Pick<ModuleParts, 'sessions' | 'devices'>) {
  return query({
    name: 'people.own-account',
    input: z.object({}),
    events: peopleEvents,
    load: async (db, _input, { actor, now }) =>
      actor.kind === 'person' ? findPerson(db, actor.person, now) : undefined,
    policy: mayUseOwnAccount,
    answer: async (db, { subject }) => {
      const account = await findAccount(db, subject.id);
      const hasApp = typeof (await findAuthenticator(db, subject.id))?.secret === 'string';
      return {
        name: subject.name,
        loginName: account?.login_name ?? '',
        roles: subject.roles.map((role) => roleLabels[role]),
        sessions: await sessions.count(subject.id),
        browsers: (await devices.list(subject.id)).length,
        hasApp,
        onlyPasskeys: hasOnlyPasskeys({ hasApp, passkeys: await passkeysOf(db, subject.id) }),
        hasPassword: typeof account?.password_hash === 'string',
        passwordSetAt: account?.password_set_at ?? undefined,
      };
    },
    leaves: 'People look at their own log-in, and at nobody else’s.',
  });
}
