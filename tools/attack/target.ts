import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { keysOfAuthenticators } from '../../src/cli/demo/authenticators.ts';
import { writeCertificate } from '../../test/support/certificates.ts';
import { startSchoolgate, type Running } from '../../test/support/running.ts';

/** A demonstration of its own, running behind TLS on this machine. */
export interface Target {
  readonly running: Running;
  /** A folder for what scanners write. */
  readonly folder: string;
  /** The keys of the made-up people's authenticator apps, by the name before @demo.example. */
  readonly keys: ReadonlyMap<string, string>;
  /** What went wrong with the processes so far; undefined when both live and none was started again. */
  trouble(): string | undefined;
  end(): Promise<void>;
}

export const DEMO_PASSWORD = 'harbour lantern thistle';
/** Addresses of this machine that stand for computers at school: each scan has its own, so that none is refused for what another tried. */
export const AT_SCHOOL = '127.0.1';
/** An address of this machine that stands for a computer at home. */
export const AT_HOME = '127.0.0.3';

const root = join(import.meta.dirname, '..', '..');

/** A demonstration that was made once; scans change what they meet, so each starts from a copy of it. */
export interface Made {
  start(): Promise<Target>;
  end(): void;
}

/** Makes the demonstration in a folder of its own. */
export function makeDemonstration(): Made {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-attack-'));
  const placed = (below: string): Readonly<Record<string, string>> => ({
    SCHOOLGATE_DATA: join(below, 'data'),
    SCHOOLGATE_KEYS: join(below, 'keys'),
    SCHOOLGATE_DEMO_PASSWORD: DEMO_PASSWORD,
  });
  const first = join(folder, 'made');
  mkdirSync(join(first, 'data'), { recursive: true, mode: 0o700 });
  const made = spawnSync(process.execPath, [join(root, 'src', 'cli.ts'), 'demo', '--make'], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder, ...placed(first) },
  });
  if (made.status !== 0) throw new Error(`The demonstration could not be made:\n${made.stdout}${made.stderr}`);
  const certificate = writeCertificate(folder);
  let copies = 0;
  return {
    async start() {
      const copy = join(folder, `copy-${String(++copies)}`);
      cpSync(first, copy, { recursive: true });
      const env = { ...certificate, ...placed(copy), SCHOOLGATE_SCHOOL_NETWORKS: `${AT_SCHOOL}.0/24` };
      const running = await startSchoolgate({ data: join(copy, 'data'), env, ready: false });
      return {
        ...{ running, folder: copy, keys: keysOfAuthenticators(join(copy, 'data')) },
        trouble() {
          if (running.child('webd.ts') === undefined || running.child('filterd.ts') === undefined)
            return 'a process is gone';
          return running.output().includes('starting it again') ? 'a process died and was started again' : undefined;
        },
        async end() {
          await running.end();
          rmSync(copy, { recursive: true, force: true });
        },
      };
    },
    end() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
