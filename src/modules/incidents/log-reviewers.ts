import type { Role } from '../../platform/access/roles.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { policySetting, settingOf } from '../policy/index.ts';

/** Of those who open cases: the roles that the policy's words for a reviewer stand for. The chair checks the log without names, and always may. */
const rolesOfReviewer: Readonly<Record<string, readonly Role[]>> = {
  head: ['head'],
  dsl: ['dsl', 'deputy-dsl'],
  lead: ['lead'],
};

/** The roles that sign the log of a term with all they may see: those whom the policy in force names, and the head where it names nobody who opens cases. */
export async function logReviewers(db: ReadHandle): Promise<readonly Role[]> {
  const roles = (await reviewerWords(db)).flatMap((word) => rolesOfReviewer[word] ?? []);
  return roles.length === 0 ? ['head'] : roles;
}

/** Whether the policy names the chair as one who checks the log: then their signature on the log without names is such a check. */
export async function chairChecksLog(db: ReadHandle): Promise<boolean> {
  return (await reviewerWords(db)).includes('chair');
}

async function reviewerWords(db: ReadHandle): Promise<readonly string[]> {
  const setting = policySetting('incident-log-reviewers');
  const words = setting === undefined ? [] : await settingOf(db, setting);
  return typeof words === 'object' ? words : [];
}
