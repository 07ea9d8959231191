import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { changeOne } from '../../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { ssoEvents } from '../events.ts';
import { mayFillIn } from '../policy.ts';
import { ssoTables } from '../rows.ts';

/** Takes an account at the provider out of use here, for somebody whose account there was made anew. The next sign-in binds the new one. */
export const forgetProviderAccount = command({
  name: 'people.forget-provider-account',
  input: z.object({ identity: recordId<'sso-identity'>() }),
  events: ssoEvents,
  load: (db, { identity }) =>
    ssoTables.read(db).select('sso_identity').selectAll().where('id', '=', identity).executeTakeFirst(),
  policy: (actor) => mayFillIn(actor),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, now, subject }) => {
    if (subject.ended_at !== null) return failed('', 'It is out of use already.');
    await changeOne(
      ssoTables
        .write(db)
        .update('sso_identity')
        .set({ ended_at: now.toString() })
        .where('id', '=', subject.id)
        .where('ended_at', 'is', null),
    );
    const person = asId<'person'>(subject.person_id);
    return done(subject.kind, {
      name: 'provider-account-forgotten',
      subject: person,
      data: { provider: subject.kind },
    });
  },
});
