/** Lets callers through one after the other, in the order they came, by name. */
export interface Turnstile {
  /** Waits for the turn at `name`; whoever has it calls what it gets once, and the next one goes on. */
  enter(name: string): Promise<() => void>;
}

/** Makes a turnstile of this process: other processes are held back by the database's own locks. */
export function turnstile(): Turnstile {
  const last = new Map<string, Promise<void>>();
  return {
    async enter(name) {
      const before = last.get(name);
      const { promise, resolve } = Promise.withResolvers<undefined>();
      const mine = promise.then(() => {
        if (last.get(name) === mine) last.delete(name);
      });
      last.set(name, mine);
      await before;
      return () => {
        resolve(undefined);
      };
    },
  };
}
