import { privacy } from '../conformance/expected-permissions-privacy.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({
  what: 'every page about what is past its time, legal holds and copies of what is held',
  groups: privacy,
  more: [],
  atLeast: 8,
});
