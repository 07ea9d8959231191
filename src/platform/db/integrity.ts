import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, readSync, closeSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { Unusable } from '../errors/errors.ts';
import type { HealthCheck } from '../http/health.ts';
import type { Job } from '../jobs/jobs.ts';
import { SCHOOL_TIME_ZONE, type Clock } from '../time/clock.ts';

/**
 * Whether the pages of the SQLite file are whole: a failing disk or a copy taken the wrong way damages some of them, and everything else may
 * work for months until somebody needs that page.
 */
export interface Integrity {
  /** 'whole' lists nothing; 'damaged' what SQLite found, at most ten lines. */
  readonly state: 'whole' | 'damaged' | 'not-checked';
  readonly found: readonly string[];
  readonly at: string | undefined;
}

/**
 * A file up to this size is checked in full at start; a larger one quickly, and in full at night. The quick check reads each page once; the
 * whole one also looks up every row in every index, and cost 17 times as much on a made-up file with three indexes.
 */
const WHOLE_AT_START = 256 * 1024 * 1024;
/** Longest time for the check at start; a disk so slow is checked at night only. */
const LONGEST_START_MS = 60_000;
const LONGEST_NIGHT_MS = 3 * 60 * 60_000;
/** The hour of the school's day at which the whole check runs. */
const NIGHT_HOUR = 3;

/** What the program of its own says of the file: one line for each thing found, or `ok`. */
const CHECK = `
const { DatabaseSync } = require('node:sqlite');
const [file, pragma] = process.argv.slice(1);
try {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5000 });
  for (const row of database.prepare('pragma ' + pragma + '(10)').all()) console.log(String(Object.values(row)[0]));
} catch (error) {
  console.log(String(error.message));
}
`;

/**
 * Checks a database file in a process of its own: SQLite's check takes seconds to minutes and holds the thread that asks. `quick` leaves out
 * what indexes say. Answers 'not-checked' when it takes longer than `longestMs`.
 */
export async function checkIntegrity(
  file: string,
  given: { quick: boolean; longestMs: number; at: string },
): Promise<Integrity> {
  const child = spawn(process.execPath, ['-e', CHECK, file, given.quick ? 'quick_check' : 'integrity_check'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {},
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), given.longestMs);
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(child, 'close');
  clearTimeout(timer);
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return { state: 'not-checked', found: [], at: given.at };
  if (lines.length === 1 && lines[0] === 'ok') return { state: 'whole', found: [], at: given.at };
  return { state: 'damaged', found: lines.slice(0, 10), at: given.at };
}

/**
 * Refuses to start on a damaged file. Throws `Unusable` with the cure: nothing is written to it, so what can still be read stays so.
 * A file that is not there yet is whole.
 */
export async function refuseDamaged(file: string, at: string): Promise<Integrity> {
  const size = sizeOf(file);
  if (size === 0) return { state: 'whole', found: [], at };
  if (!beginsAsDatabase(file)) throw damaged(file, ['it does not begin as a database does']);
  const found = await checkIntegrity(file, { quick: size > WHOLE_AT_START, longestMs: LONGEST_START_MS, at });
  if (found.state === 'damaged') throw damaged(file, found.found);
  return found;
}

/** SQLite would take a file whose first page is gone for no database at all, and say so in other words. */
function beginsAsDatabase(file: string): boolean {
  const first = Buffer.alloc(16);
  const open = openSync(file, 'r');
  try {
    readSync(open, first, 0, first.length, 0);
  } finally {
    closeSync(open);
  }
  return first.equals(Buffer.from('SQLite format 3\0'));
}

function damaged(file: string, found: readonly string[]): Unusable {
  return new Unusable(
    file,
    `the database is damaged (${found[0]?.slice(0, 200) ?? ''}).`,
    'Keep this file, check the disk, and restore the last backup: npx schoolgate restore. The filter goes on with its last ruleset meanwhile.',
  );
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}

/** Where the last finding is kept for the home page: beside the database, since it may be the database that cannot be written. */
const FILE = 'integrity.json';
const kept = z.strictObject({
  state: z.enum(['whole', 'damaged', 'not-checked']),
  found: z.array(z.string()),
  at: z.string().exactOptional(),
});

/** What the last check of the database found; undefined before the first. */
export function lastIntegrity(dataFolder: string): Integrity | undefined {
  try {
    const read = kept.parse(JSON.parse(readFileSync(join(dataFolder, FILE), 'utf8')));
    return { state: read.state, found: read.found, at: read.at };
  } catch {
    return undefined;
  }
}

/**
 * The nightly check, and what health says of the last one. `file` undefined (another database than SQLite's) checks nothing.
 * A finding stays until a later check finds the file whole.
 */
export function integrityWatch(given: {
  file: string | undefined;
  dataFolder: string;
  clock: Clock;
  atStart: Integrity;
}): { job: Job; health: HealthCheck } {
  let last = given.atStart;
  let checkedOn = '';
  const keep = (found: Integrity): void => {
    last = found;
    try {
      writeFileSync(join(given.dataFolder, FILE), JSON.stringify(found), { mode: 0o600 });
    } catch {
      // The disk is full or read-only: health says it, from memory.
    }
  };
  keep(given.atStart);
  return {
    job: {
      name: 'check-database',
      everyMs: 10 * 60_000,
      run: async () => {
        const now = given.clock.now();
        const local = now.toZonedDateTimeISO(SCHOOL_TIME_ZONE);
        const day = local.toPlainDate().toString();
        if (given.file === undefined || local.hour !== NIGHT_HOUR || checkedOn === day) return;
        keep(await checkIntegrity(given.file, { quick: false, longestMs: LONGEST_NIGHT_MS, at: now.toString() }));
        checkedOn = day;
      },
    },
    health: {
      part: 'database-pages',
      check: () =>
        Promise.resolve(
          last.state === 'damaged'
            ? { ready: false, detail: 'damaged: restore the last backup' }
            : { ready: true, detail: last.state === 'whole' ? `whole, checked ${last.at ?? ''}` : 'not checked yet' },
        ),
    },
  };
}
