/** Slows down guessing: after so many wrong tries from one address in one window, nothing more is looked at until the window ends. */
export interface AttemptLimit {
  /** True while no further try from this address is looked at. */
  closed(address: string): boolean;
  /** Counts a wrong try. */
  failed(address: string): void;
}

/** Addresses remembered at once; when there are more, the oldest window is forgotten. */
export const MOST_ADDRESSES = 10_000;

/** Makes a limit of `most` tries per `windowMs`. `monotonicMs` is the clock's reading that only goes forward. */
export function attemptLimit(most: number, windowMs: number, monotonicMs: () => number): AttemptLimit {
  const windows = new Map<string, { started: number; count: number }>();
  const current = (address: string): { started: number; count: number } | undefined => {
    const window = windows.get(address);
    if (window === undefined) return undefined;
    if (monotonicMs() - window.started < windowMs) return window;
    windows.delete(address);
    return undefined;
  };
  return {
    closed: (address) => (current(address)?.count ?? 0) >= most,
    failed(address) {
      const window = current(address);
      if (window !== undefined) {
        window.count++;
        return;
      }
      if (windows.size >= MOST_ADDRESSES) {
        const oldest = windows.keys().next();
        if (oldest.done !== true) windows.delete(oldest.value);
      }
      windows.set(address, { started: monotonicMs(), count: 1 });
    },
  };
}
