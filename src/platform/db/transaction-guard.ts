import type { KyselyPlugin } from 'kysely';

/** Refuses every statement once the transaction is over: a forgotten `await` would write into somebody else's. */
export function whileOpen(open: { readonly now: boolean }): KyselyPlugin {
  return {
    transformQuery({ node }) {
      if (!open.now) throw new Error('a statement came after its transaction was over');
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}

/** Waits for `work`, at most `longestMs` from when its turn came; then throws, and the caller undoes what was done. */
export async function inTime<Result>(
  longestMs: number,
  work: Promise<Result>,
  turn: Promise<unknown> = Promise.resolve(),
): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  let over = false;
  let timer: NodeJS.Timeout | undefined;
  void turn.then(() => {
    if (over) return;
    timer = setTimeout(() => {
      reject(new Error(`a transaction was not over after ${longestMs} ms and is undone`));
    }, longestMs);
  });
  try {
    return await Promise.race([work, promise]);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}
