import type { Refusal } from './refusal.ts';

/** What was refused lately, by client address: for the start page, because a browser shows nothing of a refused HTTPS page. */
export interface RecentBlocks {
  add(block: RecentBlock): void;
  /** The latest first, one per host, only those of the same person: whoever sits down next does not see them. */
  of(address: string, person: string | null, nowMs: number): readonly RecentBlock[];
}

export interface RecentBlock {
  readonly address: string;
  /** As the engine was asked: null when nobody had signed in. */
  readonly person: string | null;
  readonly atMs: number;
  readonly refusal: Refusal;
}

/** What was refused longer ago is not shown. */
export const KEEP_MS = 600_000;
/** Refusals remembered for one address; the latest stay. */
export const MOST_PER_ADDRESS = 30;
/** Addresses remembered at once; when there are more, the one with nothing new for longest is forgotten. */
export const MOST_ADDRESSES = 5_000;
/** Refusals of one person that the start page shows. */
export const MOST_SHOWN = 8;

/** Makes an empty memory. Nothing of it is written anywhere. */
export function recentBlocks(): RecentBlocks {
  const byAddress = new Map<string, RecentBlock[]>();
  return {
    add(block) {
      const list = (byAddress.get(block.address) ?? []).filter(
        (each) =>
          each.atMs > block.atMs - KEEP_MS &&
          !(each.refusal.host === block.refusal.host && each.person === block.person),
      );
      list.unshift(block);
      list.length = Math.min(list.length, MOST_PER_ADDRESS);
      byAddress.delete(block.address);
      byAddress.set(block.address, list);
      if (byAddress.size > MOST_ADDRESSES) {
        const oldest = byAddress.keys().next();
        if (oldest.done !== true) byAddress.delete(oldest.value);
      }
    },
    of: (address, person, nowMs) =>
      (byAddress.get(address) ?? [])
        .filter((each) => each.atMs > nowMs - KEEP_MS && each.person === person)
        .slice(0, MOST_SHOWN),
  };
}
