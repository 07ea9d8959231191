import { z } from 'zod';

import { query, wholeSchool } from '../../../../../platform/commands/command.ts';
import { Refused } from '../../../../../platform/errors/errors.ts';
import type { Answer, PublicRoute } from '../../../../../platform/http/public-routes.ts';
import { asId } from '../../../../../platform/ids/ids.ts';
import { formatDate } from '../../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../../module.ts';
import { schoolName } from '../../../../school/index.ts';
import { schoolAsked } from '../../../pages/public/school-asked.ts';
import { mayReadText } from '../../../policy.ts';
import { packInForce } from '../../../store.ts';
import { commentCounts } from '../../comments.ts';
import { editions, whatChanged, withWhatChanged, type Difference, type Edition } from '../../editions.ts';
import { documentEvents } from '../../events.ts';
import { wordsInForce } from '../../fill.ts';
import { fillText } from '../../places.ts';
import { inFigures } from '../../model.ts';
import { consultationGroups } from '../../workflow.ts';

type Parts = Pick<ModuleParts, 'store' | 'runner'>;

/** How many versions the page tells of. */
const MOST = 50;

export const readVersions = query({
  name: 'policy.read-versions',
  input: z.object({}),
  events: documentEvents,
  load: wholeSchool,
  policy: mayReadText,
  answer: async (db) => {
    const all = await editions(db);
    const told = [];
    for (const { edition, changed } of await withWhatChanged(db, all, MOST)) {
      const comments = edition.made === undefined ? 0 : (await commentCounts(db, edition.made.draft)).all;
      told.push({ edition, changed: changed.length, lines: linesOf(edition, changed, comments) });
    }
    return { school: await schoolName(db), told };
  },
  leaves: 'The versions of the policy are public documents; no name stands in them.',
});

export const readVersion = query({
  name: 'policy.read-version',
  input: z.object({
    number: z
      .string()
      .regex(/^\d{1,4}$/)
      .transform(Number),
  }),
  events: documentEvents,
  load: async (db, { number }) => {
    const all = await editions(db);
    const edition = all.find((one) => one.number === number);
    return edition === undefined ? undefined : { edition, before: all.find((one) => one.number === number - 1) };
  },
  policy: mayReadText,
  answer: async (db, { subject: { edition, before } }) => ({
    edition,
    changed: await whatChanged(db, edition, before),
    sections: (await packInForce(db))?.sections ?? [],
    words: await wordsInForce(db),
  }),
  leaves: 'The versions of the policy are public documents; no name stands in them.',
});

/** What is told of a version besides its days: why, who was asked, who approved. No names. */
function linesOf(edition: Edition, changed: readonly Difference[], comments: number): readonly string[] {
  const { made } = edition;
  const figures = `${inFigures(edition, changed)}.`;
  if (made === undefined) return [figures, `Put into force as it was written (edition ${edition.edition}).`];
  const { consultation, signed } = made;
  return [
    figures,
    `Why: ${made.why}`,
    consultation === undefined
      ? 'Nobody was consulted.'
      : `Consulted: ${consultation.groups.map((group) => consultationGroups[group].toLowerCase()).join(', ')}, from ${formatDate(consultation.from)} to ${formatDate(consultation.until)}. Comments: ${String(comments)}, each answered.`,
    ...(signed === undefined ? [] : [`Approved by governors and signed by the chair on ${formatDate(signed.at)}.`]),
  ];
}

const kinds = { changed: 'Changed', added: 'Added', struck: 'Struck out' } as const;

/** The versions of the policy and what changed in each, for anybody. */
export function publicVersions(parts: Parts): readonly PublicRoute[] {
  const handle =
    (which: 'all' | 'one') =>
    async ({ raw, request }: Parameters<PublicRoute['handle']>[0]): Promise<Answer> => {
      const title = 'Versions of the policy';
      const show = 'modules/policy/documents/pages/versions/page.njk';
      const asked = await schoolAsked(parts, raw, '/policy/versions');
      if ('choices' in asked) return { show, model: { title, data: asked } };
      const actor = { kind: 'visitor', school: asked.school, request: asId<'request'>(request) } as const;
      const of = raw['school'] === undefined ? '' : `?school=${asked.school}`;
      if (which === 'all') {
        const { school, told } = await parts.runner.ask(readVersions, actor, {});
        return {
          show,
          model: {
            title,
            back: { href: `/policy/read${of}`, text: 'Read the policy' },
            data: {
              school,
              which: of,
              versions: told.map(({ edition, changed, lines }) => ({
                number: edition.number,
                title: edition.title,
                from: edition.from,
                until: edition.until,
                inForce: edition.until === undefined,
                lines,
                href: changed === 0 ? undefined : `/policy/versions/${String(edition.number)}${of}`,
              })),
            },
          },
        };
      }
      const parsed = readVersion.input;
      if (!z.safeParse(parsed, raw).success) throw new Refused('SG-NOT-FOUND', 'There is no such version.');
      const { edition, changed, sections, words } = await parts.runner.ask(readVersion, actor, raw);
      return {
        show: 'modules/policy/documents/pages/version/page.njk',
        model: {
          title: 'What changed',
          back: { href: `/policy/versions${of}`, text: 'All versions' },
          data: {
            number: edition.number,
            from: edition.from,
            figures: inFigures(edition, changed),
            changes: changed.map(({ clause, section, how, before, after, reason }) => ({
              clause,
              section: sections.find(({ code }) => code === section)?.title ?? section,
              how: kinds[how],
              before: before === undefined || before === after ? undefined : fillText(before, words),
              after: after === undefined || before === after ? undefined : fillText(after, words),
              same:
                before !== undefined && before === after
                  ? `The sentence is the same; what it sets has changed. ${fillText(after, words)}`
                  : undefined,
              reason,
            })),
          },
        },
      };
    };
  const why = 'Parents see what changed in the policy; the page holds words of the policy and no names.';
  const both = { methods: ['GET'], why, reach: 'anywhere', keeps: true } as const;
  return [
    { path: '/policy/versions', ...both, handle: handle('all') },
    { path: '/policy/versions/:number', ...both, handle: handle('one') },
  ];
}
