import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { readHandle, writeHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type SchoolId } from '../../platform/ids/ids.ts';
import { makeLoadPack } from './commands/load-pack.ts';
import { contradictionsOf, saveContradiction } from './kept-contradictions.ts';
import { knownControls } from './known-controls.ts';
import { findPack, packsOfTheSchool } from './pack-files.ts';
import { settingCodes } from './settings-of-the-policy.ts';
import { packInForce } from './store.ts';

/** Somebody with these roles, for commands that do not look the person up. */
export function someoneWith(world: World, school: SchoolId, ...roles: readonly Role[]): PersonActor {
  return {
    kind: 'person',
    school,
    person: world.ids.next<'person'>(),
    name: 'A person',
    roles: new Set(roles),
    classes: new Set(),
    request: asId(world.ids.next()),
  };
}

/** Puts a pack into force, through its command: the village pack unless another is named. */
export async function aPolicy(
  world: World,
  school: SchoolId,
  given: { pack?: string; by?: PersonActor } = {},
): Promise<void> {
  const pack = given.pack ?? 'village';
  const file = await findPack(world.config.dataFolder, pack, knownControls(world.parts));
  const by = given.by ?? someoneWith(world, school, 'head');
  const outcome = await world.runner.run(makeLoadPack(world.parts), by, { pack, sha256: file?.sha256 });
  if (!outcome.ok) throw new Error(`the policy was not put into force: ${JSON.stringify(outcome.errors)}`);
}

/** Lets the policy in force contradict itself, on a setting that it did not before; gives back which. */
export async function contradicted(world: World, school: SchoolId): Promise<string> {
  const pack = await packInForce(readHandle(world.store.reading, school));
  if (pack === undefined) throw new Error('there is no policy that could contradict itself');
  const found = new Set(
    (await contradictionsOf(readHandle(world.store.reading, school), pack.id)).map(({ setting }) => setting),
  );
  const setting = settingCodes.find((code) => code.endsWith('-told') && !found.has(code));
  if (setting === undefined) throw new Error('every setting of those is contradicted already');
  const sides = [
    { code: setting, value: ['head'], clause: 's1-001' },
    { code: setting, value: ['lead'], clause: 's1-002' },
  ];
  await world.store.transaction(async (db) => {
    const at = world.clock.now();
    await saveContradiction(writeHandle(db, school), {
      id: world.ids.next(),
      pack: pack.id,
      setting,
      sides,
      taken: ['head', 'lead'],
      at,
    });
  });
  return setting;
}

/** Puts a file of the school's own into the data folder and gives back its SHA-256. */
export async function ownPack(world: World, name: string, text: string): Promise<string> {
  const folder = packsOfTheSchool(world.config.dataFolder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.yaml`), text);
  const file = await findPack(world.config.dataFolder, name, knownControls(world.parts));
  if (file === undefined) throw new Error(`${name} is no name of a pack`);
  return file.sha256;
}
