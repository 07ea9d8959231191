import * as oidc from 'openid-client';

import { boundedFetch, ProviderSilent, type Ask } from './bounded-fetch.ts';
import type { Flow } from './flow-cookie.ts';
import { issuerOf, readWord, type Place, type ProviderWord, type WordProblem } from './providers.ts';

/** A provider as it is set up here. */
export interface ProviderSettings extends Place {
  readonly clientId: string;
  readonly secret: string;
  /** Grows with each change, so that nothing learnt with older settings is used. */
  readonly version: number;
}

/** Why a provider's word does not count, or why there is none. */
export type ProviderProblem =
  WordProblem | 'unreachable' | 'wrong-secret' | 'clock' | 'declined' | 'refused' | 'wrong-address';

/** How a provider is asked. One for the whole program: it remembers what a provider has said of itself for an hour. */
export interface ProviderClient {
  /** The address at the provider to send the browser to. Throws `ProviderSilent` when the provider cannot be asked. */
  begin(settings: ProviderSettings, flow: Flow, back: string): Promise<URL>;
  /** What the provider says about whoever comes back at `url`. Tokens are checked and let go: nothing of them is kept. */
  finish(
    settings: ProviderSettings,
    flow: Flow,
    url: URL,
  ): Promise<{ readonly word: ProviderWord } | { readonly problem: ProviderProblem }>;
  /**
   * Tries the settings without anybody signing in: reaches the provider, compares the clocks, and offers it a code that cannot be right,
   * to hear whether it takes the client id and secret. `ok` means just that.
   */
  test(settings: ProviderSettings, back: string): Promise<'ok' | ProviderProblem>;
}

/** How far this machine's clock may be from the provider's. Tokens live an hour or less; a minute does no harm. */
const MOST_OFF_SECONDS = 60;
const REMEMBER_MS = 60 * 60 * 1000;
/** Only what is asymmetric: a token signed with the client secret proves nothing that a secret in a letter does not. */
const ALGORITHM = 'RS256';

/** Makes the client. `ask` is the network; `now` is the clock of this machine. */
export function providerClient(given: {
  readonly ask: Ask;
  readonly now: () => Temporal.Instant;
  readonly monotonicMs: () => number;
}): ProviderClient {
  const ask = boundedFetch(given.ask);
  const known = new Map<string, { readonly key: string; readonly at: number; readonly config: oidc.Configuration }>();

  const discover = async (settings: ProviderSettings, afresh = false): Promise<oidc.Configuration> => {
    const key = JSON.stringify([settings.clientId, settings.domain, settings.tenant, settings.version]);
    const before = known.get(settings.kind);
    if (!afresh && before?.key === key && given.monotonicMs() - before.at < REMEMBER_MS) return before.config;
    const config = await oidc.discovery(
      issuerOf(settings),
      settings.clientId,
      { id_token_signed_response_alg: ALGORITHM, [oidc.clockTolerance]: MOST_OFF_SECONDS },
      oidc.ClientSecretPost(settings.secret),
      { [oidc.customFetch]: (url, options) => ask(url, requestOf(options)) },
    );
    oidc.enableNonRepudiationChecks(config); // the signature is checked as well, not only the way it came
    known.set(settings.kind, { key, at: given.monotonicMs(), config });
    return config;
  };

  return {
    async begin(settings, flow, back) {
      const config = await discover(settings);
      return oidc.buildAuthorizationUrl(config, {
        redirect_uri: back,
        scope: settings.kind === 'google' ? 'openid email' : 'openid email profile',
        state: flow.state,
        nonce: flow.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        prompt: 'select_account',
        ...(settings.kind === 'google' ? { hd: settings.domain } : {}),
      });
    },

    async finish(settings, flow, url) {
      try {
        const config = await discover(settings);
        const tokens = await oidc.authorizationCodeGrant(config, url, {
          pkceCodeVerifier: flow.verifier,
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          idTokenExpected: true,
        });
        const word = readWord(settings, tokens.claims());
        return 'problem' in word ? word : { word };
      } catch (error) {
        return { problem: problemOf(error) };
      }
    },

    async test(settings, back) {
      let config: oidc.Configuration;
      try {
        const answer = await ask(
          new URL(`${issuerOf(settings).href.replace(/\/$/, '')}/.well-known/openid-configuration`).href,
          {},
        );
        const date = Date.parse(answer.headers.get('date') ?? '');
        const off = Math.abs(date - given.now().epochMilliseconds) / 1000;
        if (off > MOST_OFF_SECONDS) return 'clock';
        config = await discover(settings, true);
      } catch (error) {
        return problemOf(error);
      }
      try {
        const url = new URL(back);
        url.searchParams.set('code', 'a-test-of-the-settings');
        await oidc.authorizationCodeGrant(config, withIssuer(url, config), { pkceCodeVerifier: 'a'.repeat(43) });
      } catch (error) {
        // The code is wrong, as it must be; then client id and secret were right.
        if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return 'ok';
        return problemOf(error);
      }
      return 'refused';
    },
  };
}

/** With the parameter that providers of RFC 9207 add, so that the answer's check is passed and the secret is what is tried. */
function withIssuer(url: URL, config: oidc.Configuration): URL {
  const { issuer, authorization_response_iss_parameter_supported: says } = config.serverMetadata();
  if (says === true) url.searchParams.set('iss', issuer);
  return url;
}

function requestOf(options: oidc.CustomFetchOptions): RequestInit {
  const { body, headers, method } = options;
  return { headers, method, ...(body === undefined || body === null ? {} : { body: Buffer.from(bodyText(body)) }) };
}

function bodyText(body: oidc.FetchBody): string | Uint8Array {
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('a request to a provider has a body of another kind');
}

function problemOf(error: unknown): ProviderProblem {
  for (let each = error, depth = 0; each instanceof Error && depth < 5; each = each.cause, depth++) {
    if (each instanceof ProviderSilent) return 'unreachable';
    if (each instanceof oidc.AuthorizationResponseError) return each.error === 'access_denied' ? 'declined' : 'refused';
    if (each instanceof oidc.ResponseBodyError) {
      if (['invalid_client', 'unauthorized_client'].includes(each.error)) return 'wrong-secret';
      return each.error === 'redirect_uri_mismatch' ? 'wrong-address' : 'refused';
    }
    if (each instanceof oidc.WWWAuthenticateChallengeError) return 'wrong-secret';
    const code = 'code' in each ? String(each.code) : '';
    if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'clock';
    if (code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' || code === 'OAUTH_RESPONSE_IS_NOT_JSON') return 'unreachable';
  }
  return 'refused';
}
