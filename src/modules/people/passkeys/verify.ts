import type { ModuleParts } from '../../module.ts';
import { challengeHolds, newChallenge, type ChallengeFor } from './challenge.ts';
import type { RegisteredPasskey, ShownPasskey } from './credential-field.ts';
import { relyingParty } from './relying-party.ts';
import { readTransports, type PasskeyRow } from './store.ts';

type Parts = Pick<ModuleParts, 'config' | 'key' | 'clock' | 'ids' | 'limits'>;

/** The passkeys of this installation: what browsers are asked, and what of their answers holds. User verification (PIN, finger, face) is demanded throughout. */
export interface Passkeys {
  /** What a browser needs to make one, as JSON for the page. */
  askToMake(person: { id: string; name: string; loginName: string; has: readonly PasskeyRow[] }): string;
  /** What a browser needs to show one, whichever the person chooses. `has` narrows it to those of somebody known. */
  askToShow(purpose: ChallengeFor, has?: readonly PasskeyRow[]): string;
  /** What is kept of a passkey that was made; undefined when the answer does not hold. */
  made(person: string, answer: RegisteredPasskey): Promise<Made | undefined>;
  /** The new counter of a passkey that was shown; undefined when the answer does not hold. */
  shown(purpose: ChallengeFor, answer: ShownPasskey, row: PasskeyRow): Promise<number | undefined>;
}

export type Made = Pick<PasskeyRow, 'credential_id' | 'public_key' | 'counter' | 'transports' | 'synced'>;

/** Ed25519, ECDSA with P-256 and RSA, best first: what the library verifies (COSE algorithms). */
const ALGORITHMS = [-8, -7, -257];
/** How long a browser waits for its person. */
const TIMEOUT_MS = 120_000;

/** Loaded with the first passkey: the command line and most days' sign-ins do without its certificates and parsers. */
const library = () => import('@simplewebauthn/server');

/** Joins the passkeys of an installation. */
export function passkeys(parts: Parts): Passkeys {
  const { id: rpID, origin } = relyingParty(parts.config.publicUrl);
  const listed = (rows: readonly PasskeyRow[]) =>
    rows.map((row) => ({ type: 'public-key', id: row.credential_id, transports: [...readTransports(row.transports)] }));
  const challengeFor = (purpose: ChallengeFor): string =>
    Buffer.from(newChallenge(parts, purpose)).toString('base64url');
  const holds = (purpose: ChallengeFor) => (challenge: string) => challengeHolds(parts, purpose, challenge);
  return {
    askToMake: (person) =>
      JSON.stringify({
        rp: { id: rpID, name: 'Schoolgate' },
        user: { id: Buffer.from(person.id).toString('base64url'), name: person.loginName, displayName: person.name },
        challenge: challengeFor(`register:${person.id}`),
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
        excludeCredentials: listed(person.has),
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        attestation: 'none',
        timeout: TIMEOUT_MS,
      }),
    askToShow: (purpose, has = []) =>
      JSON.stringify({
        rpId: rpID,
        challenge: challengeFor(purpose),
        allowCredentials: listed(has),
        userVerification: 'required',
        timeout: TIMEOUT_MS,
      }),
    async made(person, answer) {
      const { verifyRegistrationResponse } = await library();
      const verified = await whetherItHolds(
        verifyRegistrationResponse({
          response: { ...answer, response: { ...answer.response } },
          expectedChallenge: holds(`register:${person}`),
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          supportedAlgorithmIDs: ALGORITHMS,
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
      const { verifyAuthenticationResponse } = await library();
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
