/** How a provider is asked over the network: `fetch`, or what stands in for the network in a test. */
export type Ask = (url: string, options: RequestInit) => Promise<Response>;

/** How long a provider may take for one answer, and how long an answer may be. Google's key set is the longest, some 2 kB. */
export const ANSWER_MS = 5_000;
/** See `ANSWER_MS`. */
export const MOST_BYTES = 256 * 1024;

/**
 * The only places that are ever asked (ASVS 5.0 13.2.4), whatever a provider's own description names: Google's issuer, its token and key addresses
 * (accounts.google.com/.well-known/openid-configuration), and Microsoft's, which has all three at one name.
 */
export const PROVIDER_HOSTS: ReadonlySet<string> = new Set([
  'accounts.google.com',
  'oauth2.googleapis.com',
  'www.googleapis.com',
  'login.microsoftonline.com',
]);

/** A provider that did not answer in time, or at length. */
export class ProviderSilent extends Error {}

/**
 * Asks with a time limit over the whole answer, a limit on its length, no redirects, only over HTTPS and only at `PROVIDER_HOSTS`: whatever a
 * provider, or somebody in its place, sends, a sign-in ends soon and holds little. `after` gives the signal that stops it. Throws `ProviderSilent`.
 */
export function boundedFetch(ask: Ask, after: (ms: number) => AbortSignal = (ms) => AbortSignal.timeout(ms)): Ask {
  return async (url, options) => {
    const { protocol, host } = new URL(url);
    if (protocol !== 'https:') throw new ProviderSilent('the provider named an address without HTTPS');
    if (!PROVIDER_HOSTS.has(host)) throw new ProviderSilent('the provider named a place that is not its own');
    const signal = after(ANSWER_MS);
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
