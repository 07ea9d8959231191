import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { settingCode } from '../../commands/change-setting.ts';
import { resolve } from '../../commands/resolve-contradiction.ts';
import { policyEvents } from '../../events.ts';
import { contradictionsOf } from '../../kept-contradictions.ts';
import { mayResolve } from '../../policy.ts';
import { settingLabel, valueInWords } from '../../setting-field.ts';
import { lawful, policySetting } from '../../settings-of-the-policy.ts';
import { clausesOf, packInForce } from '../../store.ts';
import { standsAgainst } from '../clause/what-it-says.ts';

export const readContradiction = query({
  name: 'policy.read-contradiction',
  input: z.object({ setting: settingCode }),
  events: policyEvents,
  load: async (db, { setting }) => {
    const pack = await packInForce(db);
    const found =
      pack === undefined ? undefined : (await contradictionsOf(db, pack.id)).find((one) => one.setting === setting);
    return pack === undefined || found === undefined ? undefined : { pack, found };
  },
  policy: mayResolve,
  answer: async (db, { subject: { pack, found } }) => ({ found, clauses: await clausesOf(db, pack.id) }),
  leaves: 'The policy is a public document.',
});

/** One contradiction: which clause counts, and why. */
export const contradictionPage = form({
  path: '/policy/contradictions/:setting',
  template: 'modules/policy/pages/contradiction/page.njk',
  query: readContradiction,
  view: ({ found, clauses }) => {
    const setting = policySetting(found.setting);
    const label = setting === undefined ? found.setting : settingLabel(setting);
    return {
      title: `Which clause counts? ${label}`,
      back: { href: '/policy/contradictions', text: 'Back to what the policy says against itself' },
      data: {
        action: `/policy/contradictions/${found.setting}`,
        label,
        decided: found.resolved,
        taken: valueInWords(found.taken, setting?.words),
        sides: found.sides.map((side) => ({
          value: side.clause,
          text: `Clause ${side.clause}: ${valueInWords(side.value, setting?.words)}`,
          hint: [
            clauses.find(({ id }) => id === side.clause)?.text ?? '',
            ...(setting === undefined ? [] : standsAgainst(setting, side.value)),
            ...(setting?.law !== undefined && lawful(setting, side.value) !== side.value
              ? [`In force would be: ${valueInWords(lawful(setting, side.value), setting.words)}.`]
              : []),
          ].join(' '),
        })),
      },
    };
  },
  command: resolve,
  next: ({ clause }) => ({
    to: '/policy/contradictions',
    notice: `Clause ${clause} counts from now on. The sentences of the policy stay as they are until its next edition.`,
  }),
});
