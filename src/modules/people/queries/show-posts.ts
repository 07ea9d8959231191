import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { peopleEvents } from '../events.ts';
import { maySeePosts } from '../policy.ts';
import { adultsHere, postsOf } from '../posts.ts';

/** Who holds which post, with the vacant ones, and the adults who could hold one. */
export const showPosts = query({
  name: 'people.show-posts',
  input: z.object({}),
  events: peopleEvents,
  load: async (db, _input, { now }) => ({ posts: await postsOf(db, now) }),
  policy: maySeePosts,
  answer: async (db, { subject, now, actor }) => {
    const headVacant = subject.posts.every((post) => post.role !== 'head' || post.holders.length === 0);
    return {
      posts: subject.posts,
      adults: await adultsHere(db, now),
      mayGive: actor.kind === 'person' && (actor.roles.has('head') || (headVacant && actor.roles.has('lead'))),
    };
  },
  leaves: 'Who holds a post is known to the whole school and stands in its policy.',
});
