import { z } from 'zod';

import type { Actor } from '../../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import type { BarChart } from '../../../../platform/views/chart.ts';
import type { ModuleParts } from '../../../module.ts';
import { namesOf } from '../../../people/index.ts';
import { makeRecordCheck } from '../../commands/record-check.ts';
import { countStandings, standingsOf, type ClauseStanding, type Coverage } from '../../coverage.ts';
import { policyEvents } from '../../events.ts';
import { latestChecks, type Check } from '../../kept-checks.ts';
import { contradictionsOf } from '../../kept-contradictions.ts';
import { latestReview } from '../../kept-reviews.ts';
import { mayReadDashboard, mayRecordCheck } from '../../policy.ts';
import { clausesOf, packInForce } from '../../store.ts';
import { actorWords, areaWords, wordOf } from '../../words.ts';

/** How many looks the trend shows. */
const LOOKS = 8;

/** How the policy stands as a whole, on one page for the head and governors: what is kept, what is overdue, what nobody measures. */
export function makeDashboardPage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
  const recordCheck = makeRecordCheck(parts);
  const readDashboard = query({
    name: 'policy.read-dashboard',
    input: z.object({}),
    events: policyEvents,
    load: wholeSchool,
    policy: mayReadDashboard,
    answer: async (db) => {
      const pack = await packInForce(db);
      if (pack === undefined) return undefined;
      const standings = await standingsOf(db, parts, await clausesOf(db, pack.id));
      const checks = await latestChecks(db, LOOKS);
      return {
        pack,
        standings,
        counted: countStandings(standings),
        contradictions: (await contradictionsOf(db, pack.id)).filter(({ resolved }) => resolved === undefined).length,
        review: await latestReview(db),
        checks,
        names: await namesOf(
          db,
          checks.map(({ by }) => by),
        ),
      };
    },
    leaves: 'The policy is a public document, and its figures name nobody.',
  });
  const dashboardPage = form({
    path: '/policy/dashboard',
    template: 'modules/policy/pages/dashboard/page.njk',
    query: readDashboard,
    view: (value, { actor, now }) => {
      const back = { href: '/policy', text: 'Back to the policy' };
      if (value === undefined) return { title: 'How the policy stands', back, data: {} };
      const { pack, standings, counted, contradictions, review, checks, names } = value;
      const latest = checks[0];
      return {
        title: 'How the policy stands',
        back,
        data: {
          now,
          pack: { title: pack.title, edition: pack.edition },
          counted,
          contradictions,
          review: review?.on,
          mayRecord: mayRecordCheck(actor).allowed,
          groups: groupsChart(counted),
          areas: areasOf(standings),
          attention: standings
            .filter(
              ({ kept, overdue, group }) =>
                overdue || (kept === false && group !== 'not-covered' && group !== 'nothing-yet'),
            )
            .map((each) => attentionLine(each, actor)),
          nothingYet: standings.filter(({ group }) => group === 'nothing-yet').map(idAndText),
          unseen: unseenBy(standings),
          latest:
            latest === undefined ? undefined : { at: latest.at, by: names.get(asId(latest.by)), remark: latest.remark },
          trend: checks.length < 2 ? undefined : trendChart(checks),
        },
      };
    },
    command: recordCheck,
    next: ({ kept, total }, { now }) => ({
      to: '/policy/dashboard',
      notice: `Recorded: ${String(kept)} of ${String(total)} clauses kept, looked at ${formatDateTime(now)}.`,
    }),
  });
  return { query: readDashboard, command: recordCheck, page: dashboardPage };
}

function groupsChart({ enforced, evidenced, shown, nothingYet, notCovered, total }: Coverage): BarChart {
  return {
    id: 'groups',
    title: 'What stands behind the clauses',
    description: `Of ${String(total)} clauses, ${String(enforced)} are enforced, ${String(evidenced)} evidenced, ${String(shown)} shown, ${String(nothingYet)} with nothing yet to look at and ${String(notCovered)} not covered.`,
    labelHeading: 'What stands behind it',
    unit: 'Clauses',
    points: [
      { label: 'Enforced', value: enforced },
      { label: 'Evidenced', value: evidenced },
      { label: 'Shown', value: shown },
      { label: 'Nothing yet', value: nothingYet },
      { label: 'Not covered', value: notCovered },
    ],
  };
}

function trendChart(checks: readonly Check[]): BarChart {
  const inOrder = checks.toReversed();
  return {
    id: 'trend',
    title: 'Clauses kept, each time somebody looked',
    description: inOrder.map(({ at, kept }) => `${formatDate(at)}: ${String(kept)}`).join('; '),
    labelHeading: 'Looked at',
    unit: 'Clauses kept',
    points: inOrder.map(({ at, kept }) => ({ label: formatDate(at).replace(/ \d{4}$/, ''), value: kept })),
  };
}

/** One line for each area of school life: how many clauses, kept, not kept, not covered. */
function areasOf(standings: readonly ClauseStanding[]) {
  const areas = [...new Set(standings.map(({ clause }) => clause.area))].toSorted((one, other) =>
    wordOf(areaWords, one).localeCompare(wordOf(areaWords, other)),
  );
  return {
    caption: 'By area of school life',
    columns: [
      { text: 'Area', width: 'one-third' },
      { text: 'Clauses' },
      { text: 'Kept today' },
      { text: 'Not kept' },
      { text: 'Overdue' },
      { text: 'Nothing yet' },
      { text: 'Not covered' },
    ],
    rows: areas.map((area) => {
      const { total, kept, notKept, overdue, nothingYet, notCovered } = countStandings(
        standings.filter(({ clause }) => clause.area === area),
      );
      return [
        { text: wordOf(areaWords, area), href: `/policy?area=${area}` },
        ...[total, kept, notKept, overdue, nothingYet, notCovered].map((count) => ({ text: String(count) })),
      ];
    }),
  };
}

/** A clause that is not kept or overdue, with the control that says so and its records. */
function attentionLine({ clause, kept, answers }: ClauseStanding, actor: Actor) {
  const guilty =
    answers.find(({ evidence, state }) => state !== 'not-covered' && evidence?.state === 'not-met') ??
    answers.find(({ state }) => state === 'out-of-date') ??
    answers.find(({ evidence }) => evidence?.state === 'not-met');
  return {
    id: clause.id,
    text: clause.text,
    who: wordOf(actorWords, clause.who),
    notKept: kept === false,
    title: guilty?.control?.title,
    state: guilty?.state,
    figure: guilty?.evidence?.figure,
    href: guilty?.control?.opens(actor) === true ? guilty.evidence?.href : undefined,
  };
}

/** The clauses that nothing shows, by why. */
function unseenBy(standings: readonly ClauseStanding[]) {
  const unseen = standings.filter(({ group }) => group === 'not-covered');
  const isToCome = ({ answers }: ClauseStanding): boolean =>
    answers.some(({ control }) => control?.effect === 'to-come' || control === undefined);
  return {
    nothingRecorded: unseen.filter((each) => each.answers.length > 0 && !isToCome(each)).map(idAndText),
    toCome: unseen.filter(isToCome).map(idAndText),
    unbound: unseen.filter(({ answers }) => answers.length === 0).map(idAndText),
  };
}

const idAndText = ({ clause: { id, text } }: ClauseStanding) => ({ id, text });
