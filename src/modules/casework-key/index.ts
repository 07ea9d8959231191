import { keysOf } from '../../platform/db/sealed-columns.ts';
import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { keepSheet } from './commands/keep-sheet.ts';
import { showKey } from './commands/show-key.ts';
import { keepSheets } from './duties.ts';
import { caseworkKeyEvents } from './events.ts';
import { keepSheetAction, sheetsPage, showKeyAction, showSheets } from './pages/casework-key/page.ts';
import { sheetTables } from './sheets.ts';

/** Makes the module of the casework key on paper. */
export function makeCaseworkKeyModule(parts: ModuleParts): SchoolgateModule {
  const keys = keysOf(parts.store.reading);
  const sheets = showSheets(keys);
  const [show, keep] = [showKey(keys), keepSheet(keys)];
  return {
    name: 'casework-key',
    tables: sheetTables.names,
    events: caseworkKeyEvents,
    commands: [show, keep],
    queries: [sheets],
    pages: [sheetsPage(sheets), showKeyAction(show), keepSheetAction(keep)],
    publicRoutes: [],
    controls: [],
    settings: [],
    duties: [keepSheets(keys)],
    retention: [
      {
        code: 'casework-sheets',
        what: 'Who printed the casework key and put it away, and when',
        keptFor: 'as long as records sealed with that key',
        from: 'the day it was printed',
        signedBy: 'Headteacher',
        source: 'Our default: the sheets have to be found again',
        byItself: 'It stays.',
      },
    ],
    jobs: [],
  };
}
