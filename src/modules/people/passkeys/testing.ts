import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { z } from 'zod';

import type { World } from '../../../../test/support/world.ts';
import type { PersonActor } from '../../../platform/access/access.ts';
import { asId, type PersonId, type SchoolId } from '../../../platform/ids/ids.ts';
import { makeAddPasskey } from './commands/add-passkey.ts';
import { passkeyQueries } from './queries/asked-passkeys.ts';
import { relyingParty } from './relying-party.ts';
import { passkeys } from './verify.ts';
import { actorFor, worked } from '../testing.ts';

/** An authenticator in software (WebAuthn level 3, ES256, no attestation), for tests that open no browser. */
export interface SoftKey {
  /** What a browser hands over for `options` of a page that makes a passkey. */
  make(options: string): string;
  /** What a browser hands over for `options` of a page that asks for one. `verified: false` leaves out the PIN. */
  show(
    options: string,
    more?: { readonly verified?: boolean; readonly origin?: string; readonly counter?: number },
  ): string;
}

const asked = z.object({ challenge: z.string() });
const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();

/** Makes one. Each is of one credential. */
export function aSoftKey(world: World): SoftKey {
  const rp = relyingParty(world.config.publicUrl);
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = Buffer.from(world.ids.secret(16), 'base64url');
  let counter = 0;
  const client = (type: string, options: string, origin = rp.origin): Buffer =>
    Buffer.from(
      JSON.stringify({ type, challenge: asked.parse(JSON.parse(options)).challenge, origin, crossOrigin: false }),
    );
  const head = (flags: number, count: number): Buffer => {
    const bytes = Buffer.alloc(5);
    bytes.writeUInt8(flags, 0);
    bytes.writeUInt32BE(count, 1);
    return Buffer.concat([sha256(rp.id), bytes]);
  };
  const handed = (response: Readonly<Record<string, unknown>>): string =>
    JSON.stringify({
      id: id.toString('base64url'),
      rawId: id.toString('base64url'),
      type: 'public-key',
      clientExtensionResults: {},
      response,
    });
  return {
    make(options) {
      const length = Buffer.from([0, id.length]);
      const data = Buffer.concat([head(0x45, counter), Buffer.alloc(16), length, id, coseKey(publicKey)]);
      // CBOR: {"fmt": "none", "attStmt": {}, "authData": bytes}
      const attestation = Buffer.concat([
        Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
        Buffer.from([data.length]),
        data,
      ]);
      return handed({
        clientDataJSON: client('webauthn.create', options).toString('base64url'),
        attestationObject: attestation.toString('base64url'),
        transports: ['internal'],
      });
    },
    show(options, more = {}) {
      counter = more.counter ?? counter + 1;
      const clientData = client('webauthn.get', options, more.origin);
      const data = head(more.verified === false ? 0x01 : 0x05, counter);
      const signature = sign('sha256', Buffer.concat([data, sha256(clientData)]), privateKey);
      return handed({
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
      });
    },
  };
}

/** The key in COSE (RFC 9053, 7.1.1): {kty: EC2, alg: ES256, crv: P-256, x, y}. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const part = (label: string, value: string): Buffer =>
    Buffer.concat([Buffer.from(label, 'hex'), Buffer.from(value, 'base64url')]);
  return Buffer.concat([Buffer.from('a5010203262001', 'hex'), part('215820', x), part('225820', y)]);
}

/** Adds a passkey to somebody, by the command of the page. Gives its id, the key, and the recovery codes that came with it. */
export async function aPasskey(
  world: World,
  school: SchoolId,
  person: PersonId,
  name = 'My phone',
): Promise<{ readonly id: string; readonly key: SoftKey; readonly codes: readonly string[] }> {
  const actor: PersonActor = {
    ...(await actorFor(world, school, person)),
    session: { id: '', confirmedLately: true },
  };
  const keys = passkeys(world.parts);
  const key = aSoftKey(world);
  const { options } = await world.runner.ask(passkeyQueries(keys).beforeAdding, actor, {});
  const { codes } = worked(
    await world.runner.run(makeAddPasskey(keys), actor, { name, credential: key.make(options) }),
  );
  const rows = await world.store.reading
    .selectFrom('passkey')
    .select('id')
    .where('person_id', '=', person)
    .orderBy('id', 'desc')
    .limit(1)
    .execute();
  return { id: asId<'passkey'>(String(rows[0]?.['id'])), key, codes };
}
