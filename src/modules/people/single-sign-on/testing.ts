import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';

import Provider, { interactionPolicy } from 'oidc-provider';

import type { Ask } from './bounded-fetch.ts';
import { issuerOf, type Place } from './providers.ts';

/** A real OpenID provider on loopback that stands where Google or Microsoft would, for `ask` and for a browser. */
export interface TestProvider {
  /** The network as the web app sees it: calls to the real addresses arrive here, everything else fails. */
  readonly ask: Ask;
  /** Who signs in next, with what claims: as Google or Microsoft would put them into the ID token. */
  account(id: string, claims: Readonly<Record<string, unknown>>): void;
  /** Goes to `there` (an address at the provider) as a browser that signs in, and answers the address it is sent back to. */
  signIn(there: string): Promise<string>;
  /** An ID token of any content, signed with the key that the provider shows to everybody. */
  idToken(claims: Readonly<Record<string, unknown>>): string;
  close(): Promise<void>;
}

/** Client id and secret that the provider knows. */
export const TEST_CLIENT = { id: 'schoolgate-test', secret: 'a-secret-that-only-both-know' };

/** Starts a provider in the shape of one place, which sends browsers back to `back` only. */
export async function startProvider(place: Place, back: string): Promise<TestProvider> {
  const issuer = issuerOf(place);
  let who = 'nobody';
  const accounts = new Map<string, Readonly<Record<string, unknown>>>();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = privateKey.export({ format: 'jwk' });
  const prompts = interactionPolicy.base();
  // As Google and Microsoft know it: people choose which of their accounts to use.
  prompts.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
  const provider = new Provider(issuer.href.replace(/\/$/, ''), {
    clients: [
      {
        client_id: TEST_CLIENT.id,
        client_secret: TEST_CLIENT.secret,
        redirect_uris: [back],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...key, kid: 'test', use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['a key of the test'] },
    conformIdTokenClaims: false,
    claims: {
      openid: ['sub', 'hd', 'tid', 'groups', 'idp', 'acct', 'amr', 'email', 'email_verified', 'preferred_username'],
      email: ['email'],
      profile: ['preferred_username'],
    },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { policy: prompts, url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...accounts.get(id) }),
    }),
    async loadExistingGrant(ctx) {
      const { client, session } = ctx.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  provider.proxy = true;
  const answer = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) {
      void answer(request, response);
      return;
    }
    const amr = accounts.get(who)?.['amr'];
    const login = { accountId: who, ...(Array.isArray(amr) ? { amr: amr.map(String) } : {}) };
    void provider.interactionFinished(request, response, { login, select_account: {} });
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    resolve(typeof address === 'object' && address !== null ? address.port : 0);
  });
  const port = await promise;

  /** The same request to this machine. Behind its real name the provider makes addresses of that name. */
  const here = async (url: URL, options: RequestInit = {}): Promise<Response> => {
    if (url.origin !== issuer.origin) throw new TypeError(`nothing is at ${url.origin} in this test`);
    const path = url.pathname.startsWith(issuer.pathname) ? url.pathname.slice(issuer.pathname.length) : url.pathname;
    const headers = new Headers(options.headers);
    headers.set('x-forwarded-proto', 'https');
    headers.set('x-forwarded-host', issuer.host);
    return fetch(`http://127.0.0.1:${String(port)}/${path.replace(/^\//, '')}${url.search}`, { ...options, headers });
  };
  return {
    ask: (url, options) => here(new URL(url), options),
    account(id, claims) {
      who = id;
      accounts.set(id, claims);
    },
    async signIn(there) {
      const cookies = new Map<string, string>();
      let url = new URL(there);
      for (let step = 0; step < 10; step++) {
        const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answered = await here(url, { redirect: 'manual', headers: { cookie } });
        for (const each of answered.headers.getSetCookie()) {
          const [pair = ''] = each.split(';');
          const at = pair.indexOf('=');
          cookies.set(pair.slice(0, at), pair.slice(at + 1));
        }
        const location = answered.headers.get('location');
        if (location === null) throw new Error(`the provider stopped at ${url.pathname}: ${await answered.text()}`);
        url = new URL(location, url);
        if (url.href.startsWith(back)) return `${url.pathname}${url.search}`;
      }
      throw new Error('the provider went round in circles');
    },
    idToken(claims) {
      const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const text = `${part({ alg: 'RS256', typ: 'JWT', kid: 'test' })}.${part(claims)}`;
      return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
    close() {
      const closed = Promise.withResolvers<undefined>();
      server.close(() => {
        closed.resolve(undefined);
      });
      server.closeAllConnections();
      return closed.promise;
    },
  };
}
