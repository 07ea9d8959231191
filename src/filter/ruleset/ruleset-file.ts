import { createHash, sign, verify } from 'node:crypto';

import { RULESET_FORMAT, rulesetHeaderSchema, rulesetSchema, type Ruleset, type RulesetHeader } from './ruleset.ts';

/**
 * A ruleset file as bytes: header line, payload line. Pure.
 *
 * The signature is about format, epoch, number *and* payload: an old payload cannot be put under a new number.
 */

export interface RulesetNumber {
  readonly epoch: number;
  readonly number: number;
}

const LINE_FEED = 10;

/** Bytes of a signed ruleset file. `privateKey` is Ed25519, PEM. */
export function encodeRuleset(ruleset: Ruleset, { epoch, number }: RulesetNumber, privateKey: string): Buffer {
  const payload = Buffer.from(JSON.stringify(ruleset), 'utf8');
  const header: RulesetHeader = {
    format: RULESET_FORMAT,
    epoch,
    number,
    sha256: createHash('sha256').update(payload).digest('hex'),
    signature: sign(null, signed({ epoch, number }, payload), privateKey).toString('base64'),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), payload, Buffer.from('\n')]);
}

export type ReadRuleset =
  | { readonly ok: true; readonly ruleset: Ruleset; readonly header: RulesetHeader }
  /** `where` is the line or field, `problem` a sentence. */
  | { readonly ok: false; readonly where: string; readonly problem: string };

/** Checks everything that can be checked without other files: shape, number, checksum, signature, and that codes named exist. */
export function decodeRuleset(bytes: Buffer, expected: RulesetNumber, publicKey: string): ReadRuleset {
  const feed = bytes.indexOf(LINE_FEED);
  if (feed === -1) return broken('line 1', 'The file ends inside its header line.');
  const headerValue = parseJson(bytes.subarray(0, feed));
  if (headerValue === undefined) return broken('line 1', 'The header is not JSON.');
  const header = rulesetHeaderSchema.safeParse(headerValue);
  if (!header.success) {
    const field = header.error.issues[0]?.path.join('.') ?? '';
    return field === 'format'
      ? broken('line 1, format', 'Another version of Schoolgate wrote this file; this one cannot read its format.')
      : broken(`line 1, ${field}`, 'The header has another shape.');
  }
  const { epoch, number } = header.data;
  if (epoch !== expected.epoch || number !== expected.number) {
    return broken('line 1', `The header says ${String(epoch)}.${String(number)}, the file's name another number.`);
  }
  if (bytes.at(-1) !== LINE_FEED || bytes.length < feed + 2)
    return broken('line 2', 'The file ends inside its payload line.');
  const payload = bytes.subarray(feed + 1, -1);
  if (createHash('sha256').update(payload).digest('hex') !== header.data.sha256) {
    return broken('line 2', 'The checksum does not match: the file is damaged.');
  }
  if (!signatureHolds(header.data, payload, publicKey)) {
    return broken('line 1, signature', 'The signature does not match: this file was not written by this web app.');
  }
  const value = parseJson(payload);
  if (value === undefined) return broken('line 2', 'The payload is not JSON.');
  const parsed = rulesetSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return broken(
      `line 2, ${issue?.path.join('.') ?? ''}`,
      'The field has another shape than this version of Schoolgate knows.',
    );
  }
  const dangling = danglingCode(parsed.data);
  if (dangling !== undefined) return dangling;
  return { ok: true, ruleset: parsed.data, header: header.data };
}

/** A code that names nothing would silently get the strictest profile, or no block at all. */
function danglingCode(ruleset: Ruleset): ReadRuleset | undefined {
  const profiles = new Set(ruleset.profiles.map((profile) => profile.code));
  const categories = new Set(ruleset.categories.map((category) => category.code));
  const noProfile = (where: string, code: string): ReadRuleset | undefined =>
    profiles.has(code) ? undefined : broken(`line 2, ${where}`, `There is no profile ${code}.`);

  for (const [index, profile] of ruleset.profiles.entries()) {
    const block = profile.blocks.findIndex((one) => !categories.has(one.category));
    if (block !== -1) {
      return broken(
        `line 2, profiles.${String(index)}.blocks.${String(block)}`,
        'It blocks a category that is not among the categories.',
      );
    }
  }
  for (const [index, person] of ruleset.people.entries()) {
    if (!profiles.has(person.profile)) return noProfile(`people.${String(index)}.profile`, person.profile);
  }
  return noProfile('strictestProfile', ruleset.strictestProfile) ?? noProfile('networkProfile', ruleset.networkProfile);
}

function signatureHolds(header: RulesetHeader, payload: Buffer, publicKey: string): boolean {
  try {
    return verify(null, signed(header, payload), publicKey, Buffer.from(header.signature, 'base64'));
  } catch {
    return false;
  }
}

function signed({ epoch, number }: RulesetNumber, payload: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`schoolgate ruleset ${String(RULESET_FORMAT)} ${String(epoch)} ${String(number)}\n`),
    payload,
  ]);
}

function parseJson(bytes: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return value;
  } catch {
    return undefined;
  }
}

function broken(where: string, problem: string): ReadRuleset {
  return { ok: false, where, problem };
}
