import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import fastify from 'fastify';
import { z } from 'zod';

import { demandRules } from '../../src/platform/http/route-rules.ts';
import { makeWorld, type World } from '../support/world.ts';

const root = join(import.meta.dirname, '..', '..');

/** Tables written outside commands, each with the one file that writes it (contracts.md, "Writing"). */
const machinery: Readonly<Record<string, string>> = {
  schema_version: 'src/platform/db/migrations.ts',
  casework_key: 'src/platform/db/casework-keys.ts',
  audit_head: 'src/platform/audit/chain.ts',
  audit_event: 'src/platform/audit/chain.ts',
  filter_change: 'src/platform/commands/filter-changes.ts',
  web_session: 'src/platform/auth/web-sessions.ts',
  web_device: 'src/platform/auth/web-devices.ts',
  rate_limit: 'src/platform/auth/rate-limits.ts',
  refusal_count: 'src/platform/auth/refusal-counts.ts',
  mail_outbox: 'src/platform/mail/outbox.ts',
  mail_stopped: 'src/platform/mail/stopped-addresses.ts',
  mail_server: 'src/platform/mail/server-state.ts',
  filter_event: 'src/modules/monitoring/intake/take-in.ts',
  intake_position: 'src/modules/monitoring/intake/take-in.ts',
  visit_clearing: 'src/modules/monitoring/clearing/clear-visits.ts',
  backup_run: 'src/platform/backup/runs.ts',
  deletion_warrant: 'src/platform/deletion/warrants.ts',
  deletion_warrant_row: 'src/platform/deletion/warrants.ts',
  deletion_warrant_person: 'src/platform/deletion/warrants.ts',
  deletion_secret: 'src/platform/deletion/warrants.ts',
  legal_hold: 'src/platform/deletion/warrants.ts',
};

function sources(folder: string): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), 'utf8') }));
}

describe('the access and audit walk', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  it('finds each command, query, event, control, setting and duty named once', () => {
    const names = world.modules.flatMap((module) => [
      ...module.commands.map((one) => `command ${one.name}`),
      ...module.queries.map((one) => `query ${one.name}`),
      ...Object.keys(module.events).map((name) => `event ${name}`),
      ...module.controls.map((one) => `control ${one.code}`),
      ...module.settings.map((one) => `setting ${one.code}`),
      ...module.duties.map((one) => `duty ${one.code}`),
    ]);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
    assert.ok(names.length > 100, 'the walk found the modules');
  });

  it('finds each command and query of a page registered by its module, with the module’s name in front', () => {
    for (const module of world.modules) {
      const registered = new Set([...module.commands, ...module.queries].map((one) => one.name));
      for (const name of registered) assert.match(name, new RegExp(`^${module.name}\\.[a-z]+(-[a-z]+)*$`));
      for (const page of module.pages) {
        const uses = [...('query' in page ? [page.query.name] : []), ...('command' in page ? [page.command.name] : [])];
        for (const name of uses)
          assert.ok(registered.has(name), `${module.name}: ${page.path} uses ${name}, which is not registered`);
      }
    }
  });

  it('finds a policy test beside every module that has commands', () => {
    for (const module of world.modules.filter((one) => one.commands.length > 0)) {
      const folder = join(root, 'src/modules', module.name);
      const tests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('policy.test.ts'),
      );
      assert.ok(tests.length > 0, `src/modules/${module.name} has no policy test`);
      const text = tests.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
      assert.match(
        text,
        /allowed, true|allowed: true|allowed\)/,
        `${module.name}: nobody is allowed in its policy tests`,
      );
      assert.match(
        text,
        /allowed, false|allowed: false|refused/,
        `${module.name}: nobody is refused in its policy tests`,
      );
    }
  });

  it('finds every event written by some command or query of its module', () => {
    for (const module of world.modules) {
      const folder = `src/modules/${module.name}`;
      const text = sources(folder)
        .filter((source) => !source.path.endsWith('/events.ts'))
        .map((source) => source.text)
        .join('\n');
      for (const name of Object.keys(module.events)) {
        assert.ok(text.includes(`'${name}'`), `${module.name}: nothing writes the event ${name}`);
      }
    }
  });

  it('finds no field of any event that would take a name or free text', () => {
    const typed = ['Robin Ash', 'robin ash said it', 'Röbin', 'a, b', '', 'x'.repeat(200)];
    let fields = 0;
    for (const module of world.modules) {
      for (const [name, definition] of Object.entries(module.events)) {
        for (const [field, schema] of Object.entries(definition.data.shape)) {
          fields++;
          for (const text of typed) {
            for (const given of [text, [text], { text }]) {
              const taken = z.safeParse(schema, given).success;
              assert.equal(taken, false, `${name}.${field} takes ${JSON.stringify(given)}`);
            }
          }
        }
      }
    }
    assert.ok(fields > 50, 'the walk found the fields');
  });

  it('finds each table of the database owned once: by a module, or by the machinery’s one writer', async () => {
    const rows = await world.store.reading.introspection.getTables();
    const owners = new Map<string, string[]>();
    for (const module of world.modules) {
      for (const table of module.tables) owners.set(table, [...(owners.get(table) ?? []), module.name]);
    }
    for (const [table, writer] of Object.entries(machinery)) {
      // A module may read, through its handles, the machinery that its own writer fills.
      const readers = (owners.get(table) ?? []).filter((name) => !writer.startsWith(`src/modules/${name}/`));
      owners.set(table, [...readers, 'machinery']);
    }
    assert.deepEqual(
      rows.map((row) => row.name).filter((table) => owners.get(table)?.length !== 1),
      [],
      'tables without exactly one owner',
    );
    for (const file of Object.values(machinery)) assert.ok(existsSync(join(root, file)), `${file} is gone`);
  });

  it('lets only the machinery’s writers open machinery tables', () => {
    const writers = new Set(Object.values(machinery));
    const openers = sources('src')
      .filter(
        (source) =>
          /\bmachinery(In)?<|\bmachinery(In)?\(/.test(source.text) && source.path !== 'src/platform/db/machinery.ts',
      )
      .map((source) => source.path);
    assert.deepEqual(
      openers.filter((path) => !writers.has(path)),
      [],
    );
  });

  it('lets only the staircase make handles and reach the connection behind them', () => {
    const makers = sources('src')
      .filter((source) => /\b(writeHandle|readHandle|connectionOf)\b/.test(source.text))
      .map((source) => source.path)
      .filter((path) => !path.startsWith('src/platform/db/'));
    assert.deepEqual(makers, ['src/platform/commands/runner.ts']);
  });

  it('lets nobody but the platform run SQL of their own making outside a handle', () => {
    const direct = sources('src/modules').filter((source) =>
      /\.store\.transaction\(|new Kysely|DatabaseSync/.test(source.text),
    );
    assert.deepEqual(
      direct.map((source) => source.path),
      [],
    );
  });
});

describe('a route without a rule', () => {
  it('stops the app from starting', () => {
    const app = fastify();
    demandRules(app);
    assert.throws(() => app.get('/open-door', () => 'anything'), /\/open-door has no rule/);
  });
});
