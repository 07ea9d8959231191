import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { holds, type Actor } from '../../../../platform/access/access.ts';
import { formatPlural } from '../../../../platform/views/format.ts';
import { statusTagOf } from '../../../../platform/views/status.ts';
import type { ModuleParts } from '../../../module.ts';
import { clauseStates, countStandings, standingsOf, type ClauseStanding } from '../../coverage.ts';
import { policyEvents } from '../../events.ts';
import { contradictionsOf } from '../../kept-contradictions.ts';
import { latestReview } from '../../kept-reviews.ts';
import { mayReadDashboard, mayReadPolicy } from '../../policy.ts';
import { clausesOf, packInForce, type LoadedPack } from '../../store.ts';
import { actorWords, readerWords, wordOf } from '../../words.ts';
import { areaChoices, filtered, filters, partCodes, partName, whoChoices, type Filters } from './filters.ts';

/** What the policy says, clause by clause, how each stands today, and the records behind it. */
export function makeReadPage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
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
      const contradictions = await contradictionsOf(db, pack.id);
      return {
        pack,
        standings,
        counted: countStandings(standings),
        toResolve: contradictions.filter(({ resolved }) => resolved === undefined).length,
        review: await latestReview(db),
        input,
      };
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
      const { pack, standings, counted, toResolve, review, input } = value;
      const shown = filtered(standings, input, pack);
      const sections = pack.sections
        .map((section) => ({ section, rows: shown.filter(({ clause }) => clause.section === section.code) }))
        .filter(({ rows }) => rows.length > 0);
      return {
        title: 'Policy',
        values: {
          state: input.state ?? '',
          section: input.section ?? '',
          area: input.area ?? '',
          who: input.who ?? '',
          kept: input.kept ?? '',
        },
        data: {
          mayChoose,
          mayReadDashboard: mayReadDashboard(actor).allowed,
          pack: { title: pack.title, edition: pack.edition, loadedAt: pack.loadedAt },
          counted,
          toResolve,
          review: review?.on,
          filtered: shown.length < standings.length,
          shown: shown.length,
          figures: [
            { label: 'Schoolgate sees it', value: counted.measured, kind: 'measured' },
            { label: 'Somebody says so', value: counted.selfReported, kind: 'self-reported' },
            { label: 'Known once, too old now', value: counted.outOfDate, kind: 'out-of-date' },
            { label: 'It tells people something', value: counted.shown, kind: 'shown' },
            { label: 'Nothing to look at yet', value: counted.nothingYet, kind: 'nothing-yet' },
            { label: 'Nothing shows it', value: counted.notCovered, kind: 'not-covered' },
          ].map((figure) => ({ ...figure, href: `/policy?state=${figure.kind}` })),
          parts: partsOf(pack, standings, input),
          readers: Object.entries(readerWords).map(([code, text]) => ({ href: `/policy/for/${code}`, text })),
          states: clauseStates.map((state) => ({ value: state, text: statusTagOf(state).word })),
          keptChoices: [
            { value: 'yes', text: 'Kept' },
            { value: 'no', text: 'Not kept' },
            { value: 'overdue', text: 'Overdue' },
          ],
          sectionChoices: pack.sections.map(({ code, title }) => ({ value: code, text: title })),
          areaChoices: areaChoices(standings),
          whoChoices: whoChoices(standings),
          sections: sections.map(({ section, rows }) => ({
            code: section.code,
            table: tableOf(section.title, rows, actor),
          })),
        },
      };
    },
  });
  return { query: readPolicy, page: readPage };
}

/** The four-part view: each part with its clauses in figures; empty where the policy has no parts. */
function partsOf(pack: LoadedPack, standings: readonly ClauseStanding[], input: Filters) {
  const { parts } = pack;
  if (parts === undefined || parts === null) return [];
  return partCodes.map((part) => {
    const { total, kept, notCovered } = countStandings(
      standings.filter(({ clause }) => parts[part].includes(clause.section)),
    );
    return {
      name: partName(part),
      href: `/policy?part=${part}`,
      current: input.part === part,
      text: `${String(kept)} of ${formatPlural(total, 'clause')} found kept, ${String(notCovered)} not covered`,
    };
  });
}

function tableOf(title: string, rows: readonly ClauseStanding[], actor: Actor) {
  return {
    caption: title,
    note: formatPlural(rows.length, 'clause'),
    columns: [
      { text: 'Clause' },
      { text: 'What we promise', width: 'one-half' },
      { text: 'Who', width: 'one-quarter' },
      { text: 'How it stands', width: 'one-quarter' },
    ],
    rows: rows.map((standing) => {
      const { clause, state, kept } = standing;
      return [
        { text: clause.id, href: `/policy/clauses/${clause.id}`, code: true },
        { text: clause.text },
        { text: wordOf(actorWords, clause.who) },
        {
          status: state,
          notes: [
            ...(state !== 'not-covered' && clause.notCovered !== null ? ['in part'] : []),
            ...(kept === false && state !== 'not-covered' ? ['Not kept.'] : []),
          ],
          records: recordsOf(standing, actor),
        },
      ];
    }),
  };
}

/** The records behind a clause, one press away: those of the control that it stands as, for who may open them. */
function recordsOf({ clause, state, answers }: ClauseStanding, actor: Actor) {
  if (clause.guidance !== null) {
    const [reader] = clause.guidance.to;
    return reader === undefined
      ? undefined
      : { href: `/policy/for/${reader}#${clause.id}`, text: 'Where it is shown', of: clause.id };
  }
  const weakest = answers.find((answer) => answer.state === state && answer.control?.opens(actor) === true);
  const href = weakest?.evidence?.href;
  return href === undefined || weakest?.control?.effect === 'to-come'
    ? undefined
    : { href, text: 'Records', of: clause.id };
}
