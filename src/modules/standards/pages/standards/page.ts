import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { answersTo, isAnswered } from '../../answers.ts';
import { standardEvents } from '../../events.ts';
import { mayReadStandards } from '../../policy.ts';
import { standards } from '../../standard-files.ts';
import { countMeetings, standingsOf } from '../../standing.ts';

/** All standards with how many of their requirements are met. */
export function makeStandardsPage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
  const listStandards = query({
    name: 'standards.list-standards',
    input: z.object({}),
    events: standardEvents,
    load: wholeSchool,
    policy: mayReadStandards,
    answer: async (db) => {
      const all = [...standards().values()].map(({ current }) => current);
      const asked = all.filter(({ kind }) => kind === 'requirements');
      const standings = await standingsOf(db, parts, asked);
      const lines = [];
      for (const standard of all) {
        const answers = standard.kind === 'self-review' ? await answersTo(db, standard.code) : undefined;
        lines.push({
          standard,
          counts: countMeetings(standings.get(standard.code) ?? []),
          answered:
            answers === undefined
              ? undefined
              : standard.requirements.filter((one) => isAnswered(answers.get(one.id)?.[0], one)).length,
        });
      }
      return lines;
    },
    leaves: 'How a school stands against a public standard names nobody.',
  });
  return {
    query: listStandards,
    page: page({
      path: '/standards',
      template: 'modules/standards/pages/standards/page.njk',
      navigation: { text: 'Standards', order: 65, shownTo: (actor) => mayReadStandards(actor).allowed },
      query: listStandards,
      view: (lines) => ({
        title: 'Standards',
        data: {
          lines: lines.map(
            ({ standard: { code, title, publisher, edition, about, requirements }, counts, answered }) => ({
              code,
              title,
              publisher,
              edition,
              about,
              total: requirements.length,
              counts,
              toBeConfirmed: requirements.filter(({ toBeConfirmed }) => toBeConfirmed).length,
              answered,
            }),
          ),
        },
      }),
    }),
  };
}
