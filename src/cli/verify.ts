import { theSchools } from '../modules/school/index.ts';
import { verifyChain } from '../platform/audit/chain.ts';
import type { Config } from '../platform/config/config.ts';
import { withWhole } from './open-whole.ts';

/** `verify`: checks every school's audit chain and prints a line for each. 1 when one does not hold. */
export async function verifyTrail(_args: readonly string[], config: Config): Promise<number> {
  return withWhole(config, async (whole) => {
    let worst = 0;
    for (const school of await theSchools(whole.store)) {
      const report = await verifyChain(whole.store.reading, school);
      if (report.ok) {
        console.log(`Audit chain of school ${school}: ${String(report.rows)} rows hold. Head ${report.head}`);
      } else {
        worst = 1;
        console.log(
          `Audit chain of school ${school} does NOT hold: ${report.problem}. ${String(report.rows)} rows before it hold. ` +
            'Keep a copy of the data folder as it is, and tell the headteacher and whoever looks after the machine.',
        );
      }
    }
    console.log(
      'What this shows: no row was changed or removed since it was written. A complete rewrite is found only against a head kept elsewhere.',
    );
    return worst;
  });
}
