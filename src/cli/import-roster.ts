import { parseArgs } from 'node:util';

import { describePlan, importRosterFolder } from '../modules/people/index.ts';
import type { Config } from '../platform/config/config.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';
import { needSchool, withWhole } from './open-whole.ts';

const usage =
  'Write it like: npx schoolgate import roster PATH --dry-run, then without --dry-run. With --sure it also ends very many people at once.';

/**
 * `import roster PATH [--dry-run] [--sure]`: takes in a OneRoster 1.1 CSV folder, or only says what it would do. Prints joiners, movers,
 * leavers, and each refusal with file, line, reason and cure. 1 when rows were refused or nothing was imported.
 */
export async function importRoster(args: readonly string[], config: Config): Promise<number> {
  const asked = read(args);
  if (typeof asked === 'string') {
    console.error(`${asked} ${usage}`);
    return NOT_UNDERSTOOD;
  }
  return withWhole(config, async (whole, found) => {
    const { plan, imported, problem } = await importRosterFolder(whole.parts, { ...asked, school: needSchool(found) });
    for (const line of describePlan(plan)) console.log(line);
    if (problem !== undefined) {
      console.error(`Nothing was imported. ${problem}.${plan.manyLeave ? ' If they have all left, add --sure.' : ''}`);
      return FOUND;
    }
    console.log(imported ? 'Imported.' : 'This was a dry run: no person was changed.');
    return plan.refusals.length === 0 && plan.usable ? 0 : FOUND;
  });
}

function read(args: readonly string[]): { folder: string; dryRun: boolean; sure: boolean } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false }, sure: { type: 'boolean', default: false } },
    });
    const [what, folder, ...more] = positionals;
    if (what !== 'roster') return 'import: say what to import; there is “roster”.';
    if (folder === undefined || more.length > 0) return 'import roster: give one folder.';
    return { folder, dryRun: values['dry-run'], sure: values.sure };
  } catch (error) {
    return `import: ${error instanceof Error ? error.message : 'the options cannot be read'}.`;
  }
}
