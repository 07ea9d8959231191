import { randomBytes, randomUUIDv7 } from 'node:crypto';

declare const kind: unique symbol;

/** An id that the compiler will not let stand in for an id of another kind. The value is a UUID (version 7 when we make it). */
export type Id<Kind extends string> = string & { readonly [kind]: Kind };

export type SchoolId = Id<'school'>;
export type PersonId = Id<'person'>;
export type RequestId = Id<'request'>;

/** Where ids and secrets come from: passed in, so that tests and demonstrations are repeatable. */
export interface Ids {
  /** A new id, sortable by time of making. */
  next<Kind extends string>(): Id<Kind>;
  /** `bytes` random bytes as base64url: 16 for a network credential, 32 for a session. */
  secret(bytes: number): string;
}

/** Marked cast: text that is known (from our own store or a validated form) to be an id of that kind. */
export function asId<Kind extends string>(text: string): Id<Kind> {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the one place where text becomes an id
  return text as Id<Kind>;
}

/** Ids and secrets from the operating system's random source. */
export const systemIds: Ids = {
  next: () => asId(randomUUIDv7()),
  secret: (bytes) => randomBytes(bytes).toString('base64url'),
};
