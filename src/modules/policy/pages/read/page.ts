import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { holds } from '../../../../platform/access/access.ts';
import { formatPlural } from '../../../../platform/views/format.ts';
import { statusTagOf } from '../../../../platform/views/status.ts';
import type { ModuleParts } from '../../../module.ts';
import { clauseStates, countStandings, standingsOf, type ClauseStanding } from '../../coverage.ts';
import { policyEvents } from '../../events.ts';
import { mayReadPolicy } from '../../policy.ts';
import { latestReview } from '../../kept-reviews.ts';
import { clausesOf, packInForce } from '../../store.ts';
import { actorWords, wordOf } from '../../words.ts';

/** Filters of the page's address; one that is not known shows everything. */
const filters = z.object({
  state: z.enum(clauseStates).optional().catch(undefined),
  section: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/)
    .optional()
    .catch(undefined),
});

/** What the policy says, clause by clause, and how each stands today. */
export function makeReadPage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log'>) {
  const readPolicy = query({
    name: 'policy.read-policy',
    input: filters,
    events: policyEvents,
    load: wholeSchool,
    policy: mayReadPolicy,
    answer: async (db, { input }) => {
      const pack = await packInForce(db);
      if (pack === undefined) return undefined;
      const standings = await standingsOf(db, parts, await clausesOf(db, pack.id));
      return { pack, standings, counted: countStandings(standings), review: await latestReview(db), input };
    },
    leaves: 'The policy is a public document, and its figures name nobody.',
  });
  const readPage = page({
    path: '/policy',
    template: 'modules/policy/pages/read/page.njk',
    navigation: { text: 'Policy', order: 60, shownTo: (actor) => mayReadPolicy(actor).allowed },
    query: readPolicy,
    view: (value, { actor }) => {
      const mayChoose = holds(actor, 'head', 'lead');
      if (value === undefined) return { title: 'Policy', data: { mayChoose } };
      const { pack, standings, counted, review, input } = value;
      const shown = standings.filter(
        ({ clause, state }) =>
          (input.state === undefined || state === input.state) &&
          (input.section === undefined || clause.section === input.section),
      );
      const sections = pack.sections
        .map((section) => ({ section, rows: shown.filter(({ clause }) => clause.section === section.code) }))
        .filter(({ rows }) => rows.length > 0);
      return {
        title: 'Policy',
        values: { state: input.state ?? '', section: input.section ?? '' },
        data: {
          mayChoose,
          pack: { title: pack.title, edition: pack.edition, loadedAt: pack.loadedAt },
          counted,
          review: review?.on,
          filtered: shown.length < standings.length,
          shown: shown.length,
          figures: [
            { label: 'Schoolgate sees it', value: counted.measured, kind: 'measured' },
            { label: 'Somebody says so', value: counted.selfReported, kind: 'self-reported' },
            { label: 'Known once, too old now', value: counted.outOfDate, kind: 'out-of-date' },
            { label: 'It tells people something', value: counted.shown, kind: 'shown' },
            { label: 'Nothing shows it', value: counted.notCovered, kind: 'not-covered' },
          ].map((figure) => ({ ...figure, href: `/policy?state=${figure.kind}` })),
          states: clauseStates.map((state) => ({ value: state, text: statusTagOf(state).word })),
          sectionChoices: pack.sections.map(({ code, title }) => ({ value: code, text: title })),
          sections: sections.map(({ section, rows }) => ({ code: section.code, table: tableOf(section.title, rows) })),
        },
      };
    },
  });
  return { query: readPolicy, page: readPage };
}

function tableOf(title: string, rows: readonly ClauseStanding[]) {
  return {
    caption: title,
    note: formatPlural(rows.length, 'clause'),
    columns: [
      { text: 'Clause' },
      { text: 'What we promise', width: 'one-half' },
      { text: 'Who', width: 'one-quarter' },
      { text: 'How it stands', width: 'one-quarter' },
    ],
    rows: rows.map(({ clause, state, kept }) => [
      { text: clause.id, href: `/policy/clauses/${clause.id}` },
      { text: clause.text },
      { text: wordOf(actorWords, clause.who) },
      {
        status: state,
        notes: [
          ...(state !== 'not-covered' && clause.notCovered !== null ? ['in part'] : []),
          ...(kept === false ? ['Not kept.'] : []),
        ],
      },
    ]),
  };
}
