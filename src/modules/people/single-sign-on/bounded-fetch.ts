/** How a provider is asked over the network: `fetch`, or what stands in for the network in a test. */
export type Ask = (url: string, options: RequestInit) => Promise<Response>;

/** How long a provider may take for one answer, and how long an answer may be. Google's key set is the longest, some 2 kB. */
export const ANSWER_MS = 5_000;
export const MOST_BYTES = 256 * 1024;

/** A provider that did not answer in time, or at length. */
export class ProviderSilent extends Error {}

/**
 * Asks with a time limit over the whole answer, a limit on its length, no redirects and only over HTTPS: whatever a provider, or somebody
 * in its place, sends, a sign-in ends soon and holds little. Throws `ProviderSilent`.
 */
export function boundedFetch(ask: Ask): Ask {
  return async (url, options) => {
    if (new URL(url).protocol !== 'https:') throw new ProviderSilent('the provider named an address without HTTPS');
    const signal = AbortSignal.timeout(ANSWER_MS);
    try {
      const answer = await ask(url, { ...options, redirect: 'manual', signal });
      const body = await readBounded(answer);
      const { status, headers } = answer;
      // No body is allowed with these (Fetch, "null body status").
      return new Response([101, 204, 205, 304].includes(status) ? null : body, { status, headers });
    } catch (error) {
      if (error instanceof ProviderSilent) throw error;
      const late = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
      throw new ProviderSilent(late ? 'the provider did not answer in time' : 'the provider could not be reached', {
        cause: error,
      });
    }
  };
}

async function readBounded(answer: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body ?? []) {
    if (!(part instanceof Uint8Array)) continue;
    size += part.length;
    if (size > MOST_BYTES) throw new ProviderSilent('the provider’s answer was too long');
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}
