import type { PersonActor } from '../../../platform/access/access.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { PersonId, RequestId, SchoolId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { personActor } from '../actor.ts';

/**
 * Somebody who has just given their password and may, with that alone, only finish their own sign-in: set up an app, choose a new password.
 * Never handed to a page of a module: only the sign-in's own routes make one, for their own commands. With `startedAt`, a sign-in that was begun
 * before the password was set anew is over: whoever knew the old one must not finish it with an app or a password of theirs. Throws `Refused`.
 */
export async function halfWayActor(
  parts: Pick<ModuleParts, 'runner'>,
  who: { readonly school: SchoolId; readonly person: PersonId; readonly startedAt?: Temporal.Instant },
  request: RequestId,
): Promise<PersonActor> {
  const { school, person, startedAt } = who;
  const actor = await personActor(parts, {
    school,
    person,
    request,
    session: { id: '', confirmedLately: true },
    ...(startedAt === undefined ? {} : { since: startedAt }),
  });
  if (actor === undefined) throw new Refused('SG-SIGN-IN', 'This sign-in is over. Sign in again.');
  return actor;
}
