import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

import { Refused } from '../errors/errors.ts';
import { isKnownBad, plainPassword } from './known-bad-passwords.ts';

/**
 * Passwords, as NCSC and ASVS 5.0 section 6.2 advise: length and a list of known-bad ones, no forced composition, and no expiry of itself.
 * Stored as argon2id in PHC form; 19 MiB, two passes, one lane (OWASP's floor, kind to a small machine).
 */
const cost = { memory: 19456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const compute = promisify(argon2);

/** Hashes at once: each takes 19 MiB and a thread of the few that files and names are read with. */
const AT_ONCE = 2;
/** Hashes that may wait: some six seconds' worth. Whoever comes then is asked to come again. */
const MOST_WAITING = 200;

/** A bounded queue in front of argon2, shared by the process: a hundred wrong passwords at once must not stop everything else. */
function bounded() {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (...asked: Parameters<typeof compute>): Promise<Buffer> => {
    if (running >= AT_ONCE) {
      if (waiting.length >= MOST_WAITING) {
        throw new Refused('SG-TOO-MANY', 'Many people are signing in just now. Wait a minute, then try again.');
      }
      const turn = Promise.withResolvers<undefined>();
      waiting.push(() => {
        turn.resolve(undefined);
      });
      await turn.promise;
    } else running += 1;
    try {
      return await compute(...asked);
    } finally {
      const next = waiting.shift();
      // The place goes to the next in line, so that nobody who comes later takes it.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
const hash = bounded();

/** Characters of a password, at least and at most (ASVS 5.0 6.2.1, 6.2.9). */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

/** Hashes a password for keeping. Takes about 30 ms of a thread of the pool, not of the main thread. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await hash('argon2id', { message: password.normalize('NFKC'), nonce, ...cost });
  const parameters = `m=${String(cost.memory)},t=${String(cost.passes)},p=${String(cost.parallelism)}`;
  return `$argon2id$v=19$${parameters}$${nonce.toString('base64')}$${tag.toString('base64')}`;
}

/**
 * True when `password` is the one `stored` was made from. With `undefined` (no such account) it does the same work and says no, so that
 * the time does not tell who has an account.
 */
export async function passwordMatches(password: string, stored: string | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+)$/.exec(stored ?? '');
  const nonce = Buffer.from(parts?.[4] ?? 'AAAAAAAAAAAAAAAAAAAAAA==', 'base64');
  const expected = Buffer.from(parts?.[5] ?? '', 'base64');
  const tag = await hash('argon2id', {
    message: password.normalize('NFKC'),
    nonce,
    memory: Number(parts?.[1] ?? cost.memory),
    passes: Number(parts?.[2] ?? cost.passes),
    parallelism: Number(parts?.[3] ?? cost.parallelism),
    tagLength: expected.length > 0 ? expected.length : cost.tagLength,
  });
  return tag.length === expected.length && timingSafeEqual(tag, expected);
}

/** What this service and what it is about are called (ASVS 5.0 6.1.2). */
const SERVICE_WORDS = ['schoolgate', 'school', 'gate', 'online', 'safety', 'safeguarding', 'password'];

/**
 * Why a new password cannot be used, as a message for its field; undefined when it can. `about` are words it must not be made of
 * (their name, e-mail address, the school's name: clause s1-062).
 */
export function passwordProblem(
  password: string,
  about: readonly string[],
  shortest: number = PASSWORD_MIN,
): string | undefined {
  const length = [...password].length;
  if (length < shortest) return `Password must be ${String(shortest)} characters or more`;
  if (length > PASSWORD_MAX) return `Password must be ${String(PASSWORD_MAX)} characters or fewer`;
  const lower = plainPassword(password);
  if (isKnownBad(password) || /^(.{1,4})\1*$/u.test(lower) || isSequence(lower)) {
    return 'Password must not be one that is easy to guess. Three unrelated words work well';
  }
  // Birthdays and telephone numbers (clause s1-062).
  if (/^[\p{N}\p{P}\p{S}\s]+$/u.test(lower))
    return 'Password must not be a number or a date. Three unrelated words work well';
  const left = [...about, ...SERVICE_WORDS]
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
    .reduce((rest, word) => rest.replaceAll(word, ''), lower);
  if ([...left].length < Math.min(shortest, 6)) return 'Password must not be made of your name or the school’s name';
  return undefined;
}

/** True for a run such as 123456789012 or abcdefghijkl, up or down. */
function isSequence(text: string): boolean {
  const steps = new Set([...text].slice(1).map((character, index) => character.charCodeAt(0) - text.charCodeAt(index)));
  return steps.size === 1;
}
