import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';

import { migrations } from '../../migrations/index.ts';
import { decided } from './what-is-sealed.ts';

/** Decision 18 says of every text column whether it is sealed: compared here with the schema and with what the code declares. */

const root = join(import.meta.dirname, '..', '..');

/** Every text column that the migrations make, by table. */
function schema(): Map<string, readonly string[]> {
  const database = new DatabaseSync(':memory:');
  for (const { statements, seals } of migrations) {
    for (const statement of [...statements, ...(seals?.afterwards ?? [])]) database.exec(statement);
  }
  const tables = database.prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
  const columns = database.prepare('select name from pragma_table_info(?) where lower(type) = ?');
  return new Map(
    tables.all().map((row) => {
      const table = String(row['name']);
      return [table, columns.all(table, 'text').map((column) => String(column['name']))] as const;
    }),
  );
}

/** The columns that the code declares as sealed: `sealed: { table: ['column'] }`. */
function declared(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('platform/db/'),
  );
  for (const file of files) {
    const text = readFileSync(join(root, 'src', file), 'utf8');
    for (const { index } of text.matchAll(/\bsealed(:| =) \{/g)) {
      const from = text.indexOf('{', index);
      const block = text.slice(from, text.indexOf('}', from));
      for (const [, table = '', list = ''] of block.matchAll(/(\w+): \[([^\]]*)\]/g)) {
        const columns = found.get(table) ?? new Set();
        for (const [, column = ''] of list.matchAll(/'(\w+)'/g)) columns.add(column);
        found.set(table, columns);
      }
    }
  }
  return found;
}

describe('decision 18', () => {
  it('has decided about every text column of the database, and about no other', () => {
    const decisions = decided();
    for (const [table, columns] of schema()) {
      const { sealed = [], plain = [] } = decisions.get(table) ?? {};
      assert.deepEqual([...sealed, ...plain].sort(), [...columns].sort(), `the row of ${table} in decision 18`);
    }
    assert.deepEqual([...decisions.keys()].sort(), [...schema().keys()].sort());
  });

  it('says sealed exactly where the code seals', () => {
    const inCode = declared();
    assert.ok(inCode.size > 10, 'the declarations were found');
    for (const [table, { sealed }] of decided()) {
      assert.deepEqual([...sealed].sort(), [...(inCode.get(table) ?? [])].sort(), `what is sealed of ${table}`);
    }
  });
});
