import type { PersonActor } from '../../../platform/access/access.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { PersonId, RequestId, SchoolId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { personActor } from '../actor.ts';

/**
 * Somebody who has just given their password and may, with that alone, only finish their own sign-in: set up an app, choose a new password.
 * Never handed to a page of a module: only the sign-in's own routes make one, for their own commands.
 */
export async function halfWayActor(
  parts: Pick<ModuleParts, 'runner'>,
  who: { readonly school: SchoolId; readonly person: PersonId },
  request: RequestId,
): Promise<PersonActor> {
  const { school, person } = who;
  const actor = await personActor(parts, { school, person, request, session: { id: '', confirmedLately: true } });
  if (actor === undefined) throw new Refused('SG-SIGN-IN', 'This sign-in is over. Sign in again.');
  return actor;
}
