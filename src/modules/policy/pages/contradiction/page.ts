import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { settingCode } from '../../commands/change-setting.ts';
import { resolve } from '../../commands/resolve-contradiction.ts';
import { policyEvents } from '../../events.ts';
import { inOpenDrafts } from '../../documents/drafts.ts';
import { sentencesAgainst } from '../../documents/propose.ts';
import type { ChangeKind } from '../../documents/workflow.ts';
import { contradictionsOf, type Contradiction } from '../../kept-contradictions.ts';
import { mayResolve } from '../../policy.ts';
import { settingLabel, valueInWords } from '../../setting-field.ts';
import type { PolicyValue } from '../../setting-kinds.ts';
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
  answer: async (db, { subject: { pack, found } }) => {
    const clauses = await clausesOf(db, pack.id);
    const decided = decidedValue(found);
    const lost = decided === undefined ? [] : sentencesAgainst(clauses, found.setting, decided);
    const drafts = await inOpenDrafts(
      db,
      lost.map(({ id }) => id),
    );
    return { found, clauses, decided, lost: lost.map(({ id, text }) => ({ id, text, draft: drafts.get(id) })) };
  },
  leaves: 'The policy is a public document.',
});

/** What is in force since somebody decided; undefined while nobody has. */
function decidedValue({ setting, sides, resolved }: Contradiction): PolicyValue | undefined {
  const chosen = sides.find(({ clause }) => clause === resolved?.chosen);
  return chosen === undefined ? undefined : lawful(policySetting(setting), chosen.value);
}

/** Where a sentence that lost is mended, and how far that is. */
function wayTo(setting: string, clause: string, draft: { readonly id: string; readonly how: ChangeKind } | undefined) {
  if (draft === undefined) {
    return { is: 'No draft changes it.', href: `/policy/draft/setting/${setting}`, action: 'Put it into a draft' };
  }
  const there = `/policy/draft/${draft.id}`;
  return draft.how === 'must-change'
    ? { is: 'It waits in a draft.', href: `${there}/clauses/${clause}`, action: 'Write it anew' }
    : { is: 'It is mended in a draft.', href: there, action: 'Open the draft' };
}

/** One contradiction: which clause counts, and why; once that is decided, which sentence must change, and the way there. */
export const contradictionPage = form({
  path: '/policy/contradictions/:setting',
  template: 'modules/policy/pages/contradiction/page.njk',
  query: readContradiction,
  view: ({ found, clauses, decided, lost }) => {
    const setting = policySetting(found.setting);
    const label = setting === undefined ? found.setting : settingLabel(setting);
    return {
      title: `Which clause counts? ${label}`,
      back: { href: '/policy/contradictions', text: 'Back to what the policy says against itself' },
      data: {
        action: `/policy/contradictions/${found.setting}`,
        label,
        decided: found.resolved,
        inForce: valueInWords(decided ?? found.taken, setting?.words),
        lost: lost.map(({ id, text, draft }) => ({ clause: id, text, ...wayTo(found.setting, id, draft) })),
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
  next: ({ setting, clause, lost }) => ({
    to: `/policy/contradictions/${setting}`,
    notice: [
      `Clause ${clause} counts from now on.`,
      ...(lost.length === 0 ? [] : [`In a draft of the policy: clause ${lost.join(', ')}.`]),
    ].join(' '),
  }),
});
