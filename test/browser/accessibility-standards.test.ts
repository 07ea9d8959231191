import { standards } from '../conformance/expected-permissions-standards.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({
  what: 'every page about standards and reviews of filtering and monitoring',
  groups: standards,
  more: [
    { name: 'a self-review with its radar', who: 'head', address: '/standards/360-degree-safe' },
    { name: 'a standard with an earlier edition', who: 'governor', address: '/standards/uksic-filtering' },
  ],
  atLeast: 12,
});
