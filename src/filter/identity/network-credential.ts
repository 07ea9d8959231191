import { createHash, timingSafeEqual } from 'node:crypto';

import type { Ruleset, RulesetPerson } from '../ruleset/ruleset.ts';

/** The people of a ruleset, found by id and by the name of their network credential. Made once per ruleset. */
export interface PeopleIndex {
  readonly byId: ReadonlyMap<string, RulesetPerson>;
  readonly byCredential: ReadonlyMap<string, { readonly person: RulesetPerson; readonly digest: Buffer }>;
}

/** Builds the index. Of two people with one credential name the first holds it; the compiler of rulesets refuses that earlier. */
export function indexPeople(ruleset: Ruleset | undefined): PeopleIndex {
  const byId = new Map<string, RulesetPerson>();
  const byCredential = new Map<string, { person: RulesetPerson; digest: Buffer }>();
  for (const person of ruleset?.people ?? []) {
    byId.set(person.id, person);
    if (person.credential !== null && !byCredential.has(person.credential.name)) {
      byCredential.set(person.credential.name, { person, digest: Buffer.from(person.credential.sha256, 'hex') });
    }
  }
  return { byId, byCredential };
}

/** Compared with when the name is unknown, so that an unknown name takes as long as a wrong secret. SHA-256 of nothing anybody can send. */
const NOBODY = createHash('sha256').update('schoolgate: no such credential').digest();

export interface BasicCredential {
  readonly name: string;
  readonly secret: string;
}

/** Reads `Basic …` (RFC 7617). Undefined for another scheme, broken base64 or a missing colon. */
export function readBasic(field: string): BasicCredential | undefined {
  const match = /^basic +([a-z0-9+/]{1,700}={0,2}) *$/i.exec(field);
  if (match?.[1] === undefined) return undefined;
  const text = Buffer.from(match[1], 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/** Whose credential this is, or undefined. The secret is compared by its SHA-256 in constant time; the account's password is never here. */
export function checkCredential(index: PeopleIndex, credential: BasicCredential): RulesetPerson | undefined {
  const digest = createHash('sha256').update(credential.secret).digest();
  const known = index.byCredential.get(credential.name);
  const equal = timingSafeEqual(digest, known?.digest ?? NOBODY);
  return equal ? known?.person : undefined;
}
