import type { KyselyPlugin } from 'kysely';

import type { AnyKysely } from './store.ts';

/**
 * The second belt (contracts.md, "Writing"): on PostgreSQL every row of a table with `school_id` is shown and taken only to whoever has said
 * for which school they ask. A handle says its school; `store.reading`, a transaction and a snapshot say "all schools", and only platform/,
 * machinery and the command line get those. SQLite has no such belt: there the handle's own `where` is the only one.
 */

/** Carries, with a connection and whatever else is put on it, the way to narrow it. Does nothing itself. */
interface Narrowing extends KyselyPlugin {
  readonly narrowTo: (school: string) => AnyKysely;
}

/** For stores: the same connection, which `inSchool` can narrow by `narrowTo`. */
export function canBeNarrowed(db: AnyKysely, narrowTo: (school: string) => AnyKysely): AnyKysely {
  const narrowing: Narrowing = {
    narrowTo,
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return db.withPlugin(narrowing);
}

/** The same connection or transaction, seeing and taking only rows of `school` where the database can hold it to that. */
export function inSchool(db: AnyKysely, school: string): AnyKysely {
  const { plugins } = db.getExecutor();
  const narrowing = plugins.find(isNarrowing);
  if (narrowing === undefined) return db;
  return plugins
    .filter((plugin) => plugin !== narrowing)
    .reduce((narrowed, plugin) => narrowed.withPlugin(plugin), narrowing.narrowTo(school));
}

function isNarrowing(plugin: KyselyPlugin): plugin is Narrowing {
  return 'narrowTo' in plugin;
}
