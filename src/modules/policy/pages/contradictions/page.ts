import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { namesOf } from '../../../people/index.ts';
import { policyEvents } from '../../events.ts';
import { contradictionsOf } from '../../kept-contradictions.ts';
import { settingsInForce } from '../../kept-settings.ts';
import { mayReadPolicy, mayResolve } from '../../policy.ts';
import { settingLabel, valueInWords } from '../../setting-field.ts';
import { policySetting } from '../../settings-of-the-policy.ts';
import { clausesOf, packInForce } from '../../store.ts';
import { standsAgainst } from '../clause/what-it-says.ts';

/** What the policy says against itself, and below the law, with what is in force instead. */
export const readContradictions = query({
  name: 'policy.read-contradictions',
  input: z.object({}),
  events: policyEvents,
  load: wholeSchool,
  policy: mayReadPolicy,
  answer: async (db) => {
    const pack = await packInForce(db);
    const contradictions = pack === undefined ? [] : await contradictionsOf(db, pack.id);
    return {
      contradictions,
      clauses: pack === undefined ? [] : await clausesOf(db, pack.id),
      settings: await settingsInForce(db),
      names: await namesOf(
        db,
        contradictions.flatMap(({ resolved }) => resolved?.by ?? []),
      ),
    };
  },
  leaves: 'The policy is a public document.',
});

export const contradictionsPage = page({
  path: '/policy/contradictions',
  template: 'modules/policy/pages/contradictions/page.njk',
  query: readContradictions,
  view: ({ contradictions, clauses, settings, names }, { actor }) => {
    const open = contradictions.filter(({ resolved }) => resolved === undefined);
    return {
      title: 'What the policy says against itself',
      back: { href: '/policy', text: 'Back to the policy' },
      data: {
        mayResolve: mayResolve(actor).allowed,
        open: open.length,
        all: contradictions.map(({ setting: code, sides, taken, resolved }) => {
          const setting = policySetting(code);
          const words = (value: unknown): string => valueInWords(value, setting?.words);
          return {
            label: setting === undefined ? code : settingLabel(setting),
            href: `/policy/contradictions/${code}`,
            sides: sides.map((side) => ({
              clause: side.clause,
              href: `/policy/clauses/${side.clause}`,
              text: clauses.find(({ id }) => id === side.clause)?.text,
              says: words(side.value),
            })),
            inForce: words(settings.get(code)?.value ?? taken),
            order: setting?.order,
            resolved:
              resolved === undefined
                ? undefined
                : {
                    clause: resolved.chosen,
                    reason: resolved.reason,
                    on: formatDate(resolved.at),
                    by: names.get(asId(resolved.by)),
                  },
          };
        }),
        below: clauses.flatMap((clause) =>
          Object.entries(clause.settings).flatMap(([code, value]) => {
            const setting = policySetting(code);
            const notes = setting === undefined ? [] : standsAgainst(setting, value);
            return notes.length === 0
              ? []
              : [
                  {
                    clause: clause.id,
                    href: `/policy/clauses/${clause.id}`,
                    text: clause.text,
                    notes,
                    inForce: valueInWords(settings.get(code)?.value ?? value, setting?.words),
                  },
                ];
          }),
        ),
      },
    };
  },
});
