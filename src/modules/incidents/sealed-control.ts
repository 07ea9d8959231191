import { holds } from '../../platform/access/access.ts';
import { sealedOnDisk } from '../../platform/db/sealed-on-disk.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence, ModuleParts } from '../module.ts';

const HREF = '/system/backups';

/** "What is written about children is unreadable in files and backups": the chronologies are looked at as a backup copies them, without the key. */
export function sealedAtRest({ store }: Pick<ModuleParts, 'store'>): Control {
  return {
    code: 'sealed-at-rest',
    kind: 'security',
    makesTrue:
      'What people write about children is encrypted before it is stored, with a key that is in no backup; what stands in cases is looked at as it lies on the disk.',
    effect: 'enforced',
    title: 'What is written about children is unreadable in files and backups',
    opens: (actor) => holds(actor, 'technician', 'head'),
    openedBy: 'IT support and the headteacher',
    evidence: async (db, { now }): Promise<Evidence> => {
      const { written, readable } = await sealedOnDisk(store.reading, db.school, {
        table: 'incident_entry',
        column: 'words',
      });
      if (written === 0) return nothingYet('Nothing is written yet', HREF);
      return {
        state: readable === 0 ? 'met' : 'not-met',
        kind: 'measured',
        // Entries of cases about adults are among them: how many there are is told to nobody.
        figure:
          readable === 0
            ? 'Nothing that stands in cases is readable on the disk'
            : `${formatPlural(readable, 'entry of a case is', 'entries of cases are')} readable on the disk`,
        latest: now,
        href: HREF,
      };
    },
  };
}
