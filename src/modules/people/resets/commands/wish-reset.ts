import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { resetEvents } from '../events.ts';
import { onlyVisitors } from '../policy.ts';
import { addReset } from '../store.ts';
import { peopleWith, tell } from '../telling.ts';
import { resetSubject } from './ask-reset.ts';

/**
 * Somebody asked on the sign-in page for help with signing in. It vouches for nothing: it is a line on the list of those who can help, who
 * see to it that it is really they.
 */
export const wishReset = command({
  name: 'people.wish-reset',
  input: z.strictObject({ person: recordId<'person'>() }),
  events: resetEvents,
  load: (db, { person }, { now }) => resetSubject(db, person, now),
  policy: onlyVisitors,
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, input: { person }, subject, now, newId }) => {
    if (subject.kind !== 'adult' || !subject.hasLogIn || subject.open.length > 0)
      return failed('', 'Nothing is to be done.');
    const reset = newId<'account-reset'>();
    await addReset(db, {
      id: reset,
      person_id: person,
      what: 'password',
      key_post: 0,
      state: 'wished',
      asked_kind: 'owner',
      asked_by: person,
      asked_at: now.toString(),
      way: 'person',
      code_hash: null,
      confirmed_by: null,
      confirmed_at: null,
      link_hash: null,
      link_until: null,
      ended_at: null,
      ended_by: null,
    });
    const telling = { db, now, newId: () => newId<'mail'>() };
    await tell(telling, await peopleWith(telling, ['technician', 'lead'], [person]), 'reset-wished', {});
    return done(reset, { name: 'reset-wished', subject: person, data: { reset } });
  },
});
