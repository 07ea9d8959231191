/**
 * Which rules of the ruleset name a host or a parent of it, in one pass and without cutting the host into pieces.
 *
 * Idea: rules name few hosts, browsers ask for many. Each named host gets one bit in a filter of 16 or more bits per name, at its hash.
 * The hash runs right to left, so at every label boundary it is the hash of one suffix; only where the bit is set is the
 * suffix cut out and asked for exactly. The bits never decide anything: an allow rule must not be forgeable by a hash.
 *
 * Invariant: an entry holds what its own host *and all its named parents* say, so the longest named suffix says everything.
 */

export interface HostIndex<Entry> {
  /** The entry of the longest suffix of `host` (itself included) that is named; undefined when none is. */
  find(host: string): Entry | undefined;
}

const DOT = 46;
const OFFSET = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

/** Builds an index from exact hosts (normal form) to entries. `inherit` adds to an entry what its parent's entry says. */
export function buildHostIndex<Entry>(
  entries: ReadonlyMap<string, Entry>,
  inherit: (entry: Entry, parent: Entry) => void,
): HostIndex<Entry> {
  // Shortest first: a parent is complete before its children ask it, so the nearest named parent is enough.
  for (const host of [...entries.keys()].sort((a, b) => a.length - b.length)) {
    const entry = entries.get(host);
    const parent = nearestParent(entries, host);
    if (entry !== undefined && parent !== undefined) inherit(entry, parent);
  }

  let bits = 1024;
  while (bits < entries.size * 16) bits *= 2;
  const filter = new Uint32Array(bits / 32);
  const mask = bits - 1;
  for (const host of entries.keys()) {
    const at = spread(hashOf(host)) & mask;
    filter[at >>> 5] = (filter[at >>> 5] ?? 0) | (1 << (at & 31));
  }

  return {
    find(host) {
      let hash = OFFSET;
      let found: Entry | undefined;
      for (let i = host.length - 1; i >= 0; i--) {
        hash = Math.imul(hash ^ host.charCodeAt(i), PRIME);
        if (i === 0 || host.charCodeAt(i - 1) === DOT) {
          const at = spread(hash) & mask;
          if (((filter[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0) {
            found = entries.get(i === 0 ? host : host.slice(i)) ?? found;
          }
        }
      }
      return found;
    },
  };
}

function nearestParent<Entry>(entries: ReadonlyMap<string, Entry>, host: string): Entry | undefined {
  for (let dot = host.indexOf('.'); dot !== -1; dot = host.indexOf('.', dot + 1)) {
    const parent = entries.get(host.slice(dot + 1));
    if (parent !== undefined) return parent;
  }
  return undefined;
}

function hashOf(name: string): number {
  let hash = OFFSET;
  for (let i = name.length - 1; i >= 0; i--) hash = Math.imul(hash ^ name.charCodeAt(i), PRIME);
  return hash;
}

function spread(hash: number): number {
  return hash ^ (hash >>> 15);
}
