import { incidents } from '../conformance/expected-permissions-incidents.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({ what: 'every page about incidents', groups: incidents, more: [], atLeast: 60 });
