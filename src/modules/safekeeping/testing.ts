import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from 'pg';

import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { carriedTables } from '../../platform/backup/schema-of.ts';
import { tableLines } from '../../platform/backup/table-lines.ts';
import type { AnyKysely, Store } from '../../platform/db/store.ts';
import { worked } from '../people/testing.ts';
import { makeOwnKey } from './commands/make-key.ts';
import { filesFolder } from './back-up.ts';

/** Every carried row of a store, as lines by table: for comparing two stores of either kind. */
export async function everyRow(db: AnyKysely, kind: Store['kind']): Promise<Readonly<Record<string, string>>> {
  const rows: Record<string, string> = {};
  for (const table of await carriedTables(db, kind)) {
    let text = '';
    for await (const lines of tableLines(db, kind, table)) text += lines.text;
    rows[table.name] = text;
  }
  return rows;
}

/** A key of this person's, made as they make it. Gives its secret half. */
export async function aBackupKey(world: World, holder: PersonActor): Promise<string> {
  return worked(await world.runner.run(makeOwnKey, holder, {})).identity;
}

/** Puts bytes where the file store keeps a sealed file, and returns its name. */
export function aStoredFile(world: World, bytes: string): string {
  const name = createHash('sha256').update(bytes).digest('hex');
  const shelf = join(filesFolder(world.config), name.slice(0, 2));
  mkdirSync(shelf, { recursive: true });
  writeFileSync(join(shelf, name), bytes);
  return name;
}

/** An empty place to restore into, of either kind: settings of the machine for it. */
export interface EmptyPlace {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  end(): Promise<void>;
}

/** Whether PostgreSQL is there for tests that restore from one kind into the other. */
export const hasPostgresql = (process.env['SCHOOLGATE_TEST_DATABASE_URL'] ?? '') !== '';

export async function anEmptyPlace(kind: Store['kind']): Promise<EmptyPlace> {
  const root = mkdtempSync(join(tmpdir(), 'schoolgate-restored-'));
  const folder = join(root, 'data');
  const gone = (): void => {
    rmSync(root, { recursive: true, force: true });
  };
  if (kind === 'sqlite') {
    return {
      folder,
      env: { SCHOOLGATE_DATA: folder },
      end: () => {
        gone();
        return Promise.resolve();
      },
    };
  }
  const name = `restored_${randomUUID().replaceAll('-', '')}`;
  await onServer(`create database ${name} template template0`);
  const url = new URL(process.env['SCHOOLGATE_TEST_DATABASE_URL'] ?? '');
  url.pathname = `/${name}`;
  return {
    folder,
    env: { SCHOOLGATE_DATA: folder, SCHOOLGATE_DATABASE_URL: url.href },
    async end() {
      gone();
      await onServer(`drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: process.env['SCHOOLGATE_TEST_DATABASE_URL'] ?? '' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
