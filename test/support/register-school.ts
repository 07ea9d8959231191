import { runByName } from '../../src/cli/by-name.ts';
import { someoneWith } from '../../src/modules/policy/testing.ts';
import type { NamesForEntries } from '../../src/modules/registers/testing.ts';
import { aPupil, anAdult, aSchool, worked } from '../../src/modules/people/testing.ts';
import type { SchoolId } from '../../src/platform/ids/ids.ts';
import { makeWorld, type World } from './world.ts';

/** A school in which entries of any register can name somebody. */
export interface RegisterSchool {
  readonly world: World;
  readonly school: SchoolId;
  readonly names: NamesForEntries;
}

export async function aRegisterSchool(seed: string): Promise<RegisterSchool> {
  const world = await makeWorld({ seed });
  return { world, ...(await registerSchoolIn(world)) };
}

/** Settings whose safest value, which holds until somebody sets another, closes a register or leaves a field one value only. */
const openRegisters = {
  'picture-equipment': 'head-permits',
  'image-archive': 'selected',
  'caption-names': 'first-name-at-most',
};

/** Another school in the same world, with people of the same names. */
export async function registerSchoolIn(world: World): Promise<Omit<RegisterSchool, 'world'>> {
  const school = await aSchool(world);
  await anAdult(world, school, { roles: ['staff'], given: 'Robin', family: 'Named' });
  await aPupil(world, school, { given: 'Sam', family: 'Hill', class: 'Oak' });
  for (const [setting, value] of Object.entries(openRegisters)) {
    const given = { setting, value, why: 'So that every register can be filled in.' };
    worked(await runByName(world, 'policy.change-setting', someoneWith(world, school, 'head'), given));
  }
  return { school, names: { adult: 'Robin Named', pupil: 'Sam Hill', schoolClass: 'Oak' } };
}
