import { Unusable } from '../../platform/errors/errors.ts';
import { feedA, feedB, finishA, finishB, slotOf } from './name-hash.ts';
import { readTableHeader } from './table-format.ts';

/**
 * Asks compiled lists which categories a host is in.
 *
 * Idea: one open-addressing table in one buffer that worker threads share. A slot is a 48-bit fingerprint and a 16-bit class id; names
 * themselves are not kept. A host is hashed once, right to left, and at every label boundary the running hash is looked up: all
 * suffixes in one pass, and nothing is allocated. Compiling has put into each name's class what its listed parents say as well, so
 * the longest listed suffix answers for all of them ("union of all listed suffixes") with one class id.
 *
 * Layout and invariants: table-format.ts. The slow obvious version is list-oracle.ts; list-table.test.ts compares the two.
 *
 * A host that is in no list is taken for a listed one when fingerprints coincide: about 3 in 10^14 per host asked. Blocking by list is
 * additive and the hash is seeded per installation; rules that *allow* hosts are never decided by fingerprint (engine/host-index.ts).
 */
export interface ListTable {
  /** Distinct names. */
  readonly names: number;
  /** By class id; class 0 has no members. */
  readonly classes: readonly ListClass[];
  readonly buffer: SharedArrayBuffer | ArrayBuffer;
  /** Class id of a host in normal form (engine/normalise-host.ts), 0 when neither it nor a parent is listed. */
  lookup(host: string): number;
}

export interface ListClass {
  readonly members: readonly ListMember[];
}

/** A list that names the host, and the category that list stands for. */
export interface ListMember {
  readonly category: string;
  readonly list: string;
  readonly version: string;
}

const DOT = 46;

/**
 * Opens compiled lists. `where` names the file in errors. A worker that is given a buffer which the main thread has checked may pass
 * `alreadyChecked`, so that 64 MB are not summed up once per worker.
 * Throws Unusable when format, sizes or checksum are not right.
 */
export function openListTable(
  buffer: SharedArrayBuffer | ArrayBuffer,
  where = 'compiled lists',
  alreadyChecked = false,
): ListTable {
  const header = readTableHeader(new Uint8Array(buffer), !alreadyChecked);
  if (typeof header === 'string') {
    throw new Unusable(
      where,
      `${header}.`,
      'Publish the lists again from the lists page; the last good ones stay in use.',
    );
  }
  const { seedA, seedB, slots, names, slotsOffset, classTable } = header;
  const words = new Uint32Array(buffer, slotsOffset, slots * 2);
  const mask = slots - 1;
  const classes: ListClass[] = [{ members: [] }];
  for (const indexes of classTable.classes) {
    classes.push({ members: indexes.flatMap((index) => classTable.members[index] ?? []) });
  }

  return {
    names,
    classes,
    buffer,
    lookup(host) {
      let a = seedA;
      let b = seedB;
      let found = 0;
      // The last label alone is never listed.
      const lastDot = host.lastIndexOf('.');
      for (let i = host.length - 1; i >= 0; i--) {
        const character = host.charCodeAt(i);
        a = feedA(a, character);
        b = feedB(b, character);
        if (i === 0 ? lastDot !== -1 : i < lastDot && host.charCodeAt(i - 1) === DOT) {
          const low = finishB(b);
          const high = finishA(a);
          const classId = probe(words, mask, slotOf(high, low, mask), low >>> 0, high >>> 16);
          if (classId !== 0) found = classId;
        }
      }
      return found;
    },
  };
}

/** Class id in the slot with this fingerprint, searched from `slot` to the next empty one; 0 when there is none. */
function probe(words: Uint32Array, mask: number, slot: number, low: number, high: number): number {
  for (let at = slot; ; at = (at + 1) & mask) {
    const word = words[2 * at + 1] ?? 0;
    if ((word & 0xffff) === 0) return 0;
    if (words[2 * at] === low && word >>> 16 === high) return word & 0xffff;
  }
}
