import { page } from '../../../../platform/http/pages.ts';
import { roleLabels } from '../../../../platform/access/roles.ts';
import { formatDate, formatDateTime, formatPlural } from '../../../../platform/views/format.ts';
import { maySeeRetention } from '../../policy.ts';
import type { RetentionQueries } from '../../queries/retention-queries.ts';
import { MOST_COUNTED } from '../../queue.ts';

/** Who signs for a class, in words: "Headteacher, and Designated safeguarding lead or Deputy …". */
export function signersInWords(signers: readonly (readonly (keyof typeof roleLabels)[])[]): string {
  return signers.map((roles) => roles.map((role) => roleLabels[role]).join(' or ')).join(', and ');
}

/** What is past its time, class by class, what waits for a signature, and what was deleted. */
export function retentionPage(queries: RetentionQueries) {
  return page({
    path: '/privacy/retention',
    template: 'modules/privacy/pages/retention/page.njk',
    navigation: { text: 'Past its time', order: 80, shownTo: (actor) => maySeeRetention(actor).allowed },
    query: queries.seeRetention,
    view: ({ classes, signing, signed, keptBack, others, holds, maySeeHolds }) => {
      const due = classes.filter((each) => each.all > 0);
      const total = due.reduce((sum, each) => sum + each.all, 0);
      const titleOf = new Map(classes.map((each) => [each.one.code, each.one.what]));
      return {
        title: 'Records past their time',
        data: {
          heading:
            total === 0
              ? 'No record is past its time'
              : `${formatPlural(total, 'record is', 'records are')} past their time`,
          due: due
            .toSorted((a, b) => (String(a.oldest) < String(b.oldest) ? -1 : 1))
            .map((each) => [
              each.maySign && each.open > 0
                ? { text: each.one.what, href: `/privacy/retention/${each.one.code}` }
                : { text: each.one.what },
              { text: each.all >= MOST_COUNTED ? `${String(MOST_COUNTED)} or more` : String(each.all) },
              { text: each.oldest === undefined ? '' : formatDate(each.oldest) },
              { text: signersInWords(each.one.signers) },
            ]),
          signing: signing.map(({ subject, mine }) => [
            { text: subject.one.what, href: `/privacy/deletions/${subject.batch.id}` },
            { text: String(subject.batch.record_count) },
            { text: mine ? 'It waits for you' : 'It waits for somebody else' },
          ]),
          signed: signed.map((batch) => [
            { text: titleOf.get(batch.class_code) ?? batch.class_code, href: `/privacy/deletions/${batch.id}` },
            { text: String((batch.approved_records ?? batch.record_count) - (keptBack.get(batch.id) ?? 0)) },
            { text: batch.approved_at === null ? '' : formatDateTime(batch.approved_at) },
          ]),
          nothingDue: classes
            .filter((each) => each.all === 0)
            .map((each) => [
              { text: each.one.what },
              { text: `${each.one.keptFor}, from ${each.one.from}` },
              { text: signersInWords(each.one.signers) },
            ]),
          others: others.map((one) => [
            { text: one.what },
            { text: `${one.keptFor}, from ${one.from}` },
            { text: one.byItself ?? '' },
          ]),
          holds,
          maySeeHolds,
        },
      };
    },
  });
}
