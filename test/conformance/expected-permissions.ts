import { duties } from './expected-permissions-duties.ts';
import { filtering, monitoring } from './expected-permissions-filter.ts';
import { incidents } from './expected-permissions-incidents.ts';
import { posts } from './expected-permissions-posts.ts';
import { messages } from './expected-permissions-messages.ts';
import { open, people, policy, safekeeping } from './expected-permissions-people.ts';
import { privacy } from './expected-permissions-privacy.ts';
import { registers } from './expected-permissions-registers.ts';
import { ownSignIn } from './expected-permissions-own-sign-in.ts';
import { signingIn } from './expected-permissions-sign-in.ts';
import { standards } from './expected-permissions-standards.ts';
import { policyVersions } from './expected-permissions-policy.ts';
import type { ExpectedGroup } from './permissions-cells.ts';

/**
 * Who may what, by hand: every route of the web app against every role, typed from the project's table of roles and reviewed like it. Nothing
 * here is made from the code. permissions.test.ts sends each cell as a real request; docs/reference/permissions.md is compared with it.
 *
 * A row says what it is about, because most rules turn on that: `their own report | somebody else’s report`. `yes` is allowed, `-` refused.
 * Records of another school are refused to everybody; they need no rows.
 *
 * Readings, where the table of roles leaves a choice:
 * - A deputy head is staff, and the one deputy where named for an allegation. A vice-chair is a governor, and stands in about the chair.
 * - Everybody with a log-in may open their own account. Parents have none (a one-time link instead, in a later version): they are asked to
 *   sign in, like nobody.
 * - The first account of a school is the head's or the lead's and must be able to set the school up: so the head adds and imports people and
 *   starts log-ins, and the lead puts a policy into force.
 * - Who keeps which register is in the register itself (its page says so); three stand here for all. Columns of a school's own register are drafted
 *   as the policy is.
 * - Lessons, agreements, consents and the trail have no pages in this version, so "running lesson", "own classes" open nothing yet.
 */

export const expectedPermissions: readonly ExpectedGroup[] = [
  ...incidents,
  ...monitoring,
  ...filtering,
  ...policy,
  ...policyVersions,
  ...people,
  ...signingIn,
  ...ownSignIn,
  ...messages,
  ...posts,
  ...privacy,
  ...registers,
  ...duties,
  ...standards,
  ...safekeeping,
  ...open,
];
