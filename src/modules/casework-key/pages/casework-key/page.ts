import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import type { SealingKeys } from '../../../../platform/db/sealing.ts';
import { action, page } from '../../../../platform/http/pages.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import { qrCode } from '../../../../platform/views/qr-code.ts';
import type { keepSheet } from '../../commands/keep-sheet.ts';
import type { showKey } from '../../commands/show-key.ts';
import { mayKeepSheet } from '../../policy.ts';
import { SHEETS_NEEDED, sheetsOf } from '../../sheets.ts';

const PATH = '/system/casework-key';

/** Who has a sheet of the key in use. */
export const showSheets = (keys: SealingKeys) =>
  query({
    name: 'casework-key.show-sheets',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: mayKeepSheet,
    leaves: 'It shows who put a sheet away, never the key.',
    answer: async (db) => ({ key: keys[0].id, sheets: await sheetsOf(db, keys[0].id) }),
  });

export const sheetsPage = (sheets: ReturnType<typeof showSheets>) =>
  page({
    path: PATH,
    template: 'modules/casework-key/pages/casework-key/page.njk',
    query: sheets,
    view: (shown) => ({
      title: 'Casework key',
      back: { href: '/', text: 'Home' },
      data: {
        key: shown.key,
        needed: SHEETS_NEEDED,
        sheets: shown.sheets.map((sheet) => ({ name: sheet.name, at: formatDateTime(sheet.keptAt) })),
      },
    }),
  });

/** The key, in the answer itself and nowhere else: a cookie or an address would carry it about. */
export const showKeyAction = (command: ReturnType<typeof showKey>) =>
  action({
    path: `${PATH}/show`,
    command,
    confirm: true,
    next: ({ keys, at }) => ({
      template: 'modules/casework-key/pages/casework-key/sheet.njk',
      model: {
        title: 'Casework key',
        data: {
          keys: keys.map((key) => ({
            ...key,
            qrCode: qrCode(key.groups.join(' '), 'QR code of the casework key. The same key stands below it as text.'),
          })),
          made: formatDate(at),
        },
      },
    }),
    otherwise: () => PATH,
  });

export const keepSheetAction = (command: ReturnType<typeof keepSheet>) =>
  action({
    path: `${PATH}/kept`,
    command,
    next: () => ({ to: PATH, notice: 'It is noted that your sheet is in the safe.' }),
    otherwise: () => PATH,
  });
