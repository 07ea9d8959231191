import { sql } from 'kysely';

import { Unusable } from '../errors/errors.ts';
import type { AnyKysely } from './store.ts';

interface Facts {
  version: number;
  encoding: string;
  above: number;
  may_create: number;
}

const about = (problem: string, cure: string): Unusable => new Unusable('SCHOOLGATE_DATABASE_URL', problem, cure);

/**
 * Throws `Unusable` when the database or the role cannot serve: too old, not UTF-8, a role that row-level security does not hold back,
 * or one that may not make tables. Asked before anything is written.
 */
export async function demandReadyPostgresql(db: AnyKysely): Promise<void> {
  const { rows } = await sql<Facts>`select
    current_setting('server_version_num')::int as version,
    current_setting('server_encoding') as encoding,
    (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as above,
    has_schema_privilege(current_user, current_schema(), 'create') as may_create`.execute(db);
  const [facts] = rows;
  if (facts === undefined) throw new Error('PostgreSQL answered nothing about itself');
  if (facts.version < 150_000) {
    throw about(
      `it is PostgreSQL ${String(Math.floor(facts.version / 10_000))}, and 15 is the oldest that is tested.`,
      'Upgrade the database server.',
    );
  }
  if (facts.encoding !== 'UTF8') {
    throw about(
      `the database is encoded as ${facts.encoding}.`,
      'Make it again with “encoding UTF8 template template0”.',
    );
  }
  if (facts.above === 1) {
    throw about(
      'its role is a superuser or has BYPASSRLS, so the database would not keep schools apart.',
      'Make a plain role that owns the database: docs/technicians/postgresql.md shows how.',
    );
  }
  if (facts.may_create !== 1) {
    throw about(
      'its role may not make tables.',
      'Make the role the owner of the database: docs/technicians/postgresql.md shows how.',
    );
  }
}
