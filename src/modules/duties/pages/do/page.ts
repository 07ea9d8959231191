import { KINDS_IN_WORDS } from '../../../../platform/files/file-kinds.ts';
import { inMegabytes } from '../../../../platform/files/file-store.ts';
import { form } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import type { makeDoDuty, makeRecordDuty } from '../../commands/close-duty.ts';
import type { DutyShape } from '../../duty.ts';
import { periodLabel } from '../../period-label.ts';
import type { makeSeeDoForm, makeSeeRecordForm } from '../../queries/duty-queries.ts';

/** Bytes a file may have: minutes, a report, a photographed page. */
const MOST_FILE_BYTES = 20_000_000;

const shared = (shape: DutyShape) => ({
  asks: shape.evidence.asks,
  takesFile: shape.evidence.file === true,
  kinds: KINDS_IN_WORDS,
  most: inMegabytes(MOST_FILE_BYTES),
});

const done = { notice: 'Recorded. Thank you.' } as const;

/** Records that a duty was done: a minute on a phone. */
export const doPage = (query: ReturnType<typeof makeSeeDoForm>, command: ReturnType<typeof makeDoDuty>) =>
  form({
    path: '/duties/:code/:key/do',
    template: 'modules/duties/pages/do/page.njk',
    keeps: { field: 'file', most: MOST_FILE_BYTES },
    query,
    command,
    view: ({ duty, one, today }) => ({
      title: duty.shape.title,
      back: { href: `/duties/${one.duty}`, text: 'Back to the duty' },
      values: { on: today.toString() },
      data: {
        ...shared(duty.shape),
        open: one.state === 'open',
        version: one.version,
        period: periodLabel(one),
        due: formatDate(one.due),
      },
    }),
    next: ({ code }) => ({ to: `/duties/${code}`, ...done }),
  });

/** Records something that has no dates. */
export const recordPage = (query: ReturnType<typeof makeSeeRecordForm>, command: ReturnType<typeof makeRecordDuty>) =>
  form({
    path: '/duties/:code/record',
    template: 'modules/duties/pages/do/page.njk',
    keeps: { field: 'file', most: MOST_FILE_BYTES },
    query,
    command,
    view: ({ duty, today }) => ({
      title: duty.shape.title,
      back: { href: `/duties/${duty.shape.code}`, text: 'Back to the duty' },
      values: { on: today.toString() },
      data: { ...shared(duty.shape), open: true },
    }),
    next: ({ code }) => ({ to: `/duties/${code}`, ...done }),
  });
