import { filtering, monitoring } from '../conformance/expected-permissions-filter.ts';
import { ownSignIn } from '../conformance/expected-permissions-own-sign-in.ts';
import { open, people, policy } from '../conformance/expected-permissions-people.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({
  what: 'every page but those about incidents',
  groups: [...monitoring, ...filtering, ...policy, ...people, ...ownSignIn, ...open],
  more: [
    { name: 'a page that is refused', who: 'staff', address: '/alerts' },
    { name: 'a page that is not there', who: 'staff', address: '/no-such-page' },
    { name: 'a record that is not there', who: 'dsl', address: '/alerts/00000000-0000-7000-8000-000000000000' },
    { name: 'the way in, before a page is shown', who: 'nobody', address: '/sign-in?next=%2Falerts' },
  ],
  atLeast: 80,
});
