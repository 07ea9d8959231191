import { registers } from '../conformance/expected-permissions-registers.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({ what: 'the pages of the registers', groups: registers, more: [], atLeast: 40 });
