import { action, form, page } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { formatDate, formatDateTime, formatPlural } from '../../../../platform/views/format.ts';
import type { makeHoldPerson, makeHoldRecord, makeReleaseHold } from '../../commands/holds.ts';
import type { holdQueries } from '../../queries/hold-queries.ts';
import { rowKey } from '../../queue.ts';
import { signerWords } from '../../subject/signers.ts';

/** Legal holds: those in force, laying one on a person or a record, releasing one. */
export function holdPages(
  queries: ReturnType<typeof holdQueries>,
  commands: {
    holdPerson: ReturnType<typeof makeHoldPerson>;
    holdRecord: ReturnType<typeof makeHoldRecord>;
    releaseHold: ReturnType<typeof makeReleaseHold>;
  },
) {
  const list = page({
    path: '/privacy/holds',
    template: 'modules/privacy/pages/holds/page.njk',
    query: queries.seeHolds,
    view: ({ holds, names, mayLay }) => {
      const inForce = holds.filter((hold) => hold.releasedAt === null);
      const line = (hold: (typeof holds)[number]) => ({
        id: hold.id,
        what:
          hold.table === 'person'
            ? `Everything about ${names.get(asId(hold.row)) ?? 'somebody who is not here any more'}`
            : hold.what,
        reason: hold.reason,
        mayRelease: hold.mayRelease,
        releaser: signerWords[hold.releaser],
        placed: `${names.get(asId(hold.placedBy)) ?? 'Somebody who has left'}, ${formatDateTime(hold.placedAt)}`,
        review: hold.reviewOn === undefined ? undefined : formatDate(hold.reviewOn),
        released: hold.releasedAt === null ? undefined : formatDateTime(hold.releasedAt),
      });
      return {
        title: 'Legal holds',
        back: { href: '/privacy/retention', text: 'Records past their time' },
        data: {
          heading:
            inForce.length === 0
              ? 'No legal hold is in force'
              : formatPlural(inForce.length, 'legal hold is in force', 'legal holds are in force'),
          mayLay,
          inForce: inForce.map(line),
          released: holds.filter((hold) => hold.releasedAt !== null).map(line),
        },
      };
    },
  });
  const addPerson = form({
    path: '/privacy/holds/add',
    template: 'modules/privacy/pages/hold/page.njk',
    query: queries.beforeHoldingPerson,
    view: () => ({
      title: 'Lay a legal hold',
      back: { href: '/privacy/holds', text: 'Legal holds' },
      data: { heading: 'Whose records must not be deleted?', action: '/privacy/holds/add', person: true },
    }),
    command: commands.holdPerson,
    next: () => ({ to: '/privacy/holds', notice: 'The hold is in force.' }),
  });
  const addRecord = form({
    path: '/privacy/holds/add-record',
    template: 'modules/privacy/pages/hold/page.njk',
    query: queries.beforeHoldingRecord,
    view: ({ one, found }) => ({
      title: 'Lay a legal hold',
      back: { href: `/privacy/retention/${one.code}`, text: 'The list' },
      data: {
        heading: found === undefined ? 'This record is not on the list any more' : `Hold ${found.what}`,
        action: '/privacy/holds/add-record',
        gone: found === undefined,
        code: one.code,
        record: found === undefined ? undefined : rowKey(found),
      },
    }),
    command: commands.holdRecord,
    next: () => ({ to: '/privacy/holds', notice: 'The hold is in force.' }),
  });
  const release = action({
    path: '/privacy/holds/:id/release',
    command: commands.releaseHold,
    next: () => ({ to: '/privacy/holds', notice: 'Released. What is past its time comes back to the list.' }),
    otherwise: () => '/privacy/holds',
  });
  return [list, addPerson, addRecord, release];
}
