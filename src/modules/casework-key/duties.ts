import { holds } from '../../platform/access/access.ts';
import type { SealingKeys } from '../../platform/db/sealing.ts';
import type { Duty } from '../module.ts';
import { SHEETS_NEEDED, sheetsOf } from './sheets.ts';

/** Two people have the casework key on paper. */
export const keepSheets = (keys: SealingKeys): Duty => ({
  code: 'keep-casework-key',
  title: 'Two people have put a sheet of the casework key into the safe',
  linesFor: async (db, actor) => {
    if (actor.kind !== 'person' || !holds(actor, 'head', 'dsl')) return [];
    const [{ id }] = keys;
    const sheets = await sheetsOf(db, id);
    if (sheets.length >= SHEETS_NEEDED || sheets.some((sheet) => sheet.person === actor.person)) return [];
    return [
      {
        text:
          sheets.length === 0
            ? 'The casework key is on no paper: if this machine is lost, nobody can read the incidents again'
            : 'The casework key is on one sheet only: a second one is missing',
        href: '/system/casework-key',
        action: 'Print the casework key',
        urgency: 2,
      },
    ];
  },
});
