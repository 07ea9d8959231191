import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { readPack } from '../../src/modules/policy/pack.ts';
import { settingsOfPack } from '../../src/modules/policy/commands/load-pack.ts';
import { makeWorld, type World } from '../support/world.ts';

/** What packs name and what the program has are two lists: this compares them. */

const folder = join(import.meta.dirname, '..', '..', 'policies');
const packs = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readPack(readFileSync(join(folder, file), 'utf8'), file));

describe('the controls', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  const live = (): string[] => world.modules.flatMap((module) => module.controls.map(({ code }) => code));

  test('are each declared by one module', () => {
    const codes = live();
    assert.deepEqual(
      codes.filter((code, at) => codes.indexOf(code) !== at),
      [],
    );
  });

  for (const pack of packs) {
    test(`that the pack ${pack.code} counts on are in the program`, () => {
      const known = new Set(live());
      assert.deepEqual(
        pack.controls.map(({ code }) => code).filter((code) => !known.has(code)),
        [],
      );
    });
  }
});

describe('the settings', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  test('are each declared by one module', () => {
    const codes = world.modules.flatMap((module) => module.settings.map(({ code }) => code));
    assert.deepEqual(
      codes.filter((code, at) => codes.indexOf(code) !== at),
      [],
    );
  });

  test('have a fallback that they can have themselves', () => {
    const wrong = world.modules
      .flatMap((module) => module.settings)
      .filter(({ schema, fallback }) => !schema.safeParse(fallback).success);
    assert.deepEqual(
      wrong.map(({ code }) => code),
      [],
    );
  });

  for (const pack of packs) {
    test(`that the pack ${pack.code} fixes can be obeyed by the modules that declare them`, () => {
      const declared = new Map(
        world.modules.flatMap((module) => module.settings.map((setting) => [setting.code, setting] as const)),
      );
      const clashes = settingsOfPack(pack).filter(
        ({ code, value }) => declared.get(code)?.schema.safeParse(value).success === false,
      );
      assert.deepEqual(clashes, []);
    });
  }
});
