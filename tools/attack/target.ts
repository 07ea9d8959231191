import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { emailOf } from '../../src/cli/demo/roster-files.ts';
import { keysOfAuthenticators } from '../../src/cli/demo/authenticators.ts';
import { authenticatorCode } from '../../src/modules/people/index.ts';
import { ask, type Said } from '../../test/support/ask.ts';
import { writeCertificate } from '../../test/support/certificates.ts';
import { startSchoolgate, type Running } from '../../test/support/running.ts';

/** The demonstration, running behind TLS on this machine, and who is signed in there. */
export interface Target {
  readonly running: Running;
  /** A folder for what scanners write. */
  readonly folder: string;
  /** The Cookie field of each role's browser. */
  readonly cookies: ReadonlyMap<Role, string>;
  end(): Promise<void>;
}

/** Who signs in: the names before @demo.example. */
export const attackers = ['teacher', 'head', 'technician'] as const;
export type Role = (typeof attackers)[number];

const root = join(import.meta.dirname, '..', '..');
const PASSWORD = 'harbour lantern thistle';

/** Makes the demonstration in a folder of its own, starts it behind TLS, and signs everybody in through the pages. */
export async function startTarget(): Promise<Target> {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-attack-'));
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  const own = { SCHOOLGATE_DATA: data, SCHOOLGATE_KEYS: join(folder, 'keys'), SCHOOLGATE_DEMO_PASSWORD: PASSWORD };
  const made = spawnSync(process.execPath, [join(root, 'src', 'cli.ts'), 'demo', '--make'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, ...own },
  });
  if (made.status !== 0) throw new Error(`The demonstration could not be made:\n${made.stdout}${made.stderr}`);
  const running = await startSchoolgate({ data, env: { ...writeCertificate(folder), ...own }, ready: false });
  const end = async (): Promise<void> => {
    await running.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const keys = keysOfAuthenticators(data);
    const cookies = new Map<Role, string>();
    for (const role of attackers) cookies.set(role, await signIn(running.web, role, keys.get(role)));
    return { running, folder, cookies, end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Signs in by the pages, second step and all. Gives the Cookie field. */
async function signIn(web: string, role: Role, key: string | undefined): Promise<string> {
  const jar = new Map<string, string>();
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (said: Said): Said => {
    for (const line of said.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return said;
  };
  const get = async (path: string): Promise<Said> => keep(await ask(web + path, { headers: { cookie: cookie() } }));
  const post = async (path: string, page: Said, fields: Record<string, string>): Promise<Said> => {
    const token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    return keep(
      await ask(web + path, {
        method: 'POST',
        headers: { cookie: cookie(), 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ _csrf: token, ...fields }).toString(),
      }),
    );
  };
  await post('/sign-in', await get('/sign-in'), { name: emailOf(role), password: PASSWORD });
  if (key !== undefined) {
    const code = authenticatorCode(key, Temporal.Now.instant());
    await post('/sign-in/second-step', await get('/sign-in/second-step'), { code });
  }
  const home = await get('/');
  if (home.status !== 200 || !home.body.includes('Sign out'))
    throw new Error(`${role} could not sign in: ${String(home.status)}`);
  return cookie();
}
