import { form, page } from '../../../../platform/http/pages.ts';
import { SCHOOL_TIME_ZONE } from '../../../../platform/time/clock.ts';
import { formatDate, formatDateTime, formatPlural } from '../../../../platform/views/format.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { makeCountersign } from '../../commands/sign-deletion.ts';
import type { RetentionQueries } from '../../queries/retention-queries.ts';
import { reviewLines } from '../class/page.ts';
import { signersInWords } from '../retention/page.ts';

/** A deletion: what waits for its second signature, or the proof of what was signed and done. */
export function deletionPages(queries: RetentionQueries, countersign: ReturnType<typeof makeCountersign>) {
  const see = page({
    path: '/privacy/deletions/:id',
    template: 'modules/privacy/pages/deletion/page.njk',
    query: queries.seeDeletion,
    view: ({ subject, waiting, maySign, proof, held, names, keep, oldestBackup }) => {
      const { batch, one, signatures } = subject;
      const approved = batch.approved_records ?? batch.record_count;
      const count = approved - held;
      const executed = proof?.executedAt ?? null;
      const still =
        executed !== null && oldestBackup !== undefined && Temporal.Instant.compare(oldestBackup, executed) < 0
          ? oldestBackup
          : undefined;
      // The newest backup that can hold them is the last one before; it is the newest of its month for so many months.
      const gone =
        executed === null
          ? undefined
          : Temporal.Instant.from(executed)
              .toZonedDateTimeISO(SCHOOL_TIME_ZONE)
              .toPlainDate()
              .add({ months: keep.monthly + 1 });
      return {
        title: 'A deletion',
        back: { href: '/privacy/retention', text: 'Records past their time' },
        data: {
          id: batch.id,
          heading: headingOf(batch.state, executed, count),
          state: batch.state,
          one,
          count,
          rows: proof?.rows ?? batch.row_count,
          leftOut: batch.record_count - approved,
          held,
          oldest: formatDate(batch.oldest_day),
          newest: formatDate(batch.newest_day),
          signers: signersInWords(one.signers),
          signatures: signatures.map((each) => ({
            name: names.get(asId(each.by)) ?? 'somebody who has left',
            at: formatDateTime(each.at),
          })),
          list: count === 0 ? undefined : proof?.list,
          executed: executed === null || count === 0 ? undefined : formatDateTime(executed),
          oldestBackup: still === undefined ? undefined : formatDateTime(still),
          gone: gone === undefined ? undefined : formatDate(gone),
          lines: reviewLines(one.code, waiting, false),
          maySign,
        },
      };
    },
  });
  const sign = form({
    path: '/privacy/deletions/:id/sign',
    template: 'modules/privacy/pages/countersign/page.njk',
    confirm: true,
    query: queries.beforeCountersigning,
    view: ({ subject, waiting }) => {
      const left = waiting.filter((each) => each.kept === undefined);
      return {
        title: 'Sign a deletion',
        back: { href: `/privacy/deletions/${subject.batch.id}`, text: 'The list' },
        data: {
          id: subject.batch.id,
          heading:
            left.length === 0 ? 'Nothing is left on this list' : `Delete ${formatPlural(left.length, 'record')}?`,
          count: left.length,
          leftOut: subject.batch.record_count - left.length,
          one: subject.one,
        },
      };
    },
    command: countersign,
    next: ({ deleted, last }, { params }) => ({
      to: `/privacy/deletions/${params['id'] ?? ''}`,
      notice:
        deleted > 0
          ? `Signed. ${formatPlural(deleted, 'record goes', 'records go')} within a minute.`
          : last
            ? 'Nothing was left to delete. The list is closed.'
            : 'Signed. It waits for the next signature.',
    }),
  });
  return [see, sign];
}

function headingOf(state: string, executed: string | null, count: number): string {
  if (state === 'dropped' || (executed !== null && count === 0)) return 'Nothing of this list was deleted';
  if (state === 'signing') return `${formatPlural(count, 'record waits', 'records wait')} for a second signature`;
  if (executed === null) return `${formatPlural(count, 'record goes', 'records go')} within a minute`;
  return `${formatPlural(count, 'record was', 'records were')} deleted`;
}
