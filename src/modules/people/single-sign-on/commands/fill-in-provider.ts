import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { changeOne } from '../../../../platform/db/scoped-tables.ts';
import { clientIdField, domainField, kindField, secretField, tenantField } from '../fields.ts';
import { ssoEvents } from '../events.ts';
import { mayFillIn } from '../policy.ts';
import { ssoTables } from '../rows.ts';
import { findProvider } from '../store.ts';

/**
 * Fills in how this school signs in with Google or Microsoft. It is off afterwards, whoever did it: the headteacher or the online-safety
 * lead turns it on. An empty secret keeps the one there is, but only for the same client: a secret is not sent to somebody else's.
 */
export const fillInProvider = command({
  name: 'people.fill-in-provider',
  input: z.object({
    kind: kindField(),
    clientId: clientIdField(),
    secret: secretField(),
    domain: domainField(),
    tenant: tenantField(),
  }),
  events: ssoEvents,
  load: async (db, { kind }) => ({ row: await findProvider(db, kind) }),
  policy: (actor) => mayFillIn(actor),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, actor, now, input, subject, newId }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to do this.');
    const { kind, clientId, domain } = input;
    const tenant = kind === 'microsoft' ? input.tenant : '';
    if (kind === 'microsoft' && tenant === '') return failed('tenant', 'Enter the directory (tenant) ID');
    const { row } = subject;
    const same = row?.client_id === clientId && row.domain === domain && row.tenant === tenant;
    if (input.secret === '' && !same)
      return failed('secret', 'Enter the client secret: the one that is kept belongs to other settings');
    const values = {
      client_id: clientId,
      secret: input.secret === '' ? (row?.secret ?? '') : input.secret,
      domain,
      tenant,
      state: 'off',
      changed_by: actor.person,
      changed_at: now.toString(),
    };
    const id = row?.id ?? newId<'sso-provider'>();
    if (row === undefined) await ssoTables.write(db).insert('sso_provider', { id, kind, ...values, version: 1 });
    else {
      await changeOne(
        ssoTables
          .write(db)
          .update('sso_provider')
          .set({ ...values, version: row.version + 1 })
          .where('id', '=', row.id)
          .where('version', '=', row.version),
      );
    }
    return done(kind, {
      name: 'provider-filled-in',
      subject: id,
      data: { provider: kind, secret: input.secret !== '' },
    });
  },
});
