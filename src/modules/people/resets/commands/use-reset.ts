import { z } from 'zod';

import { hashPassword, passwordProblem } from '../../../../platform/auth/passwords.ts';
import { command, done, failed } from '../../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { schoolName } from '../../../school/index.ts';
import { peopleEvents } from '../../events.ts';
import { passwordField } from '../../fields.ts';
import { removePasskeys } from '../../passkeys/store.ts';
import { removeSecondStep } from '../../second-factor/store.ts';
import { tellOwner } from '../../second-factor/tell-owner.ts';
import { changePasswordOf, findAccount, findPersonRow } from '../../store.ts';
import { keyPosts } from '../../words.ts';
import { resetEvents } from '../events.ts';
import { onlyVisitors } from '../policy.ts';
import { codeFits, hashOfSecret, stateOf } from '../reset.ts';
import { changeReset, resetOfLink } from '../store.ts';
import { peopleWith, tell } from '../telling.ts';

/** The reset behind a link that still works; undefined for any other. */
export async function linkSubject(db: ReadHandle, token: string, now: Temporal.Instant) {
  const row = await resetOfLink(db, hashOfSecret(token));
  if (row === undefined || stateOf(row, now) !== 'link') return undefined;
  const person = asId<'person'>(row.person_id);
  const who = await findPersonRow(db, person);
  const account = await findAccount(db, person);
  if (who === undefined || account?.closed_at !== null) return undefined;
  return { row, person, who, account };
}

/**
 * Spends a one-time link: a new password, and where it was asked for, no second step any more, so that the sign-in that follows asks for a
 * new one. All of it or nothing. The caller ends the person's sessions after the commit.
 */
export const useReset = command({
  name: 'people.use-reset',
  input: z.strictObject({
    token: z.string().min(20).max(100),
    code: z.string().max(40).default(''),
    password: passwordField('Enter a new password'),
  }),
  events: { ...resetEvents, 'password-set': peopleEvents['password-set'] },
  load: async (db, { token }, { now }) => {
    const found = await linkSubject(db, token, now);
    return found === undefined ? undefined : { ...found, school: await schoolName(db) };
  },
  policy: onlyVisitors,
  prepare: async ({ code, password }, { row, who, account, school }) => {
    if (!codeFits(row, code))
      return {
        problem: { field: 'code', message: 'This is not the code. Check it with whoever asked for your new way in' },
      };
    const about = [who.given_name, who.family_name, who.display_name, who.email ?? '', account.login_name, school];
    const problem = passwordProblem(password, about);
    return problem === undefined
      ? { hash: await hashPassword(password) }
      : { problem: { field: 'password', message: problem } };
  },
  changesFilter: false,
  effect: async ({ db, subject, prepared, now, newId }) => {
    if (prepared.problem !== undefined) return failed(prepared.problem.field, prepared.problem.message);
    const { row, person, who, account } = subject;
    await changeReset(db, row, { state: 'used', link_hash: null, ended_at: now.toString(), ended_by: person });
    await changePasswordOf(db, account, { hash: prepared.hash, byAnother: false }, now);
    if (row.what === 'both') {
      await removeSecondStep(db, person);
      await removePasskeys(db, person, now);
    }
    const telling = { db, now, newId: () => newId<'mail'>() };
    await tellOwner(telling, { person, email: who.email });
    if (row.key_post === 1) await tell(telling, await peopleWith(telling, keyPosts, [person]), 'reset-confirmed', {});
    return done(
      person,
      { name: 'reset-used', subject: person, data: { reset: asId<'account-reset'>(row.id), what: row.what } },
      { name: 'password-set', subject: person, data: { own: true } },
    );
  },
});
