import { policyVersions } from '../conformance/expected-permissions-policy.ts';
import { lookAtPages } from './accessibility-pages.ts';

lookAtPages({ what: 'every page about versions of the policy', groups: policyVersions, more: [], atLeast: 60 });
