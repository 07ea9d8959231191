import type { Migration } from '../src/platform/db/migrations.ts';
import { migration as platform } from './0001-platform.ts';
import { migration as schoolAndPeople } from './0002-school-and-people.ts';
import { migration as policy } from './0003-policy.ts';
import { migration as filtering } from './0004-filtering.ts';
import { migration as monitoring } from './0005-monitoring.ts';
import { migration as incidents } from './0006-incidents.ts';
import { migration as safekeeping } from './0008-safekeeping.ts';
import { migration as sealed } from './0009-sealed.ts';
import { migration as signIn } from './0010-sign-in.ts';
import { migration as gateSsoResets } from './0011-gate-sso-resets.ts';
import { migration as mail } from './0012-mail.ts';
import { migration as posts } from './0013-posts.ts';
import { migration as rosters } from './0014-rosters.ts';
import { migration as passwordByAnother } from './0015-password-by-another.ts';
import { migration as lookupsAndGuards } from './0016-lookups-and-guards.ts';
import { migration as registers } from './0017-registers.ts';
import { migration as duties } from './0018-duties.ts';
import { migration as policyPacks } from './0019-policy-packs.ts';
import { migration as policyDocuments } from './0020-policy-documents.ts';
import { migration as privacy } from './0021-privacy.ts';
import { migration as standards } from './0022-standards.ts';
import { migration as heldBack } from './0023-privacy.ts';
import { migration as approvedText } from './0024-policy.ts';

/** The one ordered list, for SQLite and PostgreSQL. */
export const migrations: readonly Migration[] = [
  platform,
  schoolAndPeople,
  policy,
  filtering,
  monitoring,
  incidents,
  safekeeping,
  sealed,
  signIn,
  gateSsoResets,
  mail,
  posts,
  rosters,
  passwordByAnother,
  lookupsAndGuards,
  registers,
  duties,
  policyPacks,
  policyDocuments,
  privacy,
  standards,
  heldBack,
  approvedText,
];
