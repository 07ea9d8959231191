import { emailOf } from '../../src/cli/demo/roster-files.ts';
import { authenticatorCode } from '../../src/modules/people/index.ts';
import { ask, type Said } from '../../test/support/ask.ts';
import { DEMO_PASSWORD, type Target } from './target.ts';

/** A browser at an address of its own, with what it was given to keep. */
export interface Browser {
  /** The address on this machine that it asks from. */
  readonly from: string;
  /** The Cookie field. */
  cookie(): string;
  /** Takes in the Set-Cookie fields of an answer. */
  keep(fields: readonly string[] | undefined): void;
  get(path: string): Promise<Said>;
  /** Signs in by the pages, second step and all. Throws when it does not lead in. */
  signIn(): Promise<void>;
}

/** A code of the authenticator app counts for half a minute, and once. */
const CODE_SECONDS = 30;

/** Somebody's browser; without a name nobody's. `name` is the one before @demo.example. Nobody is signed in yet. */
export function browserOf(target: Target, from: string, name?: string): Browser {
  const { web } = target.running;
  const jar = new Map<string, string>();
  let spent = '';
  const browser: Browser = {
    from,
    cookie: () => [...jar].map(([key, value]) => `${key}=${value}`).join('; '),
    keep(fields) {
      for (const line of fields ?? []) {
        const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') jar.delete(key);
        else jar.set(key, value);
      }
    },
    async get(path) {
      const said = await ask(web + path, { from, headers: { cookie: browser.cookie() } });
      browser.keep(said.headers['set-cookie']);
      return said;
    },
    async signIn() {
      if (name === undefined) return;
      await post('/sign-in', { name: emailOf(name), password: DEMO_PASSWORD });
      const key = target.keys.get(name);
      if (key !== undefined) await post('/sign-in/second-step', { code: await newCode(key) });
      const home = await browser.get('/');
      if (home.status !== 200 || !home.body.includes('Sign out'))
        throw new Error(`${name} could not sign in: ${String(home.status)}`);
    },
  };
  const post = async (path: string, fields: Record<string, string>): Promise<void> => {
    const token = tokenIn((await browser.get(path)).body) ?? '';
    const said = await ask(web + path, {
      ...{ from, method: 'POST' },
      headers: { cookie: browser.cookie(), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ _csrf: token, ...fields }).toString(),
    });
    browser.keep(said.headers['set-cookie']);
  };
  const newCode = async (key: string): Promise<string> => {
    for (let second = 0; second <= CODE_SECONDS; second++) {
      const code = authenticatorCode(key, Temporal.Now.instant());
      if (code !== spent) {
        spent = code;
        return code;
      }
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    throw new Error('the authenticator app gave no new code');
  };
  return browser;
}

/** The form token of a page. */
export function tokenIn(html: string): string | undefined {
  return /name="_csrf" value="([^"]+)"/.exec(html)?.[1];
}
