import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { action, page } from '../../../../platform/http/pages.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import { qrCode } from '../../../../platform/views/qr-code.ts';
import { makeOwnKey } from '../../commands/make-key.ts';
import { HOLDERS_NEEDED, holdersWithAddress, keysInForce } from '../../key-holders.ts';
import { maySeeBackups } from '../../policy.ts';

/** Who holds a key to the backups, and a button to make one's own. */
export const showKeys = query({
  name: 'safekeeping.show-keys',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: maySeeBackups,
  leaves: 'It shows who holds a key and its fingerprint, never a key.',
  answer: async (db, { actor, now }) => {
    const keys = await keysInForce(db);
    return {
      keys,
      holders: new Set(keys.map((key) => key.person)).size,
      headGoesNowhere: keys.length > 0 && (await holdersWithAddress(db, now)).length === 0,
      mine: actor.kind === 'person' && keys.some((key) => key.person === actor.person),
    };
  },
});

export const keysPage = page({
  path: '/system/keys',
  template: 'modules/safekeeping/pages/keys/page.njk',
  query: showKeys,
  view: ({ keys, holders, headGoesNowhere, mine }) => ({
    title: 'Backup keys',
    back: { href: '/system/backups', text: 'Backups' },
    data: {
      keys: keys.map((key) => ({ name: key.name, fingerprint: key.fingerprint, at: formatDateTime(key.madeAt) })),
      holders,
      needed: HOLDERS_NEEDED,
      headGoesNowhere,
      mine,
    },
  }),
});

export const makeKeyAction = action({
  path: '/system/keys/make',
  command: makeOwnKey,
  confirm: true,
  // In the answer itself and nowhere else: a cookie or an address would carry the secret about.
  next: ({ identity, groups, fingerprint, madeAt }) => ({
    template: 'modules/safekeeping/pages/keys/made.njk',
    model: {
      title: 'Your backup key',
      data: {
        qrCode: qrCode(identity, 'QR code of your backup key. The same key stands below it as text.'),
        groups,
        fingerprint,
        made: formatDate(madeAt),
      },
    },
  }),
  otherwise: () => '/system/keys',
});
