import { z } from 'zod';

import type { FileKind } from './file-kinds.ts';

/** A file that is in the store already, for the command that will refer to it. Only the store makes one: no form can write one down. */
export interface StoredUpload {
  /** Its name in the store. */
  readonly content: string;
  /** The cleaned name that it came with. */
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: number;
}

/** A file that was not kept, with the message for its field. */
export interface RefusedUpload {
  readonly refused: 'empty' | 'too-large' | 'kind' | 'name' | 'virus' | 'not-scanned';
  readonly message: string;
}

const stored = new WeakSet<object>();
const refused = new WeakSet<object>();

export function storedUpload(given: StoredUpload): StoredUpload {
  const made = Object.freeze({ ...given });
  stored.add(made);
  return made;
}

export function refusedUpload(why: RefusedUpload['refused'], message: string): RefusedUpload {
  const made = Object.freeze({ refused: why, message });
  refused.add(made);
  return made;
}

function isStored(value: unknown): value is StoredUpload {
  return typeof value === 'object' && value !== null && stored.has(value);
}

function isRefused(value: unknown): value is RefusedUpload {
  return typeof value === 'object' && value !== null && refused.has(value);
}

/** The field of a form that takes a file. A refused one gives its own message; anything else, `message` ("Choose the file"). */
export function uploadField(message: string) {
  return z.custom<StoredUpload>(isStored, {
    error: (issue) => (isRefused(issue.input) ? issue.input.message : message),
  });
}
