import { createHash } from 'node:crypto';

import { Unusable } from '../../platform/errors/errors.ts';
import { feedA, feedB, finishA, finishB, slotOf } from './name-hash.ts';
import { layOutTable, MAX_CLASSES, MAX_SLOTS, sealTable } from './table-format.ts';

/** Names of one list under one category, in normal form (parse-list.ts gives them so), at least two labels each. */
export interface ListInput {
  readonly category: string;
  /** Which list this is, as a decision names it: "starter", "ut1". */
  readonly list: string;
  readonly version: string;
  readonly names: Iterable<string>;
}

export interface CompiledLists {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Hex; the name under which publishLists stores the bytes. */
  readonly sha256: string;
  /** Distinct names. */
  readonly names: number;
}

const DOT = 46;

/**
 * Compiles lists into one table (table-format.ts). `seed` is two random 32-bit numbers, made once per installation and kept: the same
 * inputs and seed give the same bytes, and so the same file.
 * Two passes: each name gets the class of the lists that name it; then each name's class takes in those of its listed parents.
 * Throws Unusable when there are more different combinations of lists, or more names, than a table can hold.
 */
export function compileLists(input: readonly ListInput[], seed: readonly number[]): CompiledLists {
  const [seedA, seedB] = seed;
  if (seedA === undefined || seedB === undefined) throw new RangeError('seed: two numbers are needed.');
  const lists = input.map((one) => ({ ...one, names: [...one.names] }));
  const total = lists.reduce((sum, one) => sum + one.names.length, 0);
  const slots = slotsFor(total);
  const table = scratchTable(slots, seedA | 0, seedB | 0);
  const combinations = classCombinations();

  lists.forEach((list, member) => {
    const own = combinations.of([member]);
    for (const name of list.names) table.merge(name, own, combinations.union);
  });
  for (const list of lists) {
    for (const name of list.names) table.mergeWithParents(name, combinations.union);
  }

  // Unions made on the way and used by no name are left out of the file.
  const used = new Map<number, number>();
  for (let slot = 0; slot < slots; slot++) {
    const id = table.classes[slot] ?? 0;
    if (id !== 0 && !used.has(id)) used.set(id, used.size + 1);
  }
  if (used.size > MAX_CLASSES) {
    throw new Unusable(
      'lists',
      `overlap in ${String(used.size)} different ways, more than ${String(MAX_CLASSES)}.`,
      'Use fewer lists.',
    );
  }
  const classTable = {
    members: lists.map(({ category, list, version }) => ({ category, list, version })),
    classes: [...used.keys()].map((id) => [...combinations.members(id)]),
  };
  const { bytes, words } = layOutTable(classTable, slots, table.count(), seedA, seedB);
  for (let slot = 0; slot < slots; slot++) {
    const id = used.get(table.classes[slot] ?? 0);
    if (id === undefined) continue;
    words[2 * slot] = table.low[slot] ?? 0;
    words[2 * slot + 1] = ((table.high[slot] ?? 0) << 16) | id;
  }
  sealTable(bytes);
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex'), names: table.count() };
}

/** A power of two of which `names` fill three quarters at most. */
function slotsFor(names: number): number {
  let slots = 8;
  while (slots * 0.75 < names) slots *= 2;
  if (slots > MAX_SLOTS) {
    throw new Unusable(
      'lists',
      `hold ${String(names)} names, more than ${String(MAX_SLOTS * 0.75)}.`,
      'Use fewer or smaller lists.',
    );
  }
  return slots;
}

interface Combinations {
  of(members: readonly number[]): number;
  members(id: number): readonly number[];
  union(a: number, b: number): number;
}

/** Sets of members with small ids, from 1; each set once. */
function classCombinations(): Combinations {
  const sets: (readonly number[])[] = [[]];
  const ids = new Map<string, number>([['', 0]]);
  const unions = new Map<string, number>();
  const of = (members: readonly number[]): number => {
    const key = members.join(',');
    const known = ids.get(key);
    if (known !== undefined) return known;
    sets.push(members);
    ids.set(key, sets.length - 1);
    return sets.length - 1;
  };
  return {
    of,
    members: (id) => sets[id] ?? [],
    union(a, b) {
      if (a === b || b === 0) return a;
      if (a === 0) return b;
      const key = a < b ? `${String(a)}|${String(b)}` : `${String(b)}|${String(a)}`;
      const known = unions.get(key);
      if (known !== undefined) return known;
      const both = new Set([...(sets[a] ?? []), ...(sets[b] ?? [])]);
      const id = of([...both].sort((x, y) => x - y));
      unions.set(key, id);
      return id;
    },
  };
}

interface ScratchTable {
  readonly low: Uint32Array;
  readonly high: Uint16Array;
  /** Combination ids, wider than the file's class ids: unions on the way may be many. */
  readonly classes: Uint32Array;
  count(): number;
  merge(name: string, classId: number, union: (a: number, b: number) => number): void;
  /** Takes the classes of all listed parents into the name's own. The order of names does not matter: a parent that has taken in its own parents says nothing that the name would not hear anyway. */
  mergeWithParents(name: string, union: (a: number, b: number) => number): void;
}

function scratchTable(slots: number, seedA: number, seedB: number): ScratchTable {
  const low = new Uint32Array(slots);
  const high = new Uint16Array(slots);
  const classes = new Uint32Array(slots);
  const mask = slots - 1;
  let count = 0;

  /** Slot with this hash, or the empty one where it would go. */
  const find = (a: number, b: number): number => {
    const lowBits = finishB(b);
    const highBits = finishA(a);
    let at = slotOf(highBits, lowBits, mask);
    while (classes[at] !== 0 && (low[at] !== lowBits >>> 0 || high[at] !== highBits >>> 16)) at = (at + 1) & mask;
    return at;
  };

  return {
    low,
    high,
    classes,
    count: () => count,
    merge(name, classId, union) {
      let a = seedA;
      let b = seedB;
      for (let i = name.length - 1; i >= 0; i--) {
        a = feedA(a, name.charCodeAt(i));
        b = feedB(b, name.charCodeAt(i));
      }
      const at = find(a, b);
      if (classes[at] === 0) {
        low[at] = finishB(b);
        high[at] = finishA(a) >>> 16;
        count += 1;
      }
      classes[at] = union(classes[at] ?? 0, classId);
    },
    mergeWithParents(name, union) {
      let a = seedA;
      let b = seedB;
      let together = 0;
      let at = 0;
      for (let i = name.length - 1; i >= 0; i--) {
        a = feedA(a, name.charCodeAt(i));
        b = feedB(b, name.charCodeAt(i));
        if (i === 0 || name.charCodeAt(i - 1) === DOT) {
          at = find(a, b);
          together = union(together, classes[at] ?? 0);
        }
      }
      classes[at] = together;
    },
  };
}
