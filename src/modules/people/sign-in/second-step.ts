import type { Limit } from '../../../platform/auth/rate-limits.ts';
import { countRefusal } from '../../../platform/auth/refusal-counts.ts';
import type { WebSession } from '../../../platform/auth/web-sessions.ts';
import type { Outcome } from '../../../platform/commands/command.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { Visit } from '../../../platform/http/public-routes.ts';
import { asId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';
import { noteWrongCodes } from '../second-factor/commands/note-wrong-codes.ts';
import { passSecondStep, type Passed } from '../second-factor/commands/pass-second-step.ts';
import { halfWayActor } from './half-way-actor.ts';

/** Wrong codes for a person; then a quarter of an hour must pass. Two in a million fit at any time (RFC 6238, 5.2). */
export const CODE_TRIES: Limit = { name: 'second-step', times: 5, seconds: 900 };

/**
 * Takes the code of the second step. Wrong ones are counted for the person, and apart for a browser they know, so that whoever has learnt the
 * password cannot keep them out of it. With the last one before the wait the owner is told by mail: somebody knows their password.
 */
export async function takeSecondStep(
  parts: Pick<ModuleParts, 'runner' | 'limits' | 'devices' | 'store' | 'clock'>,
  visit: Visit,
  session: Pick<WebSession, 'school' | 'person' | 'startedAt'>,
  code: unknown,
): Promise<Outcome<Passed>> {
  const { school, person } = session;
  const known = (await parts.devices.isKnown(visit.knownDevice, person)) ? (visit.knownDevice ?? '') : '';
  const key = `${person}\0${known}`;
  // A password that was set anew since, or a log-in that was closed, ends this sign-in before its code counts.
  await halfWayActor(parts, session, asId(visit.request));
  const actor = { kind: 'visitor', school, request: asId<'request'>(visit.request) } as const;
  const used = await parts.limits.use(CODE_TRIES, key);
  const outcome = await parts.runner.run(passSecondStep, actor, { person, code });
  if (outcome.ok) {
    await parts.limits.forget(CODE_TRIES, key);
    return outcome;
  }
  await countRefusal(parts.store, parts.clock, 'second-step-failed');
  if (used >= CODE_TRIES.times) {
    await parts.runner.run(noteWrongCodes, actor, { person, tries: used });
    throw new Refused('SG-TOO-MANY', 'Too many codes were wrong. Wait 15 minutes, then sign in again.');
  }
  return outcome;
}
