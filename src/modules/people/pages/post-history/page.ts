import { page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { showPostHistory } from '../../posts/show-history.ts';

/** Who held which post, from when until when. */
export const postHistoryPage = page({
  path: '/people/posts/history',
  template: 'modules/people/pages/post-history/page.njk',
  query: showPostHistory,
  view: ({ periods, today }) => ({
    title: 'Who held which post',
    back: { href: '/people/roles', text: 'Posts and who holds them' },
    data: {
      periods: periods.map((one) => ({
        post: one.label,
        name: one.cover ? `${one.name} (cover)` : one.name,
        from: formatDate(one.from),
        until: one.until === null ? '' : formatDate(Temporal.PlainDate.from(one.until).subtract({ days: 1 })),
        now: one.from <= today && (one.until === null || one.until > today),
      })),
    },
  }),
});
