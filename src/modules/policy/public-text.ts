import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { ModuleParts } from '../module.ts';
import { schoolName } from '../school/index.ts';
import { contradictionsOf } from './kept-contradictions.ts';
import { latestReview } from './kept-reviews.ts';
import { settingsInForce } from './kept-settings.ts';
import { policyPieces } from './pieces.ts';
import { policyOwners } from './review.ts';
import { isAgainst, type PolicyValue } from './setting-kinds.ts';
import { valueInWords } from './setting-field.ts';
import { policySetting } from './settings-of-the-policy.ts';
import { settingOf } from './settings.ts';
import { clausesOf, packInForce, type StoredClause } from './store.ts';

/** Everything that the public pages of the policy show: its words, what holds where they are not the whole truth, and what the program adds. */
export async function publicText(db: ReadHandle, parts: Pick<ModuleParts, 'whole'>) {
  const pack = await packInForce(db);
  const school = await schoolName(db);
  if (pack === undefined) return { school, pack: undefined, pieces: await policyPieces(db, parts) } as const;
  const clauses = await clausesOf(db, pack.id);
  const contradictions = await contradictionsOf(db, pack.id);
  const settings = await settingsInForce(db);
  const owners = await settingOf(db, policyOwners);
  const linked = settings.get('linked-policies')?.value;
  return {
    school,
    pack,
    clauses: clauses.map((clause) => ({
      ...clause,
      notes: notesFor(
        clause,
        new Map([...settings].map(([code, { value }]) => [code, value])),
        new Set(contradictions.map(({ setting }) => setting)),
      ),
    })),
    linked: Array.isArray(linked) ? linked.map((code) => valueInWords(code)) : [],
    owners: owners.length === 0 ? undefined : valueInWords(owners),
    review: (await latestReview(db))?.on,
    pieces: await policyPieces(db, parts),
  } as const;
}

/** What a parent has to know beside a sentence that is not what the school does: it is below the law, or another sentence counts. */
export function notesFor(
  clause: StoredClause,
  inForce: ReadonlyMap<string, unknown>,
  contradicted: ReadonlySet<string>,
): readonly string[] {
  return Object.entries(clause.settings).flatMap(([code, said]) => {
    const setting = policySetting(code);
    const now = inForce.get(code);
    if (setting === undefined || now === undefined || same(said, now)) return [];
    const words = valueInWords(now, setting.words);
    if (isAgainst(setting.law, said)) return [`What the school does instead: ${words}. ${setting.law?.says ?? ''}`];
    return contradicted.has(code)
      ? [`Another sentence of this policy says otherwise. What the school does: ${words}.`]
      : [];
  });
}

const same = (said: PolicyValue, now: unknown): boolean => JSON.stringify(said) === JSON.stringify(now);
