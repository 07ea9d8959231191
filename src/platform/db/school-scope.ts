import type { AnyKysely } from './store.ts';

/**
 * The second belt (contracts.md, "Writing"): on PostgreSQL every row of a table with `school_id` is shown and taken only to whoever has said
 * for which school they ask. A handle says its school; `store.reading`, a transaction and a snapshot say "all schools", and only platform/,
 * machinery and the command line get those. SQLite has no such belt: there the handle's own `where` is the only one.
 */

const narrowers = new WeakMap<AnyKysely, (school: string) => AnyKysely>();

/** For stores: says how a connection of theirs is narrowed to one school. */
export function canBeNarrowed(db: AnyKysely, narrow: (school: string) => AnyKysely): AnyKysely {
  narrowers.set(db, narrow);
  return db;
}

/** The same connection or transaction, seeing and taking only rows of `school` where the database can hold it to that. */
export function inSchool(db: AnyKysely, school: string): AnyKysely {
  return narrowers.get(db)?.(school) ?? db;
}
