import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { sql } from 'kysely';

import { verifyChain } from '../audit/chain.ts';
import { DEMONSTRATION_MARKER } from '../config/config.ts';
import { checksumOf, migrate, type Migration } from '../db/migrations.ts';
import type { SealingKeys } from '../db/sealing.ts';
import { openStore, type AnyKysely, type Store } from '../db/store.ts';
import { Unusable } from '../errors/errors.ts';
import { asId } from '../ids/ids.ts';
import type { Clock } from '../time/clock.ts';
import { leftBehind } from './carried-tables.ts';
import { storedFilePath, type Manifest, type ManifestTable } from './manifest.ts';
import { readBackup } from './read-backup.ts';
import { markRestoring } from './restore-marker.ts';
import { carriedTables } from './schema-of.ts';
import { tableLines, tally } from './table-lines.ts';

/** What is restored, from where, into what. */
export interface RestoreOrder {
  /** The backup file. */
  readonly source: string;
  /** Secret halves of keys; one that opens the file is enough. */
  readonly identities: readonly string[];
  /** Where everything but a PostgreSQL database goes: empty, or not there yet. */
  readonly dataFolder: string;
  readonly filesFolder: string;
  /** For `openStore`: a SQLite file in the data folder, or an empty PostgreSQL database. */
  readonly storeAddress: string;
  readonly migrations: readonly Migration[];
  readonly clock: Clock;
  /** Needed only for a backup older than the sealing of columns. */
  readonly keys: SealingKeys | undefined;
  /** Told what it is doing, in words. */
  readonly says: (line: string) => void;
}

/** A restore takes as long as it takes: all rows are one transaction. */
const LONGEST_MS = 24 * 60 * 60 * 1000;
/** Rows in one insert: below what either store takes as parameters. */
const ROWS_AT_ONCE = 100;

/**
 * Restores a backup into an empty place. First the whole file is read and checked, and nothing is made; then everything is loaded in one
 * transaction, counted and hashed again as it stands in the store, compared with the manifest, brought up to this version, and the chains are
 * verified. Then `finish` does what the modules have to do. Until all that is done the folder is marked as not to be used; when any of it
 * fails, what was made is taken away again. Throws Unusable with the cure.
 */
export async function restoreBackup<Result>(
  order: RestoreOrder,
  finish: (store: Store, manifest: Manifest) => Promise<Result>,
): Promise<{ readonly manifest: Manifest; readonly finished: Result }> {
  order.says('Reading the backup from beginning to end …');
  const manifest = await readBackup(order.source, order.identities);
  const steps = stepsOf(manifest, order.migrations);
  demandEmptyFolder(order.dataFolder);
  const isPostgresql = order.storeAddress.startsWith('postgres');
  if (isPostgresql) await demandEmptyDatabase(order.storeAddress);
  const existed = existsSync(order.dataFolder);
  mkdirSync(order.dataFolder, { recursive: true, mode: 0o700 });
  markRestoring(order.dataFolder);
  const store = openStore(order.storeAddress, { longestMs: LONGEST_MS });
  try {
    order.says(`It is whole: ${String(sum(manifest))} records of ${manifest.at}. Writing them …`);
    await migrate(store, steps, order.clock, order.keys);
    await load(order, store, manifest);
    await migrate(store, order.migrations, order.clock, order.keys);
    order.says('Every table is as the backup says. Verifying the audit chains …');
    await demandChains(store, manifest);
    const finished = await finish(store, manifest);
    await store.close();
    return { manifest, finished };
  } catch (error) {
    if (isPostgresql) await emptyDatabase(store).catch(() => undefined);
    await store.close();
    for (const name of readdirSync(order.dataFolder)) {
      rmSync(join(order.dataFolder, name), { recursive: true, force: true });
    }
    if (!existed) rmSync(order.dataFolder, { recursive: true, force: true });
    throw error;
  }
}

const sum = (manifest: Manifest): number => manifest.tables.reduce((all, table) => all + table.rows, 0);

/** The steps of the schema that the backup's database had. */
function stepsOf(manifest: Manifest, known: readonly Migration[]): readonly Migration[] {
  const byName = new Map(known.map((step) => [step.name, step]));
  for (const { name, checksum } of manifest.migrations) {
    const step = byName.get(name);
    if (step === undefined) {
      throw new Unusable(
        'backup',
        `it was made by a newer Schoolgate (${manifest.schoolgate}): this one does not know “${name}”.`,
        'Install that version or a later one, and restore with it. Nothing was changed.',
      );
    }
    if (checksumOf(step) !== checksum) {
      throw new Unusable(
        `migrations/${name}.ts`,
        'it is not what the records of this backup were made with.',
        'Install Schoolgate as it was released, and restore with it. Nothing was changed.',
      );
    }
  }
  const there = new Set(manifest.migrations.map((step) => step.name));
  return known.filter((step) => there.has(step.name));
}

/** What a new disk has of itself. */
const OF_THE_DISK = new Set(['lost+found']);

function demandEmptyFolder(folder: string): void {
  if (!existsSync(folder)) return;
  if (readdirSync(folder).every((name) => OF_THE_DISK.has(name))) return;
  throw new Unusable(
    folder,
    'it is not empty, and a restore never writes over records.',
    'Move what is there away, or name another folder with SCHOOLGATE_DATA. Nothing was changed.',
  );
}

async function demandEmptyDatabase(address: string): Promise<void> {
  const store = openStore(address);
  try {
    const { rows } = await sql`select 1 from information_schema.tables where table_schema = current_schema()`.execute(
      store.reading,
    );
    if (rows.length === 0) return;
  } finally {
    await store.close();
  }
  throw new Unusable(
    'SCHOOLGATE_DATABASE_URL',
    'this PostgreSQL database is not empty, and a restore never writes over records.',
    'Name a new, empty database. Nothing was changed.',
  );
}

/** Takes away what a failed restore made in a database that was empty before. */
async function emptyDatabase(store: Store): Promise<void> {
  await store.transaction(async (db) => {
    const tables = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE'`.execute(db);
    for (const { name } of tables.rows) await sql`drop table ${sql.id(name)} cascade`.execute(db);
    const functions = await sql<{ name: string }>`
      select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = current_schema() and p.prorettype = 'trigger'::regtype`.execute(db);
    for (const { name } of functions.rows) await sql`drop function ${sql.id(name)}() cascade`.execute(db);
  });
}

async function load(order: RestoreOrder, store: Store, manifest: Manifest): Promise<void> {
  await store.transaction(async (db) => {
    const shapes = await carriedTables(db, store.kind);
    const there = JSON.stringify(shapes.map(({ name, columns }) => ({ name, columns })));
    if (there !== JSON.stringify(manifest.tables.map(({ name, columns }) => ({ name, columns })))) {
      throw new Unusable('backup', 'its tables are not those of its version.', 'Take another backup.');
    }
    // Steps of the schema may have filled tables; what counts is the backup.
    const read = await readBackup(order.source, order.identities, {
      rows: (table, rows) => insert(db, table, rows),
      file: async (file, bytes) => {
        const path = join(order.filesFolder, storedFilePath(file.name));
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        await writeFile(path, bytes);
      },
    });
    if (digest(read) !== digest(manifest)) throw new Unusable('backup', 'it changed while it was read.', 'Try again.');
    for (const shape of shapes) {
      const counted = tally();
      let rows = 0;
      for await (const lines of tableLines(db, store.kind, shape)) {
        counted.add(lines.text);
        rows += lines.rows;
      }
      const planned = manifest.tables.find((table) => table.name === shape.name);
      if (planned?.rows !== rows || planned.sha256 !== counted.result().sha256) {
        throw new Unusable(
          order.storeAddress.startsWith('postgres') ? 'PostgreSQL' : order.dataFolder,
          `the table ${shape.name} is not what the backup holds after it was written.`,
          'Check this disk for errors.',
        );
      }
    }
  });
  if (manifest.demonstration) writeFileSync(join(order.dataFolder, DEMONSTRATION_MARKER), '', { mode: 0o600 });
}

const digest = (manifest: Manifest): string => createHash('sha256').update(JSON.stringify(manifest)).digest('hex');

async function insert(
  db: AnyKysely,
  table: ManifestTable,
  rows: readonly Readonly<Record<string, string | number | null>>[],
): Promise<void> {
  if (table.name in leftBehind) return;
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await db
      .insertInto(table.name)
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .execute();
  }
}

async function writeFile(path: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of bytes) {
      for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

async function demandChains(store: Store, manifest: Manifest): Promise<void> {
  for (const head of manifest.heads) {
    const report = await verifyChain(store.reading, asId(head.school));
    if (report.ok && report.rows === head.seq && report.head === head.hash) continue;
    throw new Unusable(
      'backup',
      `the audit chain in it does not hold: ${report.ok ? 'its head is another one' : report.problem}.`,
      'Keep this file, tell the headteacher, and take the backup before it.',
    );
  }
}
