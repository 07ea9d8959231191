import { z } from 'zod';

import { readHandle } from '../../../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { schoolName, theSchools } from '../../../school/index.ts';

const address = z.object({ school: z.string().max(64).optional().catch(undefined) });

/** Which school a public page is about: the only one, or the one that the address names. Else the choices, each with its address. */
export async function schoolAsked(
  parts: Pick<ModuleParts, 'store'>,
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
        text: await schoolName(readHandle(parts.store.reading, school)),
      })),
    ),
  };
}
