import { createHash } from 'node:crypto';

import { compileLists, type CompiledLists, type ListInput } from '../../../filter/lists/compile-lists.ts';
import { readStarterLists } from '../../../filter/lists/starter-lists.ts';
import type { OwnList } from '../records/lists.ts';
import { categoryOfStarter, type Category } from './categories.ts';

/** A list as the page shows it. */
export interface ListSource {
  /** Category code of a starter list, id of a list of the school. */
  readonly code: string;
  readonly name: string;
  readonly category: string;
  readonly count: number;
  readonly version: string;
  /** Where the names come from. */
  readonly source: string;
  readonly own: boolean;
  readonly on: boolean;
}

/** Lists compiled, and what went into them. */
export interface ListsInUse {
  readonly compiled: CompiledLists;
  readonly categories: readonly Category[];
  readonly sources: readonly ListSource[];
}

/** What the school says about lists. */
export interface ListChoice {
  readonly off: ReadonlySet<string>;
  readonly own: readonly OwnList[];
}

export interface ListCompiler {
  /**
   * The lists of a choice, compiled only when they differ from the last time. `names` gives the names of the school's own lists, and is
   * asked only then. Throws Unusable (file, line, cure) when a list cannot be used; what was compiled before is untouched.
   */
  compile(choice: ListChoice, names: () => Promise<ReadonlyMap<string, readonly string[]>>): Promise<ListsInUse>;
}

/** `seed` is two 32-bit numbers of this installation; `starterFolder` holds the lists that ship with Schoolgate. */
export function listCompiler(starterFolder: string, seed: readonly number[]): ListCompiler {
  let last: { key: string; lists: ListsInUse } | undefined;
  return {
    async compile(choice, names) {
      const starter = readStarterLists(starterFolder);
      const key = createHash('sha256')
        .update(
          JSON.stringify([
            starter.sha256,
            [...choice.off].sort(),
            choice.own.map((own) => [own.id, own.name, own.category, own.version]),
          ]),
        )
        .digest('hex');
      if (last?.key === key) return last.lists;
      const ownNames = choice.own.length === 0 ? new Map<string, readonly string[]>() : await names();
      const input: ListInput[] = [
        ...starter.lists
          .filter((list) => !choice.off.has(list.category))
          .map((list) => ({ ...list, category: categoryOfStarter(list.category) })),
        ...choice.own.map((own) => ({
          category: own.category,
          list: own.name,
          version: String(own.version),
          names: ownNames.get(own.id) ?? [],
        })),
      ];
      const counts = new Map(starter.lists.map((list) => [list.category, [...list.names].length]));
      const lists: ListsInUse = {
        compiled: compileLists(input, seed),
        categories: starter.categories.map(({ code, label, alert }) => ({
          code: categoryOfStarter(code),
          label,
          alert,
        })),
        sources: [
          ...starter.categories.map(({ code, label, source }) => ({
            code,
            name: label,
            category: categoryOfStarter(code),
            count: counts.get(code) ?? 0,
            version: starter.version,
            source,
            own: false,
            on: !choice.off.has(code),
          })),
          ...choice.own.map((own) => ({
            code: own.id,
            name: own.name,
            category: own.category,
            count: own.count,
            version: String(own.version),
            source: 'Pasted in by the school.',
            own: true,
            on: true,
          })),
        ],
      };
      last = { key, lists };
      return lists;
    },
  };
}

/** Two 32-bit numbers that nobody outside can know, from a mark of the machine's key. */
export function seedFrom(mark: string): readonly [number, number] {
  const digest = createHash('sha256').update(mark).digest();
  return [digest.readInt32LE(0), digest.readInt32LE(4)];
}
