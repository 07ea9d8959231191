import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { namesOf } from '../../../people/index.ts';
import { answersTo, isStale } from '../../answers.ts';
import { answerAspect, standardCode } from '../../commands/answer-aspect.ts';
import { standardEvents } from '../../events.ts';
import { mayReadStandards, mayPrepare } from '../../policy.ts';
import { standards } from '../../standard-files.ts';
import { levels } from '../../standard-schema.ts';
import { wordsOf } from '../../standard.ts';
import { standingsOf } from '../../standing.ts';

/** One aspect of a self-review: what the school's records show, the five levels, and the answers so far. */
export function makeAspectPage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
  const showAspect = query({
    name: 'standards.show-aspect',
    input: z.object({ code: standardCode, aspect: z.string().max(64) }),
    events: standardEvents,
    load: (_db, { code, aspect }) => {
      const standard = standards().get(code)?.current;
      const found = standard?.requirements.find(({ id }) => id === aspect);
      return Promise.resolve(
        standard?.kind === 'self-review' && found !== undefined ? { standard, aspect: found } : undefined,
      );
    },
    policy: mayReadStandards,
    answer: async (db, { subject: { standard, aspect } }) => {
      const given = (await answersTo(db, standard.code)).get(aspect.id) ?? [];
      const standings = await standingsOf(db, parts, [{ ...standard, requirements: [aspect] }]);
      return {
        standard,
        aspect,
        given,
        shown: standings.get(standard.code)?.[0]?.answers ?? [],
        names: await namesOf(
          db,
          given.map(({ by }) => by),
        ),
      };
    },
    leaves: 'A self-review is about the school and names nobody.',
  });
  return {
    query: showAspect,
    page: form({
      path: '/standards/:code/:aspect',
      template: 'modules/standards/pages/aspect/page.njk',
      query: showAspect,
      view: ({ standard, aspect, given, shown, names }, { actor, now }) => {
        const [newest] = given;
        return {
          title: aspect.title ?? aspect.id,
          back: { href: `/standards/${standard.code}`, text: `Back to “${standard.title}”` },
          values: {
            level: newest?.level === null || newest === undefined ? undefined : String(newest.level),
            commentary: newest?.commentary,
            action: newest?.action,
          },
          data: {
            now,
            action: `/standards/${standard.code}/${aspect.id}`,
            title: aspect.title,
            text: aspect.text,
            benchmark: aspect.benchmark,
            toBeConfirmed: aspect.toBeConfirmed,
            words: wordsOf(aspect),
            mayAnswer: mayPrepare(actor).allowed,
            stale: newest !== undefined && isStale(newest, aspect) ? newest.edition : undefined,
            levels: levels.map((level) => ({
              value: String(level),
              text: `Level ${String(level)}${level === aspect.benchmark ? ' (benchmark)' : ''}`,
              hint: aspect.levels?.[level] ?? '',
            })),
            shown: shown.map(({ code, control, evidence, state }) => ({
              title: control?.title ?? code,
              figure: evidence?.figure ?? 'nothing known',
              state,
              href: control?.opens(actor) === true && state !== 'not-covered' ? evidence?.href : undefined,
            })),
            history: given.map((one) => ({
              level: one.level,
              commentary: one.commentary,
              action: one.action,
              at: one.at,
              by: names.get(asId(one.by)) ?? 'somebody who has left',
              edition: one.edition,
            })),
          },
        };
      },
      command: answerAspect,
      next: ({ counts }, { params }) => ({
        to: `/standards/${params['code'] ?? ''}/${params['aspect'] ?? ''}`,
        notice: counts
          ? 'Saved. This aspect counts as answered.'
          : 'Saved. It counts as answered once it has a level and says why.',
      }),
    }),
  };
}
