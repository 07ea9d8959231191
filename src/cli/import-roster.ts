import { parseArgs } from 'node:util';

import { describePlan, importRosterFiles } from '../modules/people/index.ts';
import type { Config } from '../platform/config/config.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';
import { needSchool, withWhole } from './open-whole.ts';

const usage =
  'Write it like: npx schoolgate import roster EXPORT.zip --dry-run, then without --dry-run. When very many would leave, add --leaving and how many.';

/**
 * `import roster PATH… [--dry-run] [--leaving N]`: takes in a zip, a folder or files of OneRoster, School Data Sync, or a school's own CSV
 * whose columns were said in the web app; or only says what it would do. Prints joiners, movers, leavers, and each refusal with file, line,
 * column, reason and cure. 1 when rows were refused or nothing was imported.
 */
export async function importRoster(args: readonly string[], config: Config): Promise<number> {
  const asked = read(args);
  if (typeof asked === 'string') {
    console.error(`${asked} ${usage}`);
    return NOT_UNDERSTOOD;
  }
  return withWhole(config, async (whole, found) => {
    const { plan, imported, problem } = await importRosterFiles(whole.parts, { ...asked, school: needSchool(found) });
    for (const line of describePlan(plan)) console.log(line);
    if (problem !== undefined) {
      const leaving = plan.leaving.pupils + plan.leaving.staff;
      console.error(
        `Nothing was imported. ${problem}.${plan.manyLeave ? ` If they have all left, add --leaving ${String(leaving)}.` : ''}`,
      );
      return FOUND;
    }
    console.log(imported ? 'Imported.' : 'This was a dry run: no person was changed.');
    return plan.counts.refusals === 0 && plan.usable ? 0 : FOUND;
  });
}

function read(args: readonly string[]): { paths: readonly string[]; dryRun: boolean; leaving: string } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false }, leaving: { type: 'string', default: '' } },
    });
    const [what, ...paths] = positionals;
    if (what !== 'roster') return 'import: say what to import; there is “roster”.';
    if (paths.length === 0) return 'import roster: give a zip, a folder or files.';
    return { paths, dryRun: values['dry-run'], leaving: values.leaving };
  } catch (error) {
    return `import: ${error instanceof Error ? error.message : 'the options cannot be read'}.`;
  }
}
