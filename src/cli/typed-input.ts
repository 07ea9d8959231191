import type { Readable } from 'node:stream';

import { Unusable } from '../platform/errors/errors.ts';
import { boundedInput } from './bounded-input.ts';

/** The longest that a typed key may be, in bytes: a sheet has 65 signs, and whoever pastes two keys with words around them stays far below. */
export const MOST_TYPED = 4000;

/**
 * What somebody types or pipes in for a key, to its end (Ctrl+D). Throws `Unusable` as soon as it is longer than a key can be: a wrong file, or a
 * stream without end, is not read into memory.
 */
export async function typedInput(source: Readable): Promise<string> {
  const typed = await boundedInput(source, MOST_TYPED);
  if (typed !== undefined) return typed.toString('utf8');
  throw new Unusable(
    'what was typed',
    `it has more than ${MOST_TYPED.toLocaleString('en-GB')} characters, and a key has far fewer.`,
    'Type the groups from the sheet, and nothing else.',
  );
}
