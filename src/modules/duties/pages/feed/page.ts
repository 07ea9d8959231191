import { action, page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { endOwnFeed, seeFeed, type makeMakeFeed } from '../../commands/feeds.ts';

const path = '/duties/feed';

/** A person's calendar address: made, shown once, made anew, ended. */
export const feedPages = (make: ReturnType<typeof makeMakeFeed>) => [
  page({
    path,
    template: 'modules/duties/pages/feed/page.njk',
    query: seeFeed,
    view: ({ feed }) => ({
      title: 'Duties in your own calendar',
      back: { href: '/duties', text: 'Duties' },
      data: { made: feed === undefined ? undefined : formatDate(feed.madeAt) },
    }),
  }),
  action({
    path: `${path}/make`,
    command: make,
    next: ({ address }) => ({
      template: 'modules/duties/pages/feed/made.njk',
      model: { title: 'Your calendar address', back: { href: path, text: 'Back' }, data: { address } },
    }),
    otherwise: () => path,
  }),
  action({
    path: `${path}/end`,
    command: endOwnFeed,
    next: () => ({ to: path, notice: 'The address has ended. Calendars that have it get nothing more.' }),
    otherwise: () => path,
  }),
];
