import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { migrations } from '../../../migrations/index.ts';
import { forPostgresql } from './postgresql-schema.ts';

describe('a migration for PostgreSQL', () => {
  test('has wide numbers, text compared byte by byte, and rows kept apart by school', () => {
    const [table, enable, force, policy, ...more] = forPostgresql(
      `create table note (id text primary key, school_id text not null, text text, n integer not null default 0,
        unique (school_id, n))`,
    );
    assert.equal(
      table,
      'create table note ("id" text collate "C" primary key, "school_id" text collate "C" not null, "text" text collate "C", n bigint not null default 0, unique (school_id, n))',
    );
    assert.match(`${enable ?? ''}; ${force ?? ''}`, /^alter table note enable row .*; alter table note force row/);
    assert.match(policy ?? '', /^create policy of_one_school on note using .* with check /);
    assert.deepEqual(more, []);
    assert.equal(forPostgresql('create table machine (name text primary key)').length, 1);
  });

  test('a trigger that refuses becomes a function and its trigger, with its condition in the function', () => {
    const [made, trigger] = forPostgresql(
      `create trigger note_no_delete before delete on note when old.n > 1
        begin select raise(abort, 'it''s kept') where exists (select 1 from hold h where h.id = old.id); end`,
    );
    assert.match(
      made ?? '',
      /if \(old\.n > 1\) and \(exists \(.*old\.id\)\) then raise exception using message = 'it''s kept'; end if; return old; end/,
    );
    assert.equal(
      trigger,
      'create trigger note_no_delete before delete on note for each row execute function note_no_delete()',
    );
    assert.match(
      forPostgresql("create trigger t before update of a, b on note begin select raise(abort, 'no'); end")[0] ?? '',
      /return new; end/,
    );
    assert.deepEqual(forPostgresql('drop trigger note_no_delete'), ['drop function note_no_delete() cascade']);
  });

  test('what is not in the list of what migrations may hold is refused by name', () => {
    for (const statement of [
      'pragma foreign_keys = on',
      'create table x (id blob)',
      'create view v as select 1',
      'create trigger t after insert on note begin update other set n = 1; end',
      'create trigger t before insert on note begin select raise(ignore); end',
      'alter table note drop column words',
    ]) {
      assert.throws(() => forPostgresql(statement), /not translated for PostgreSQL: /, statement);
    }
  });

  test('all migrations there are can be translated', () => {
    for (const { statements } of migrations)
      for (const statement of statements) assert.ok(forPostgresql(statement).length > 0);
  });
});
