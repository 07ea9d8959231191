import { page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { postLabel } from '../../../people/index.ts';
import { mayEnterTerms } from '../../../school/index.ts';
import { dutyGroups } from '../../declared/index.ts';
import { maySeeDuties } from '../../policy.ts';
import type { makeSeeDuties } from '../../queries/duty-queries.ts';
import { caughtUpBy, daysAfter, shownState } from '../../occurrence.ts';
import { stageOn } from '../../reminders.ts';
import { periodWords, stateWords } from '../../words.ts';

/** The duties of whoever looks, and how all stand for those who see that. */
export const dutiesPage = (query: ReturnType<typeof makeSeeDuties>) =>
  page({
    path: '/duties',
    template: 'modules/duties/pages/duties/page.njk',
    navigation: { text: 'Duties', order: 45, shownTo: (actor) => maySeeDuties(actor).allowed },
    query,
    view: ({ rows, today, began, progress, guessed }, { actor }) => {
      const line = (row: (typeof rows)[number]) => {
        const { shape } = row.duty;
        const [oldest] = row.open;
        // Of a short period the newest makes good the older ones.
        const newest = row.open.at(-1);
        const one = newest !== undefined && caughtUpBy.has(newest.period) ? newest : oldest;
        const state = row.state === undefined ? { text: 'Not due yet', colour: 'grey' } : stateWords[row.state];
        return {
          code: shape.code,
          title: shape.title,
          href: `/duties/${shape.code}`,
          post: postLabel(row.post),
          period: periodWords[row.duty.period],
          state,
          due: oldest === undefined ? '' : formatDate(oldest.due),
          days: oldest === undefined ? 0 : daysAfter(oldest.due, today),
          count: row.open.filter((one) => shownState(one, today) === 'overdue').length,
          last: row.latest?.doneDay === undefined ? '' : formatDate(row.latest.doneDay),
          do: one === undefined ? undefined : `/duties/${shape.code}/${one.key}/do`,
        };
      };
      const byDue = (a: (typeof rows)[number], b: (typeof rows)[number]): number =>
        String(a.open[0]?.due ?? '9').localeCompare(String(b.open[0]?.due ?? '9'));
      const own = rows.filter((row) => row.own);
      const isNear = ({ open: [oldest] }: (typeof rows)[number]): boolean =>
        oldest !== undefined && stageOn(oldest, today, { lead: 1, head: 1 }) !== 'nobody';
      const count = (state: string): number => rows.filter((row) => row.state === state).length;
      return {
        title: 'Duties',
        data: {
          began: began !== undefined,
          guessed,
          terms: mayEnterTerms(actor).allowed,
          progress,
          waiting: own.filter(isNear).sort(byDue).map(line),
          later: own
            .filter((row) => row.open.length > 0 && !isNear(row))
            .sort(byDue)
            .map(line),
          resting: own.filter((row) => row.open.length === 0).map(line),
          overdue: rows
            .filter((row) => row.state === 'overdue')
            .sort(byDue)
            .map(line),
          counts: {
            overdue: count('overdue'),
            due: count('due'),
            done: count('done') + count('done-late'),
            waived: count('waived'),
            rest: rows.filter((row) => row.state === undefined || row.state === 'not-applicable').length,
          },
          groups: progress
            ? dutyGroups.map((group) => ({
                title: group.title,
                lines: rows.filter((row) => group.duties.some((one) => one.code === row.duty.shape.code)).map(line),
              }))
            : [],
        },
      };
    },
  });
