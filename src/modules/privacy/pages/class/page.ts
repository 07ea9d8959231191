import { form, page } from '../../../../platform/http/pages.ts';
import { formatDate, formatPlural } from '../../../../platform/views/format.ts';
import type { makeKeepRecord } from '../../commands/keep-record.ts';
import type { makeSignDeletion } from '../../commands/sign-deletion.ts';
import type { RetentionQueries } from '../../queries/retention-queries.ts';
import { rowKey, type Waiting } from '../../queue.ts';
import { signersInWords } from '../retention/page.ts';

const keptWords = {
  hold: 'Under legal hold',
  kept: 'Kept by a signer',
  named: 'Named in records that are kept longer',
} as const;

/** The lines of a list for review: each leads to its record, and to keeping it. */
export function reviewLines(code: string, waiting: readonly Waiting[], mayHold: boolean) {
  return waiting.map(({ record, kept, until }) => ({
    what: record.what,
    href: record.href,
    dueOn: formatDate(record.dueOn),
    kept: kept === undefined ? undefined : keptWords[kept],
    until: until === undefined ? undefined : formatDate(until),
    keepHref: `/privacy/retention/${code}/keep?record=${encodeURIComponent(rowKey(record))}`,
    holdHref: mayHold
      ? `/privacy/holds/add-record?code=${code}&record=${encodeURIComponent(rowKey(record))}`
      : undefined,
  }));
}

/** One class: the oldest records that may go, each to be opened; then the signature. */
export function classPages(
  queries: RetentionQueries,
  commands: { signDeletion: ReturnType<typeof makeSignDeletion>; keepRecord: ReturnType<typeof makeKeepRecord> },
) {
  const review = page({
    path: '/privacy/retention/:code',
    template: 'modules/privacy/pages/class/page.njk',
    query: queries.reviewClass,
    view: ({ one, waiting, batch, mayHold }) => {
      const going = new Set(batch.map(rowKey));
      const open = waiting.filter((each) => each.kept === undefined);
      return {
        title: 'Review records past their time',
        back: { href: '/privacy/retention', text: 'Records past their time' },
        data: {
          heading:
            batch.length === 0
              ? 'Nothing here is to be deleted'
              : `${formatPlural(batch.length, 'record')} to look through`,
          one,
          signers: signersInWords(one.signers),
          lines: reviewLines(
            one.code,
            waiting.filter((each) => going.has(rowKey(each.record))),
            mayHold,
          ),
          keptLines: reviewLines(
            one.code,
            waiting.filter((each) => each.kept !== undefined),
            false,
          ),
          more: open.length - batch.length,
        },
      };
    },
  });
  const sign = form({
    path: '/privacy/retention/:code/sign',
    template: 'modules/privacy/pages/sign/page.njk',
    confirm: true,
    query: queries.beforeSigning,
    view: ({ one, batch, list }) => ({
      title: 'Sign a deletion',
      back: { href: `/privacy/retention/${one.code}`, text: 'The list' },
      data: {
        heading: batch.length === 0 ? 'Nothing is left on the list' : `Delete ${formatPlural(batch.length, 'record')}?`,
        one,
        several: one.signers.length > 1,
        list,
        count: batch.length,
        oldest: batch[0] === undefined ? '' : formatDate(batch[0].dueOn),
      },
      values: { list },
    }),
    command: commands.signDeletion,
    next: ({ id, whole }) => ({
      to: `/privacy/deletions/${id}`,
      notice: whole
        ? 'Signed. The records go within a minute.'
        : 'Signed. The records go when the second signature is given.',
    }),
  });
  const keep = form({
    path: '/privacy/retention/:code/keep',
    template: 'modules/privacy/pages/keep/page.njk',
    query: queries.beforeKeeping,
    view: ({ one, found }) => ({
      title: 'Keep a record past its time',
      back: { href: `/privacy/retention/${one.code}`, text: 'The list' },
      data: {
        one,
        what: found?.what,
        dueOn: found === undefined ? undefined : formatDate(found.dueOn),
        href: found?.href,
        record: found === undefined ? undefined : rowKey(found),
      },
    }),
    command: commands.keepRecord,
    next: ({ code, until }) => ({
      to: `/privacy/retention/${code}`,
      notice: `Kept until ${formatDate(until)}. It comes back to the list on that day.`,
    }),
  });
  return [review, sign, keep];
}
