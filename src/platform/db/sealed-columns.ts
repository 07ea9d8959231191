import type { KyselyPlugin, PluginTransformQueryArgs, QueryId, RootOperationNode, UnknownRow } from 'kysely';

import { planQuery, type ResultPlan } from './sealed-queries.ts';
import { SEALED_MARKER, SealBroken, seal, unseal, type SealingKey, type SealingKeys } from './sealing.ts';
import type { AnyKysely, Store } from './store.ts';

/** The sealed columns of some tables: `{ incident: ['details'] }`. Only text columns; null and '' stay as they are. */
export type SealedColumns = Readonly<Record<string, readonly string[]>>;

/** Carries the keys with every connection of a store, to where a module's declared columns meet them. Does nothing itself. */
interface KeyRing extends KyselyPlugin {
  readonly sealingKeys: SealingKeys;
  readonly lookupKey: SealingKey;
}

/**
 * A store whose declared columns are sealed when written and opened when read as declared tables (scoped-tables.ts, machinery.ts).
 * Read without them (a backup, a check of the files), the same rows show the sealed text. `lookup` is behind the hashes of lookups.ts:
 * the oldest key unless another is named.
 */
export function withKeys(store: Store, keys: SealingKeys, lookup: SealingKey = keys.at(-1) ?? keys[0]): Store {
  const ring: KeyRing = {
    sealingKeys: keys,
    lookupKey: lookup,
    transformQuery: ({ node }) => node,
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return {
    ...store,
    reading: store.reading.withPlugin(ring),
    transaction: (work) => store.transaction((db) => work(db.withPlugin(ring))),
    snapshot: (work) => store.snapshot((view) => work(view.withPlugin(ring))),
  };
}

/** The keys a connection carries. Throws `TypeError` when its store was opened without any. */
export function keysOf(db: AnyKysely): SealingKeys {
  return ringOf(db).sealingKeys;
}

/** The key behind the hashes of sealed text. Throws `TypeError` as `keysOf` does. */
export function lookupKeyOf(db: AnyKysely): SealingKey {
  return ringOf(db).lookupKey;
}

function ringOf(db: AnyKysely): KeyRing {
  for (const plugin of db.getExecutor().plugins) if (isKeyRing(plugin)) return plugin;
  throw new TypeError('a table with sealed columns was reached through a store without keys: open it with withKeys()');
}

function isKeyRing(plugin: KyselyPlugin): plugin is KeyRing {
  return 'sealingKeys' in plugin;
}

/** Makes what puts a connection's keys to work on these columns; the connection itself where nothing is sealed. */
export function sealing(columns: SealedColumns): (db: AnyKysely) => AnyKysely {
  if (Object.keys(columns).length === 0) return (db) => db;
  const plugins = new WeakMap<SealingKeys, KyselyPlugin>();
  return (db) => {
    const keys = keysOf(db);
    const plugin = plugins.get(keys) ?? sealingPlugin(columns, keys);
    plugins.set(keys, plugin);
    return db.withPlugin(plugin);
  };
}

function sealingPlugin(columns: SealedColumns, keys: SealingKeys): KyselyPlugin {
  const plans = new WeakMap<QueryId, ResultPlan>();
  const put = (place: string, value: unknown): unknown => {
    // Nothing to seal; and of a million visits hardly one has words.
    if (value === null || value === undefined || value === '') return value;
    if (typeof value !== 'string') throw new TypeError(`${place} is sealed and takes text, not ${typeof value}`);
    return seal(keys, place, value);
  };
  return {
    transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
      const planned = planQuery(node, columns, put);
      if (planned === undefined) return node;
      plans.set(queryId, planned.results);
      return planned.node;
    },
    transformResult({ result, queryId }) {
      const plan = plans.get(queryId);
      if (plan === undefined) return Promise.resolve(result);
      openRows(result.rows, plan, keys);
      return Promise.resolve(result);
    },
  };
}

/**
 * Opens the sealed columns of rows, in the rows themselves: nobody else has seen them yet, and copying many takes longer than reading them.
 * Sealed text under a name that the query does not explain is never let through.
 */
function openRows(rows: readonly UnknownRow[], plan: ResultPlan, keys: SealingKeys): void {
  const names = Object.keys(rows[0] ?? {});
  for (const row of rows) {
    for (const name of names) {
      const value = row[name];
      if (typeof value !== 'string' || value === '') continue;
      const place = plan.get(name);
      if (place !== undefined) row[name] = unseal(keys, place, value);
      else if (value.startsWith(SEALED_MARKER)) {
        throw new SealBroken(`“${name}” reads a sealed column through an expression: select the column itself`);
      }
    }
  }
}
