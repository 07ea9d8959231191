import type { World } from '../../../test/support/world.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { addSchoolByHand } from './commands/add-school.ts';

/** A school, through its command. */
export async function aSchool(world: World, given: { name?: string } = {}): Promise<SchoolId> {
  const school = world.ids.next<'school'>();
  const outcome = await world.runner.run(addSchoolByHand, world.commandLine(school), {
    name: given.name ?? 'Hollybank Primary School',
  });
  if (!outcome.ok) throw new Error(`the school was not added: ${JSON.stringify(outcome.errors)}`);
  return school;
}
