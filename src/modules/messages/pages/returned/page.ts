import { action, page, type Page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { tryAddressAgain } from '../../commands/try-address-again.ts';
import { seeReturned } from '../../queries/see-returned.ts';

/** Where mail came back from, and having it tried again. */
export const returnedPages: readonly Page[] = [
  page({
    path: '/mail/returned',
    template: 'modules/messages/pages/returned/page.njk',
    query: seeReturned,
    view: (shown) => ({
      title: 'Mail that came back',
      data: { shown: shown.map((one) => ({ ...one, since: formatDate(one.since), why: whyWords(one.why) })) },
    }),
  }),
  action({
    path: '/mail/returned/:id/try-again',
    command: tryAddressAgain,
    next: () => ({ to: '/mail/returned', notice: 'Mail goes to that address again.' }),
    otherwise: () => '/mail/returned',
  }),
];

/** A server's code in words. The code stays beside them, for whoever runs the mail server. */
function whyWords(why: string): string {
  if (why === 'no address') return 'it is not an e-mail address';
  const status = /\b[45]\.(\d{1,3})\.(\d{1,3})\b/.exec(why);
  const about = status?.[1];
  if (about === '1') return `there is no such address (${why})`;
  if (about === '2') return `the mailbox is closed or full (${why})`;
  return `the other mail server refused it (${why})`;
}
