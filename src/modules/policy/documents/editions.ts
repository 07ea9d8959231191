import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { writtenClausesOf, packHistory, type LoadedPackId, type StoredClause } from '../store.ts';
import { asId } from '../../../platform/ids/ids.ts';
import type { Consultation, Signed } from './draft.ts';
import { consultationOf } from './drafts.ts';
import { documentTables } from './tables.ts';

/** The versions of the policy that were ever in force, and how one differs from the next. */

/** A version that is or was in force. */
export interface Edition {
  /** 1 for the first the school ever had. */
  readonly number: number;
  readonly id: LoadedPackId;
  readonly title: string;
  readonly edition: string;
  readonly from: Temporal.Instant;
  /** Undefined for the one in force. */
  readonly until: Temporal.Instant | undefined;
  /** How it came about, for one that was made as a draft; undefined for one that was loaded as it was. */
  readonly made: Made | undefined;
}

/** The life of a version before it was published. */
export interface Made {
  readonly draft: string;
  readonly why: string;
  readonly consultation: Consultation | undefined;
  readonly approved: Signed | undefined;
  readonly signed: Signed | undefined;
}

/** Every version, the newest first. */
export async function editions(db: ReadHandle): Promise<readonly Edition[]> {
  const packs = await packHistory(db);
  const drafts = await documentTables
    .read(db)
    .select('policy_draft')
    .where('pack_id', 'is not', null)
    .select([
      'id',
      'pack_id',
      'why',
      'consult_from',
      'consult_until',
      'consult_groups',
      'approved_at',
      'approved_by',
      'signed_at',
      'signed_by',
    ])
    .execute();
  const signed = (at: string | null, by: string | null) =>
    at === null || by === null ? undefined : { at: Temporal.Instant.from(at), by };
  return packs.map((pack, index) => {
    const draft = drafts.find(({ pack_id: id }) => id === pack.id);
    return {
      number: packs.length - index,
      id: asId(pack.id),
      title: pack.title,
      edition: pack.edition,
      from: Temporal.Instant.from(pack.loaded_at),
      until: pack.ended_at === null ? undefined : Temporal.Instant.from(pack.ended_at),
      made:
        draft === undefined
          ? undefined
          : {
              draft: draft.id,
              why: draft.why,
              consultation: consultationOf(draft),
              approved: signed(draft.approved_at, draft.approved_by),
              signed: signed(draft.signed_at, draft.signed_by),
            },
    };
  });
}

/** The version in force; undefined when there is none. */
export async function editionInForce(db: ReadHandle): Promise<Edition | undefined> {
  const [newest] = await editions(db);
  return newest?.until === undefined ? newest : undefined;
}

/** How one clause of a version differs from the version before. */
export interface Difference {
  readonly clause: string;
  readonly section: string;
  readonly how: 'changed' | 'added' | 'struck';
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** What is given as the reason, where it came from a draft. */
  readonly reason: string | undefined;
}

/** What changed between two texts, clause by clause, in the order of the newer; what was struck out comes last. */
export function differences(
  before: readonly StoredClause[],
  after: readonly StoredClause[],
  reasons: ReadonlyMap<string, string> = new Map(),
): readonly Difference[] {
  const old = new Map(before.map((clause) => [clause.id, clause]));
  const there = new Set(after.map(({ id }) => id));
  const told = (clause: StoredClause) => ({
    clause: clause.id,
    section: clause.section,
    reason: reasons.get(clause.id),
  });
  return [
    ...after.flatMap((clause): Difference[] => {
      const was = old.get(clause.id);
      if (was === undefined) return [{ ...told(clause), how: 'added', before: undefined, after: clause.text }];
      const same = was.text === clause.text && JSON.stringify(was.settings) === JSON.stringify(clause.settings);
      return same ? [] : [{ ...told(clause), how: 'changed', before: was.text, after: clause.text }];
    }),
    ...before.flatMap((clause): Difference[] =>
      there.has(clause.id) ? [] : [{ ...told(clause), how: 'struck', before: clause.text, after: undefined }],
    ),
  ];
}

/** What changed with a version against the one before it. Of the first version, nothing: all of it was new. */
export async function whatChanged(
  db: ReadHandle,
  edition: Edition,
  before: Edition | undefined,
): Promise<readonly Difference[]> {
  if (before === undefined) return [];
  const reasons = new Map<string, string>();
  if (edition.made !== undefined) {
    const rows = await documentTables
      .read(db)
      .select('policy_draft_change')
      .where('draft_id', '=', edition.made.draft)
      .where('ended_at', 'is', null)
      .select(['clause_id', 'reason'])
      .execute();
    for (const { clause_id: clause, reason } of rows) reasons.set(clause, reason);
  }
  return differences(await writtenClausesOf(db, before.id), await writtenClausesOf(db, edition.id), reasons);
}
