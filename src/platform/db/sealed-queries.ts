import {
  AliasNode,
  BinaryOperationNode,
  ColumnNode,
  ColumnUpdateNode,
  DeleteQueryNode,
  IdentifierNode,
  InsertQueryNode,
  OperatorNode,
  PrimitiveValueListNode,
  ReferenceNode,
  SelectAllNode,
  SelectQueryNode,
  TableNode,
  UpdateQueryNode,
  ValueNode,
  ValuesNode,
  type OperationNode,
  type RootOperationNode,
  type SelectionNode,
} from 'kysely';

/**
 * Reads a query's tree for what it does with sealed columns: seals what it writes, says under which name each comes back, and refuses
 * every other use. The database holds only cipher text: comparing, sorting or joining by it would answer wrongly without a word.
 */

/** From the name in the result to the sealed column (`table.column`) it is. */
export type ResultPlan = ReadonlyMap<string, string>;

type Columns = Readonly<Record<string, readonly string[]>>;
type Put = (place: string, value: unknown) => unknown;

/** What a name in this query may stand for: tables by their name and by their alias, only those with sealed columns. */
type Scope = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The query with its values sealed by `put`, and what comes back; undefined when it touches no table with sealed columns.
 * Throws `TypeError` naming the column when the query compares, sorts, groups or computes with a sealed one (`is null` is allowed).
 */
export function planQuery(
  node: RootOperationNode,
  columns: Columns,
  put: Put,
): { readonly node: RootOperationNode; readonly results: ResultPlan } | undefined {
  const scope = scopeOf(node, columns);
  if (scope.size === 0) return undefined;
  const reading = { columns, scope };
  if (SelectQueryNode.is(node)) {
    const { selections, ...rest } = node;
    forbidIn(rest, reading);
    return { node, results: resultsOf(selections ?? [], reading) };
  }
  if (InsertQueryNode.is(node)) {
    const sealed = sealInsert(node, reading, put);
    const { returning, values, onConflict, ...rest } = sealed;
    forbidIn(rest, reading);
    if (values !== undefined && !ValuesNode.is(values)) forbidIn(values, reading);
    forbidIn(onConflict?.updateWhere, reading);
    for (const update of onConflict?.updates ?? []) forbidIn(update.value, reading);
    return { node: sealed, results: resultsOf(returning?.selections ?? [], reading) };
  }
  if (UpdateQueryNode.is(node)) {
    const updates = node.updates?.map((update) => sealUpdate(update, reading, put));
    const sealed = updates === undefined ? node : { ...node, updates };
    const { returning, updates: sets, ...rest } = sealed;
    forbidIn(rest, reading);
    for (const update of sets ?? []) forbidIn(update.value, reading);
    return { node: sealed, results: resultsOf(returning?.selections ?? [], reading) };
  }
  if (DeleteQueryNode.is(node)) {
    const { returning, ...rest } = node;
    forbidIn(rest, reading);
    return { node, results: resultsOf(returning?.selections ?? [], reading) };
  }
  forbidIn(node, reading);
  return { node, results: new Map() };
}

interface Reading {
  readonly columns: Columns;
  readonly scope: Scope;
}

function scopeOf(root: OperationNode, columns: Columns): Scope {
  const scope = new Map<string, Set<string>>();
  const add = (name: string, table: string): void => {
    if (!Object.hasOwn(columns, table)) return;
    const tables = scope.get(name) ?? new Set();
    tables.add(table);
    scope.set(name, tables);
  };
  const walk = (value: object): void => {
    if (isNode(value)) {
      if (TableNode.is(value)) add(tableName(value), tableName(value));
      // A name before a column is no table of its own.
      if (ReferenceNode.is(value)) return;
      if (AliasNode.is(value) && TableNode.is(value.node) && IdentifierNode.is(value.alias)) {
        add(value.alias.name, tableName(value.node));
      }
    }
    eachChild(value, walk);
  };
  walk(root);
  return scope;
}

/** The sealed columns (`table.column`) that a reference may mean. */
function meant(node: ReferenceNode, { scope, columns }: Reading): readonly string[] {
  const column = ColumnNode.is(node.column) ? node.column.column.name : undefined;
  const of = node.table === undefined ? undefined : tableName(node.table);
  const places: string[] = [];
  // Nearly every reference of every query means none: nothing is made before one is found.
  for (const [name, tables] of scope) {
    if (of !== undefined && name !== of) continue;
    for (const table of tables) {
      for (const one of columns[table] ?? []) {
        if (column !== undefined && one !== column) continue;
        const place = `${table}.${one}`;
        if (!places.includes(place)) places.push(place);
      }
    }
  }
  return places;
}

function resultsOf(selections: readonly SelectionNode[], reading: Reading): ResultPlan {
  const results = new Map<string, string>();
  const add = (name: string, place: string): void => {
    const before = results.get(name);
    if (before !== undefined && before !== place) {
      throw new TypeError(`${before} and ${place} would both be read as “${name}”: give one another name`);
    }
    results.set(name, place);
  };
  for (const { selection } of selections) {
    if (SelectAllNode.is(selection)) {
      for (const tables of reading.scope.values()) {
        for (const table of tables) for (const one of reading.columns[table] ?? []) add(one, `${table}.${one}`);
      }
    } else if (ReferenceNode.is(selection)) {
      for (const place of meant(selection, reading)) add(columnOf(place), place);
    } else if (AliasNode.is(selection) && ReferenceNode.is(selection.node) && IdentifierNode.is(selection.alias)) {
      for (const place of meant(selection.node, reading)) add(selection.alias.name, place);
    } else forbidIn(selection, reading);
  }
  return results;
}

/** Throws when a sealed column is used anywhere in this part of a query. */
function forbidIn(part: object | undefined, reading: Reading): void {
  if (part === undefined) return;
  if (isNode(part)) {
    if (BinaryOperationNode.is(part) && asksForNull(part)) return;
    if (ReferenceNode.is(part)) {
      const [place] = meant(part, reading);
      if (place !== undefined) {
        throw new TypeError(
          `${place} is sealed: the database cannot compare, sort or compute with it. Select it, and do that with the opened text`,
        );
      }
      return;
    }
  }
  eachChild(part, (child) => {
    forbidIn(child, reading);
  });
}

function asksForNull(node: BinaryOperationNode): boolean {
  return (
    OperatorNode.is(node.operator) &&
    (node.operator.operator === 'is' || node.operator.operator === 'is not') &&
    ReferenceNode.is(node.leftOperand) &&
    ValueNode.is(node.rightOperand) &&
    node.rightOperand.value === null
  );
}

function sealInsert(node: InsertQueryNode, { columns }: Reading, put: Put): InsertQueryNode {
  const table = node.into === undefined ? '' : tableName(node.into);
  const sealed = columns[table] ?? [];
  const places = (node.columns ?? []).map(({ column }) =>
    sealed.includes(column.name) ? `${table}.${column.name}` : undefined,
  );
  const onConflict =
    node.onConflict?.updates === undefined
      ? node.onConflict
      : { ...node.onConflict, updates: node.onConflict.updates.map((update) => sealSet(update, table, columns, put)) };
  const withConflict = onConflict === undefined ? node : { ...node, onConflict };
  if (places.every((place) => place === undefined)) return withConflict;
  if (node.values === undefined || !ValuesNode.is(node.values)) {
    throw new TypeError(`${table} has sealed columns: insert values into it, not the rows of a query`);
  }
  const values = node.values.values.map((row) =>
    PrimitiveValueListNode.is(row)
      ? PrimitiveValueListNode.create(row.values.map((value, at) => putAt(places[at], value, put)))
      : { ...row, values: row.values.map((value, at) => sealNode(places[at], value, put)) },
  );
  return { ...withConflict, values: ValuesNode.create(values) };
}

function sealUpdate(update: ColumnUpdateNode, { scope, columns }: Reading, put: Put): ColumnUpdateNode {
  for (const tables of scope.values()) {
    for (const table of tables) {
      const sealed = sealSet(update, table, columns, put);
      if (sealed !== update) return sealed;
    }
  }
  return update;
}

function sealSet(update: ColumnUpdateNode, table: string, columns: Columns, put: Put): ColumnUpdateNode {
  const column = ReferenceNode.is(update.column) ? update.column.column : update.column;
  if (!ColumnNode.is(column) || columns[table]?.includes(column.column.name) !== true) return update;
  return ColumnUpdateNode.create(update.column, sealNode(`${table}.${column.column.name}`, update.value, put));
}

function sealNode(place: string | undefined, node: OperationNode, put: Put): OperationNode {
  if (place === undefined) return node;
  if (!ValueNode.is(node)) throw new TypeError(`${place} is sealed: give it a value, not an expression`);
  return node.value === null ? node : ValueNode.create(put(place, node.value));
}

function putAt(place: string | undefined, value: unknown, put: Put): unknown {
  return place === undefined ? value : put(place, value);
}

function tableName(node: TableNode): string {
  return node.table.identifier.name;
}

function columnOf(place: string): string {
  return place.slice(place.indexOf('.') + 1);
}

function isNode(value: object): value is OperationNode {
  return 'kind' in value && typeof value.kind === 'string';
}

/** Names and values: no column is referred to below them. What people gave stands in value nodes and is not looked into. */
const leaves: ReadonlySet<string> = new Set<OperationNode['kind']>([
  'ColumnNode',
  'IdentifierNode',
  'OperatorNode',
  'PrimitiveValueListNode',
  'SchemableIdentifierNode',
  'TableNode',
  'ValueNode',
]);

/** Every query of a table with sealed columns goes through here, node by node: no list is made on the way. */
function eachChild(value: object, visit: (child: object) => void): void {
  if (isList(value)) {
    for (const child of value) if (isObject(child)) visit(child);
    return;
  }
  if (!hasFields(value) || (isNode(value) && leaves.has(value.kind))) return;
  for (const name in value) {
    const child = value[name];
    if (isObject(child)) visit(child);
  }
}

function isList(value: object): value is readonly unknown[] {
  return Array.isArray(value);
}

function hasFields(value: object): value is Readonly<Record<string, unknown>> {
  return !Array.isArray(value);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
