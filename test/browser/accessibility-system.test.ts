import { messages } from '../conformance/expected-permissions-messages.ts';
import { safekeeping } from '../conformance/expected-permissions-people.ts';
import { posts } from '../conformance/expected-permissions-posts.ts';
import { signingIn } from '../conformance/expected-permissions-sign-in.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({
  what: 'every page about posts, resets, single sign-on, mail, backups and keys',
  groups: [...posts, ...signingIn, ...messages, ...safekeeping],
  more: [],
  atLeast: 20,
});
