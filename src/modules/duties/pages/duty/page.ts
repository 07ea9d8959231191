import { page } from '../../../../platform/http/pages.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import { postLabel } from '../../../people/index.ts';
import type { DutyInForce } from '../../in-force.ts';
import { measures } from '../../measures.ts';
import { shownState, type Occurrence } from '../../occurrence.ts';
import { periodLabel } from '../../period-label.ts';
import type { makeSeeDuty } from '../../queries/duty-queries.ts';
import { periodWords, stateWords, wayWords } from '../../words.ts';

/** One duty with all that is known of it. */
export const dutyPage = (query: ReturnType<typeof makeSeeDuty>) =>
  page({
    path: '/duties/:code',
    template: 'modules/duties/pages/duty/page.njk',
    query,
    view: (value) => {
      const { duty, post, holders, today, history, may, reads } = value;
      const { shape } = duty;
      const open = history.filter((one) => one.state === 'open');
      return {
        title: shape.title,
        back: { href: '/duties', text: 'Duties' },
        data: {
          duty: shape,
          does: shape.does,
          applies: duty.applies,
          period: periodWords[duty.period],
          why: whyThisOften(duty),
          post: postLabel(post),
          vacantPost: post === duty.owner ? undefined : postLabel(duty.owner),
          holders: holders.map((one) => one.name),
          counts: whatCounts(duty),
          changed:
            duty.own === undefined
              ? undefined
              : { by: value.setBy, on: formatDateTime(duty.own.set_at), reason: reads ? duty.own.reason : undefined },
          clauses: value.clauses,
          may: { ...may, record: may.do && duty.applies && duty.period === 'on-event' },
          open: open
            .map((one) => ({
              ...facts(one, today),
              do: may.do ? `/duties/${shape.code}/${one.key}/do` : undefined,
              waive: may.waive ? `/duties/${shape.code}/${one.key}/waive` : undefined,
            }))
            .toReversed(),
          history: history
            .filter((one) => one.state !== 'open')
            .map((one) => ({
              ...facts(one, today),
              how: howShown(one),
              changes: value.changes
                .filter((change) => change.occurrence_id === one.id)
                .map((change) => ({
                  what: changeWords[change.kind] ?? 'Changed',
                  by: value.names.get(change.by_id) ?? 'Schoolgate',
                  at: formatDateTime(change.at),
                  words: change.words,
                })),
              files: value.files
                .filter((file) => file.occurrence_id === one.id)
                .map((file) => ({ name: file.name, href: `/duties/${shape.code}/${one.key}/files/${file.id}` })),
              reopen:
                value.reopens.has(one.key) && canReopen(one) ? `/duties/${shape.code}/${one.key}/reopen` : undefined,
            })),
        },
      };
    },
  });

const changeWords: Readonly<Record<string, string>> = {
  done: 'Recorded as done',
  waived: 'Waived',
  reopened: 'Reopened',
  'not-applicable': 'No longer asked',
};

function canReopen(one: Occurrence): boolean {
  return (
    (one.state === 'done' || one.state === 'waived') &&
    one.period !== 'on-event' &&
    one.way !== 'measured' &&
    one.way !== 'register'
  );
}

function facts(one: Occurrence, today: Temporal.PlainDate) {
  return {
    period: periodLabel(one),
    due: formatDate(one.due),
    state: stateWords[shownState(one, today)],
    done: one.doneDay === undefined ? '' : formatDate(one.doneDay),
    daysLate: one.daysLate,
  };
}

function howShown(one: Occurrence): string {
  if (one.way === undefined) return '';
  return one.figure === '' ? wayWords[one.way] : `${wayWords[one.way]}: ${one.figure}`;
}

function whyThisOften({ periodFrom, shape }: DutyInForce): string {
  if (periodFrom === 'school') return 'as the school set it';
  if (periodFrom === 'policy') return 'as the policy in force says';
  return shape.ours
    ? 'our proposal: policies say only “regularly”, and the school may set another'
    : 'as policies and guidance say; the school may set another';
}

function whatCounts({ shape }: DutyInForce): readonly string[] {
  const { evidence } = shape;
  return [
    ...(evidence.measure === undefined
      ? []
      : [`Schoolgate sees it for itself, by ${measures[evidence.measure].observer}: nothing has to be written.`]),
    ...(evidence.register === undefined ? [] : ['An entry of the period in the register below counts by itself.']),
    `What was done, in words${evidence.file === true ? ', with a file where there is one' : ''}.`,
  ];
}
