import type { ListInput } from './compile-lists.ts';
import type { ListMember } from './list-table.ts';

/** What the list table must answer, by the slow and obvious way: a Map of names. For tests. */
export interface ListOracle {
  /** Everything that any list says of `host` or of a parent of it, as `category list version`, sorted. */
  says(host: string): string[];
}

export function listOracle(input: readonly ListInput[]): ListOracle {
  const named = new Map<string, Set<string>>();
  for (const list of input) {
    for (const name of list.names) {
      const says = named.get(name) ?? new Set();
      says.add(sayingOf(list));
      named.set(name, says);
    }
  }
  return {
    says(host) {
      const labels = host.split('.');
      const all = new Set<string>();
      labels.forEach((_, index) => {
        for (const one of named.get(labels.slice(index).join('.')) ?? []) all.add(one);
      });
      return [...all].sort();
    },
  };
}

/** One member of a class, in the oracle's words. */
export function sayingOf(member: ListMember | ListInput): string {
  return `${member.category} ${member.list} ${member.version}`;
}
