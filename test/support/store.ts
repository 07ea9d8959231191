import { createHash } from 'node:crypto';
import { constants, copyFileSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

import { Client, DatabaseError } from 'pg';

import { migrate, type Migration } from '../../src/platform/db/migrations.ts';
import { openStore } from '../../src/platform/db/store.ts';
import { systemClock } from '../../src/platform/time/clock.ts';

/**
 * Where the stores of tests are. A test file says nothing of it: `npm test` runs the files that touch a store twice, the second time with
 * SCHOOLGATE_TEST_STORE=postgresql (tools/two-stores.mjs).
 */
export const testStore: 'sqlite' | 'postgresql' =
  process.env['SCHOOLGATE_TEST_STORE'] === 'postgresql' ? 'postgresql' : 'sqlite';

/** A place for one store of a test. */
export interface TestPlace {
  /** For `openStore`. */
  readonly address: string;
  /** The same as settings of the machine: for `readConfig`, or a program that is started. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes the database away, whoever is still connected. A SQLite file goes with its folder. */
  end(): Promise<void>;
}

/**
 * The place of a test's data folder, of the kind that this run tests: with `steps` a copy of a database in which they have been taken,
 * which is faster than taking them; without, an empty one. On PostgreSQL it is a database, one for each folder, made when first asked for.
 */
export async function testPlace(folder: string, steps?: readonly Migration[]): Promise<TestPlace> {
  if (testStore === 'sqlite') {
    const address = join(folder, 'schoolgate.db');
    // COPYFILE_EXCL: a folder that has its records keeps them.
    if (steps !== undefined && !existsSync(address)) {
      copyFileSync(await fileWith(steps), address, constants.COPYFILE_EXCL);
    }
    return { address, env: {}, end: () => Promise.resolve() };
  }
  const name = `test_${hash(folder)}`;
  const template = steps === undefined ? 'template0' : await templateOf(steps);
  await onServer((client) =>
    client.query(`create database ${name} template ${template}`).catch((error: unknown) => {
      // 42P04: it is there already.
      if (!(error instanceof DatabaseError) || error.code !== '42P04') throw error;
    }),
  );
  const address = urlOf(name);
  return {
    address,
    env: { SCHOOLGATE_DATABASE_URL: address },
    end: () => onServer((client) => client.query(`drop database if exists ${name} with (force)`)),
  };
}

/** Where the SQLite files with steps taken are: one folder for the whole run of `npm test`, else one for this process. */
const templates = process.env['SCHOOLGATE_TEST_TEMPLATES'] ?? ownTemplates();

function ownTemplates(): string {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-templates-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** The SQLite file in which the steps have been taken. Two processes may make it at once: each its own, and the last stays. */
async function fileWith(steps: readonly Migration[]): Promise<string> {
  const file = join(templates, `steps_${hash(JSON.stringify(steps))}.db`);
  if (existsSync(file)) return file;
  const half = mkdtempSync(join(templates, 'half-'));
  const store = openStore(join(half, 'schoolgate.db'));
  // Closing brings all that is in the write-ahead log into the file.
  await migrate(store, steps, systemClock).finally(() => store.close());
  renameSync(join(half, 'schoolgate.db'), file);
  rmSync(half, { recursive: true });
  return file;
}

/** The database in which the steps have been taken, made by whoever is first. */
async function templateOf(steps: readonly Migration[]): Promise<string> {
  const name = `steps_${hash(JSON.stringify(steps))}`;
  await onServer(async (client) => {
    await client.query("select pg_advisory_lock(hashtext('schoolgate test template'))");
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rows.length > 0) return;
    await client.query(`create database ${name}_half template template0`);
    const store = openStore(urlOf(`${name}_half`));
    await migrate(store, steps, systemClock).finally(() => store.close());
    await client.query(`alter database ${name}_half rename to ${name}`);
  });
  return name;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

async function onServer(work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['SCHOOLGATE_TEST_DATABASE_URL'];
  if (url === undefined || url === '')
    throw new Error('SCHOOLGATE_TEST_DATABASE_URL is not set: run tests by npm test');
  return url;
}

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}
