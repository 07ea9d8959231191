import assert from 'node:assert/strict';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { keepsFile } from '../../src/platform/http/upload-pages.ts';
import type { FileColumn } from '../../src/platform/files/sweep-files.ts';
import { makeWorld, type World } from '../support/world.ts';

/** What a row names stays; what none names is swept away. A column that names files and is not said to would lose them after a day. */

/** Text columns that look as if they named a file of the store, and name something else. */
const otherwise: Readonly<Record<string, string>> = {
  'backup_run.file': 'a backup in its folder',
  'backup_run.sha256': 'the hash of a backup',
  'filtering_review.offered_sha256': 'the hash of what signers see',
  'filtering_review_signature.sha256': 'the hash of what was signed',
  'standard_answer.words_sha256': 'the hash of a requirement’s words',
  'intake_position.file': 'a file of the filter’s spool',
  'network_credential.secret_sha256': 'the hash of a secret',
  'policy_draft.approved_sha256': 'the hash of the text that governors approved',
  'policy_draft.document': 'the whole text a draft began with',
  'policy_pack.document': 'the whole text of a policy',
  'policy_pack.sha256': 'the hash of that text',
  'roster_draft.files': 'the texts themselves, sealed',
  'spool_gap.file': 'a file of the filter’s spool',
  'person_identity.file_key': 'how a school’s own file knows somebody',
  'person_identity.file_key_hash': 'the hash of that',
};
const LOOKS_LIKE_A_FILE =
  /(^|_)(files?|contents?|documents?|attachments?|uploads?|images?|pictures?|photos?|scans?|letters?|signature|blob|stored|sha256)($|_)/;

let world: World;
let columns: readonly FileColumn[];
before(async () => {
  world = await makeWorld();
  columns = world.modules.flatMap((one) => one.fileColumns ?? []);
});
after(() => world.end());

const named = ({ table, column }: FileColumn): string => `${table}.${column}`;

/** SQLite says TEXT, PostgreSQL text. */
const isText = (column: { dataType: string }): boolean => column.dataType.toLowerCase() === 'text';

/** Puts a file into the store, old enough to be swept. */
async function anOldFile(words: string): Promise<string> {
  async function* bytes() {
    yield await Promise.resolve(new TextEncoder().encode(words));
  }
  const upload = await world.parts.files.put(bytes(), { name: 'note.txt', most: 1000 });
  assert.ok('content' in upload, 'the file was refused');
  const old = world.clock.now().subtract({ hours: 48 }).epochMilliseconds / 1000;
  utimesSync(join(world.folder, 'files', upload.content.slice(0, 2), upload.content), old, old);
  return upload.content;
}

describe('columns that name files', () => {
  test('are said by the module that takes files in, and are columns of its own tables', async () => {
    const tables = await world.store.reading.introspection.getTables();
    for (const module of world.modules) {
      const own = module.fileColumns ?? [];
      if (module.pages.some(keepsFile)) assert.ok(own.length > 0, `${module.name} takes files in and names no column`);
      for (const one of own) {
        assert.ok(module.tables.includes(one.table), `${module.name} names ${named(one)}`);
        const there = tables.find((table) => table.name === one.table)?.columns ?? [];
        assert.ok(
          there.some((column) => column.name === one.column),
          named(one),
        );
      }
    }
    assert.ok(columns.length > 0);
  });

  test('are all of those that look like it, or it is said what else they name', async () => {
    const tables = await world.store.reading.introspection.getTables();
    const looks = tables.flatMap((table) =>
      table.columns
        .filter((column) => isText(column) && LOOKS_LIKE_A_FILE.test(column.name))
        .map((column) => `${table.name}.${column.name}`),
    );
    assert.ok(looks.includes('incident_file.content'), 'the columns were found');
    const decided = [...columns.map(named), ...Object.keys(otherwise)];
    assert.deepEqual(
      looks.filter((one) => !decided.includes(one)),
      [],
      'says neither that it names files (fileColumns of its module) nor what else it is (here)',
    );
  });

  test('keep what they name from the sweep, which takes the rest', async () => {
    const tables = await world.store.reading.introspection.getTables();
    const kept: string[] = [];
    for (const one of columns) {
      const content = await anOldFile(`a file that ${named(one)} names`);
      const shape = tables.find((table) => table.name === one.table)?.columns ?? [];
      const row = Object.fromEntries(
        shape
          .filter((column) => !column.isNullable || column.name === one.column)
          .map((column) => [column.name, isText(column) ? 'made up' : 1]),
      );
      await world.store.transaction((db) =>
        db
          .insertInto(one.table)
          .values({ ...row, id: one.column, [one.column]: content })
          .execute(),
      );
      kept.push(content);
    }
    const nobodys = await anOldFile('a file that no row names');
    const job = world.jobs.find((one) => one.name === 'sweep-files');
    assert.ok(job !== undefined);
    await job.run();
    const left = await world.parts.files.all();
    assert.deepEqual([...left].sort(), [...kept].sort());
    assert.equal(left.includes(nobodys), false);
  });
});
