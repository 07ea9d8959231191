import { contradictionsOf, saveContradiction } from '../../src/modules/policy/kept-contradictions.ts';
import { settingCodes } from '../../src/modules/policy/settings-of-the-policy.ts';
import { packInForce } from '../../src/modules/policy/store.ts';
import { readHandle, writeHandle } from '../../src/platform/db/scoped-tables.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import type { World } from './world.ts';

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
