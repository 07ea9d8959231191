import { builtInHelp } from '../../filter/engine/built-in-hosts.ts';
import type { PolicyPiece } from '../module.ts';
import { settingOf } from '../policy/index.ts';
import { trustedAdult } from './settings.ts';

/** Where children and their families find help: the same places that the filter never closes. */
export const helpPiece: PolicyPiece = {
  code: 'where-to-get-help',
  title: 'Where to get help',
  content: async (db) => [
    {
      lines: [
        { text: `In school: tell ${await settingOf(db, trustedAdult)}, or any adult you trust` },
        { text: 'Childline: 0800 1111, free, at any hour', href: 'https://www.childline.org.uk/' },
        ...builtInHelp
          .filter(({ label }) => label !== 'Childline')
          .map(({ label, url }) => ({ text: label, href: url })),
      ],
    },
  ],
};
