import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { asId, type SchoolId } from '../../platform/ids/ids.ts';
import { makeLoadPack } from './commands/load-pack.ts';
import { knownControls } from './known-controls.ts';
import { findPack, packsOfTheSchool } from './pack-files.ts';

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

/** Puts a file of the school's own into the data folder and gives back its SHA-256. */
export async function ownPack(world: World, name: string, text: string): Promise<string> {
  const folder = packsOfTheSchool(world.config.dataFolder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.yaml`), text);
  const file = await findPack(world.config.dataFolder, name, knownControls(world.parts));
  if (file === undefined) throw new Error(`${name} is no name of a pack`);
  return file.sha256;
}
