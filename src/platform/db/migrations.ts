import { createHash } from 'node:crypto';

import { sql } from 'kysely';

import { Unusable } from '../errors/errors.ts';
import type { Clock } from '../time/clock.ts';
import type { SealedColumns } from './sealed-columns.ts';
import { fillLookups, type LookupColumns } from './lookups.ts';
import { sealExisting } from './seal-existing.ts';
import type { SealingKeys } from './sealing.ts';
import { demandReadyPostgresql } from './postgresql-readiness.ts';
import { forPostgresql } from './postgresql-schema.ts';
import type { AnyKysely, Store } from './store.ts';

/** One step of the schema. Written once, never changed after a release: a change is a new step. */
export interface Migration {
  /** File name without its ending: `0007-incident-chronology`. */
  readonly name: string;
  /** Statements in order, as SQLite reads them; postgresql-schema.ts says what they may hold and what PostgreSQL gets. */
  readonly statements: readonly string[];
  /** Columns that are sealed from this step on: what stands in them already is sealed between `statements` and `afterwards`. */
  readonly seals?: { readonly columns: SealedColumns; readonly afterwards: readonly string[] };
  /** Hashes that stand beside sealed columns from this step on: those of what stands there already are filled in after `statements`. */
  readonly looksUp?: LookupColumns;
}

/**
 * Brings the database up to the newest migration, each in a transaction of its own, and returns the names applied.
 * `keys` seal what stands in columns that a migration seals; an empty database needs none.
 * Throws `Unusable` when the database has a migration this program does not know (it is newer), or one that has changed since, and when
 * PostgreSQL or its role is not what we need. Two programs may do this at once: each step is taken by one of them.
 */
export async function migrate(
  store: Store,
  migrations: readonly Migration[],
  clock: Clock,
  keys?: SealingKeys,
): Promise<readonly string[]> {
  if (store.kind === 'postgresql') await demandReadyPostgresql(store.reading);
  await store.transaction((transaction) => runStatement(store, transaction, SCHEMA_VERSION));
  const rows = await store.reading.selectFrom('schema_version').select(['name', 'checksum']).orderBy('name').execute();
  const done = new Map(rows.map((row) => [String(row['name']), String(row['checksum'])]));
  const known = new Set(migrations.map((migration) => migration.name));
  for (const name of done.keys()) {
    if (!known.has(name)) {
      throw new Unusable(
        'database',
        `it was written by a newer Schoolgate (it has “${name}”).`,
        'Start the newer version, or restore a backup made before the upgrade.',
      );
    }
  }
  const applied: string[] = [];
  for (const migration of migrations) {
    const checksum = checksumOf(migration);
    const before = done.get(migration.name);
    if (before !== undefined) {
      if (before === checksum) continue;
      throw new Unusable(
        `migrations/${migration.name}.ts`,
        'it is not what this database was made with.',
        'Put the released file back: a change to the schema is a new migration.',
      );
    }
    const ours = await store.transaction(async (transaction) => {
      const there = transaction.selectFrom('schema_version').select('name').where('name', '=', migration.name);
      if ((await there.executeTakeFirst()) !== undefined) return false;
      for (const statement of migration.statements) await runStatement(store, transaction, statement);
      if (migration.seals !== undefined) {
        await sealExisting(transaction, migration.seals.columns, keys);
        for (const statement of migration.seals.afterwards) await runStatement(store, transaction, statement);
      }
      if (migration.looksUp !== undefined) await fillLookups(transaction, migration.looksUp, keys);
      await transaction
        .insertInto('schema_version')
        .values({ name: migration.name, checksum, applied_at: clock.now().toString() })
        .execute();
      return true;
    });
    if (ours) applied.push(migration.name);
  }
  return applied;
}

/** What a database remembers of a step, to notice that it was changed after its release. The same on both stores. */
export function checksumOf({ statements, seals, looksUp }: Migration): string {
  const text = [
    ...statements,
    ...(seals === undefined ? [] : [JSON.stringify(seals.columns), ...seals.afterwards]),
    ...(looksUp === undefined ? [] : [JSON.stringify(looksUp)]),
  ];
  return createHash('sha256').update(text.join('\n')).digest('hex');
}

const SCHEMA_VERSION = `create table if not exists schema_version (
      name text primary key, checksum text not null, applied_at text not null)`;

/** Runs one statement of a migration, turned into what the store's database reads. */
export async function runStatement(store: Store, transaction: AnyKysely, statement: string): Promise<void> {
  const texts = store.kind === 'postgresql' ? forPostgresql(statement) : [statement];
  for (const text of texts) await sql.raw(text).execute(transaction);
}
