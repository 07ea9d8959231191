import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';

import type { ModuleParts } from '../../module.ts';
import { challengeHolds, newChallenge, type ChallengeFor } from './challenge.ts';
import type { RegisteredPasskey, ShownPasskey } from './credential-field.ts';
import { relyingParty } from './relying-party.ts';
import { readTransports, type PasskeyRow } from './store.ts';

type Parts = Pick<ModuleParts, 'config' | 'key' | 'clock' | 'ids' | 'limits'>;

/** The passkeys of this installation: what browsers are asked, and what of their answers holds. User verification (PIN, finger, face) is demanded throughout. */
export interface Passkeys {
  /** What a browser needs to make one, as JSON for the page. */
  askToMake(person: { id: string; name: string; loginName: string; has: readonly PasskeyRow[] }): Promise<string>;
  /** What a browser needs to show one, whichever the person chooses. `has` narrows it to those of somebody known. */
  askToShow(purpose: ChallengeFor, has?: readonly PasskeyRow[]): Promise<string>;
  /** What is kept of a passkey that was made; undefined when the answer does not hold. */
  made(person: string, answer: RegisteredPasskey): Promise<Made | undefined>;
  /** The new counter of a passkey that was shown; undefined when the answer does not hold. */
  shown(purpose: ChallengeFor, answer: ShownPasskey, row: PasskeyRow): Promise<number | undefined>;
}

export type Made = Pick<PasskeyRow, 'credential_id' | 'public_key' | 'counter' | 'transports' | 'synced'>;

/** Joins the passkeys of an installation. */
export function passkeys(parts: Parts): Passkeys {
  const { id: rpID, origin } = relyingParty(parts.config.publicUrl);
  const listed = (rows: readonly PasskeyRow[]) =>
    rows.map((row) => ({ id: row.credential_id, transports: [...readTransports(row.transports)] }));
  const holds = (purpose: ChallengeFor) => (challenge: string) => challengeHolds(parts, purpose, challenge);
  return {
    async askToMake(person) {
      const options = await generateRegistrationOptions({
        rpName: 'Schoolgate',
        rpID,
        userID: Uint8Array.from(Buffer.from(person.id)),
        userName: person.loginName,
        userDisplayName: person.name,
        challenge: newChallenge(parts, `register:${person.id}`),
        attestationType: 'none',
        excludeCredentials: listed(person.has),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return JSON.stringify(options);
    },
    async askToShow(purpose, has = []) {
      const options = await generateAuthenticationOptions({
        rpID,
        challenge: newChallenge(parts, purpose),
        userVerification: 'required',
        allowCredentials: listed(has),
      });
      return JSON.stringify(options);
    },
    async made(person, answer) {
      const verified = await whetherItHolds(
        verifyRegistrationResponse({
          response: { ...answer, response: { ...answer.response } },
          expectedChallenge: holds(`register:${person}`),
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
        }),
      );
      if (verified?.verified !== true) return undefined;
      const { credential, credentialBackedUp } = verified.registrationInfo;
      return {
        credential_id: credential.id,
        public_key: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: JSON.stringify(readTransports(JSON.stringify(answer.response.transports ?? []))),
        synced: credentialBackedUp ? 1 : 0,
      };
    },
    async shown(purpose, answer, row) {
      const verified = await whetherItHolds(
        verifyAuthenticationResponse({
          response: answer,
          expectedChallenge: holds(purpose),
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          credential: {
            id: row.credential_id,
            publicKey: Uint8Array.from(Buffer.from(row.public_key, 'base64url')),
            counter: row.counter,
          },
        }),
      );
      return verified?.verified === true ? verified.authenticationInfo.newCounter : undefined;
    },
  };
}

/** The library throws for each way in which an answer can be wrong: all of them are the same "no" to whoever sent it. */
async function whetherItHolds<Value>(verifying: Promise<Value>): Promise<Value | undefined> {
  try {
    return await verifying;
  } catch {
    return undefined;
  }
}
