import { action, form, type Page } from '../../../../platform/http/pages.ts';
import { endPost, givePost } from '../../posts/give-post.ts';
import { beforeGivingPost } from '../../posts/show-history.ts';
import { plainPostLabels, plainPosts } from '../../posts/words.ts';

/** Filling a post that carries no rights here, and ending somebody's time in one. */
export const fillPostPages: readonly Page[] = [
  form({
    path: '/people/posts/fill',
    template: 'modules/people/pages/fill-post/page.njk',
    query: beforeGivingPost,
    view: ({ adults, today }) => ({
      title: 'Fill a post',
      back: { href: '/people/roles', text: 'Posts and who holds them' },
      values: { from: today },
      data: {
        adults: adults.map((one) => ({ value: one.id, text: one.name })),
        posts: plainPosts.map((post) => ({ value: post, text: plainPostLabels[post] })),
      },
    }),
    command: givePost,
    next: () => ({ to: '/people/roles', notice: 'The post is filled.' }),
  }),
  action({
    path: '/people/posts/:id/end',
    command: endPost,
    next: () => ({ to: '/people/roles', notice: 'The post has ended.' }),
    otherwise: () => '/people/roles',
  }),
];
