import type { Insertable, SelectQueryBuilder, UpdateQueryBuilder, UpdateResult } from 'kysely';

import { Refused } from '../errors/errors.ts';
import type { SchoolId } from '../ids/ids.ts';
import { inSchool } from './school-scope.ts';
import { sealing, type SealedColumns } from './sealed-columns.ts';
import type { AnyKysely } from './store.ts';

/* eslint-disable @typescript-eslint/consistent-type-assertions, @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- the one place where a module's table types meet the untyped store; everything that leaves it is typed */

declare const reads: unique symbol;
declare const writes: unique symbol;

/** The right to read one school's records. Opaque: a module reaches rows only through its own `tables()`. */
export interface ReadHandle {
  readonly [reads]: true;
  readonly school: SchoolId;
}

/** The right to change one school's records, inside a running command. Only the command runner makes one. */
export interface WriteHandle extends ReadHandle {
  readonly [writes]: true;
}

const behind = new WeakMap<object, AnyKysely>();

/** For platform/commands only (conformance test): a handle that reads `school`'s rows through `db`. */
export function readHandle(db: AnyKysely, school: SchoolId): ReadHandle {
  const handle = Object.freeze({ school }) as ReadHandle;
  behind.set(handle, inSchool(db, school));
  return handle;
}

/** For platform/commands only (conformance test): a handle that changes `school`'s rows through the transaction `db`. */
export function writeHandle(db: AnyKysely, school: SchoolId): WriteHandle {
  const handle = Object.freeze({ school }) as WriteHandle;
  behind.set(handle, inSchool(db, school));
  return handle;
}

/** For platform/ only (conformance test): the connection behind a handle. */
export function connectionOf(handle: ReadHandle): AnyKysely {
  const db = behind.get(handle);
  if (db === undefined) throw new TypeError('this handle was not made by the command runner');
  return db;
}

type Rows<Tables> = { [Name in keyof Tables]: { school_id: unknown } };
type Names<Tables> = keyof Tables & string;
type WithoutSchool<Row> = Omit<Insertable<Row>, 'school_id'>;
/** Which text columns of which tables are sealed: decision 18 lists every column, and a test compares it with the database. */
type Sealed<Tables> = {
  readonly [Name in keyof Tables]?: readonly Exclude<keyof Tables[Name] & string, 'id' | 'school_id'>[];
};

/** A module's reading of its own tables: every query begins scoped to the handle's school. */
export interface Reader<Tables> {
  select<Name extends Names<Tables>>(table: Name): SelectQueryBuilder<Tables, Name, object>;
}

/** A module's writing of its own tables. There is no delete: records go only by a deletion warrant. */
export interface Writer<Tables> extends Reader<Tables> {
  insert<Name extends Names<Tables>>(table: Name, row: WithoutSchool<Tables[Name]>): Promise<void>;
  /** Inserts rows with one statement: for imports. Up to some fifty rows, below every database's limit on parameters; none is nothing. */
  insertAll<Name extends Names<Tables>>(table: Name, rows: readonly WithoutSchool<Tables[Name]>[]): Promise<void>;
  /** An update of this school's rows of `table`: add `.set(…)` and `.where(…)`, then pass it to `changeOne` or execute it. */
  update<Name extends Names<Tables>>(table: Name): UpdateQueryBuilder<Tables, Name, Name, UpdateResult>;
}

/**
 * Declares the tables that a module owns (each table has one owner: conformance test) and gives its typed way to them.
 * Every table has a `school_id` column; it is filled and filtered here and nowhere else.
 *
 *     const incidents = tables<{ incident: IncidentRow }>('incident');
 *     await incidents.read(db).select('incident').where('id', '=', id).selectAll().executeTakeFirst();
 *
 * Free text about people is sealed in the database; who reads and writes it through here sees plain text:
 *
 *     const incidents = tables<{ incident: IncidentRow }>({ sealed: { incident: ['details'] } }, 'incident');
 */
export function tables<Tables extends Rows<Tables>>(
  ...given: readonly Names<Tables>[] | readonly [{ readonly sealed: Sealed<Tables> }, ...Names<Tables>[]]
) {
  const names: Names<Tables>[] = [];
  let columns: SealedColumns = {};
  for (const one of given) {
    if (typeof one === 'object') columns = sealedColumns(one.sealed);
    else names.push(one);
  }
  const keyed = sealing(columns);
  const owned = new Set<string>(names);
  const check = (table: string): void => {
    if (!owned.has(table)) throw new TypeError(`table ${table} is not among those declared here`);
  };
  const reader = (handle: ReadHandle): Reader<Tables> => {
    const db = keyed(connectionOf(handle));
    return {
      select(table) {
        check(table);
        return (db as any).selectFrom(table).where(`${table}.school_id`, '=', handle.school);
      },
    };
  };
  return {
    names: Object.freeze([...names]),
    sealed: columns,
    read: reader,
    write(handle: WriteHandle): Writer<Tables> {
      const db = keyed(connectionOf(handle));
      return {
        ...reader(handle),
        async insert(table, row) {
          check(table);
          await (db as any)
            .insertInto(table)
            .values({ ...row, school_id: handle.school })
            .execute();
        },
        async insertAll(table, rows) {
          check(table);
          if (rows.length === 0) return;
          await (db as any)
            .insertInto(table)
            .values(rows.map((row) => ({ ...row, school_id: handle.school })))
            .execute();
        },
        update(table) {
          check(table);
          return (db as any).updateTable(table).where(`${table}.school_id`, '=', handle.school);
        },
      };
    },
  };
}

function sealedColumns(sealed: Readonly<Record<string, readonly string[] | undefined>>): SealedColumns {
  return Object.freeze(
    Object.fromEntries(Object.entries(sealed).map(([table, columns]) => [table, Object.freeze([...(columns ?? [])])])),
  );
}

/**
 * Runs a conditional update that must touch exactly one row (id, and the state or version it was read in).
 * When it touches none, somebody else saved first: throws `Refused` SG-CHANGED, and the page keeps what was typed.
 */
export async function changeOne(update: { executeTakeFirst(): Promise<UpdateResult | undefined> }): Promise<void> {
  const result = await update.executeTakeFirst();
  if (result?.numUpdatedRows !== 1n) {
    throw new Refused(
      'SG-CHANGED',
      'Somebody else changed this while you had it open. Look at it again before you save.',
    );
  }
}
