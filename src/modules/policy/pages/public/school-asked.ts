import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { asId, type SchoolId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { schoolName, theSchools } from '../../../school/index.ts';
import { policyEvents } from '../../events.ts';
import { mayReadText } from '../../policy.ts';

/** What a school is called: what a public page needs to ask which school is meant. */
export const readSchoolName = query({
  name: 'policy.read-school-name',
  input: z.object({}),
  events: policyEvents,
  load: wholeSchool,
  policy: mayReadText,
  answer: (db) => schoolName(db),
  leaves: 'What a school is called is no secret.',
});

const address = z.object({ school: z.string().max(64).optional().catch(undefined) });

/** Which school a public page is about: the only one, or the one that the address names. Else the choices, each with its address. */
export async function schoolAsked(
  parts: Pick<ModuleParts, 'store' | 'runner'>,
  raw: Readonly<Record<string, unknown>>,
  path: string,
): Promise<
  { readonly school: SchoolId } | { readonly choices: readonly { readonly href: string; readonly text: string }[] }
> {
  const schools = await theSchools(parts.store);
  const asked = address.parse(raw).school;
  const chosen = schools.length === 1 ? schools[0] : schools.find((school) => school === asked);
  if (chosen !== undefined) return { school: chosen };
  return {
    choices: await Promise.all(
      schools.map(async (school) => ({
        href: `${path}?school=${school}`,
        text: await parts.runner.ask(readSchoolName, { kind: 'visitor', school, request: asId('which-school') }, {}),
      })),
    ),
  };
}
