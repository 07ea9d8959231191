import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { packHistory, sentencesOf, type LoadedPackId, type Sentence } from '../store.ts';
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
function differences(
  before: readonly Sentence[],
  after: readonly Sentence[],
  reasons: ReadonlyMap<string, string>,
): readonly Difference[] {
  const old = new Map(before.map((clause) => [clause.id, clause]));
  const there = new Set(after.map(({ id }) => id));
  const told = (clause: Sentence) => ({
    clause: clause.id,
    section: clause.section,
    reason: reasons.get(clause.id),
  });
  return [
    ...after.flatMap((clause): Difference[] => {
      const was = old.get(clause.id);
      if (was === undefined) return [{ ...told(clause), how: 'added', before: undefined, after: clause.text }];
      const same = was.text === clause.text && was.settings === clause.settings;
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
  const [only] = await withWhatChanged(db, before === undefined ? [edition] : [edition, before], 1);
  return only?.changed ?? [];
}

/** The first `most` of some versions in a row, the newest first, each with what changed against the next. Every text is read once. */
export async function withWhatChanged(
  db: ReadHandle,
  all: readonly Edition[],
  most: number,
): Promise<readonly { readonly edition: Edition; readonly changed: readonly Difference[] }[]> {
  const told = [];
  let after = all[0] === undefined ? [] : await sentencesOf(db, all[0].id);
  for (const [index, edition] of all.slice(0, most).entries()) {
    const before = all[index + 1];
    const was = before === undefined ? undefined : await sentencesOf(db, before.id);
    told.push({ edition, changed: was === undefined ? [] : differences(was, after, await reasonsOf(db, edition)) });
    after = was ?? [];
  }
  return told;
}

/** Why each clause changed with a version, where it came from a draft. */
async function reasonsOf(db: ReadHandle, { made }: Edition): Promise<ReadonlyMap<string, string>> {
  if (made === undefined) return new Map();
  const rows = await documentTables
    .read(db)
    .select('policy_draft_change')
    .where('draft_id', '=', made.draft)
    .where('ended_at', 'is', null)
    .select(['clause_id', 'reason'])
    .execute();
  return new Map(rows.map(({ clause_id: clause, reason }) => [clause, reason]));
}
