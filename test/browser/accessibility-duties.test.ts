import { duties } from '../conformance/expected-permissions-duties.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({ what: 'every page about duties and term dates', groups: duties, more: [], atLeast: 20 });
