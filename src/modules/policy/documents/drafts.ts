import { z } from 'zod';

import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id } from '../../../platform/ids/ids.ts';
import type { LoadedPackId, StoredClause } from '../store.ts';
import type { ClauseChange, Draft, DraftId, PolicyText } from './draft.ts';
import { documentTables, type ChangeRow, type DraftRow, type MoveRow } from './tables.ts';
import {
  changeKindCodes,
  consultationGroupCodes,
  draftStateCodes,
  editable,
  ended,
  type ChangeKind,
  type ConsultationGroup,
  type DraftState,
} from './workflow.ts';

/** Loads and saves drafts, what is changed in them, and the steps they took. */

const textSchema = z.custom<PolicyText>(
  (value) => typeof value === 'object' && value !== null && 'clauses' in value && Array.isArray(value.clauses),
);
const clauseSchema = z.custom<StoredClause>((value) => typeof value === 'object' && value !== null && 'text' in value);
const groupsSchema = z.array(z.enum(consultationGroupCodes));

/** One draft with the changes that count; undefined when there is none. */
export async function loadDraft(db: ReadHandle, id: DraftId): Promise<Draft | undefined> {
  const read = documentTables.read(db);
  const row = await read.select('policy_draft').where('id', '=', id).selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  const changes = await read
    .select('policy_draft_change')
    .where('draft_id', '=', id)
    .where('ended_at', 'is', null)
    .selectAll()
    .orderBy('id')
    .execute();
  return toDraft(row, changes);
}

function toDraft(row: DraftRow, changes: readonly ChangeRow[]): Draft {
  const signed = (at: string | null, by: string | null) =>
    at === null || by === null ? undefined : { at: Temporal.Instant.from(at), by };
  const published = signed(row.published_at, row.published_by);
  return {
    id: asId(row.id),
    state: z.enum(draftStateCodes).parse(row.state),
    version: row.version,
    basePack: row.base_pack === null ? undefined : asId(row.base_pack),
    base: textSchema.parse(JSON.parse(row.document)),
    why: row.why,
    fromSetting: row.from_setting ?? undefined,
    beganAt: Temporal.Instant.from(row.began_at),
    beganBy: row.began_by,
    consultation: consultationOf(row),
    approved: signed(row.approved_at, row.approved_by),
    approvedText: row.approved_sha256 ?? undefined,
    signed: signed(row.signed_at, row.signed_by),
    published: published === undefined || row.pack_id === null ? undefined : { ...published, pack: asId(row.pack_id) },
    changes: new Map(changes.map((change) => [change.clause_id, toChange(change)])),
  };
}

export function consultationOf(row: Pick<DraftRow, 'consult_from' | 'consult_until' | 'consult_groups'>) {
  const { consult_from: from, consult_until: until, consult_groups: groups } = row;
  if (from === null || until === null || groups === null) return undefined;
  return {
    from: Temporal.PlainDate.from(from),
    until: Temporal.PlainDate.from(until),
    groups: groupsSchema.parse(JSON.parse(groups)),
  };
}

function toChange(row: ChangeRow): ClauseChange {
  return {
    id: row.id,
    clause: row.clause_id,
    how: z.enum(changeKindCodes).parse(row.how),
    now: clauseSchema.parse(JSON.parse(row.clause)),
    reason: row.reason,
    at: Temporal.Instant.from(row.changed_at),
    by: row.changed_by,
  };
}

/** A draft as lists show it, without its text. */
export interface DraftLine {
  readonly id: DraftId;
  readonly state: DraftState;
  readonly why: string;
  readonly fromSetting: string | undefined;
  readonly beganAt: Temporal.Instant;
  readonly beganBy: string;
  readonly until: Temporal.PlainDate | undefined;
  readonly groups: readonly ConsultationGroup[];
}

/** Every draft, the newest first; `open` leaves out those that are published or withdrawn. */
export async function listDrafts(db: ReadHandle, which: 'open' | 'all'): Promise<readonly DraftLine[]> {
  let rows = documentTables
    .read(db)
    .select('policy_draft')
    .select([
      'id',
      'state',
      'why',
      'from_setting',
      'began_at',
      'began_by',
      'consult_from',
      'consult_until',
      'consult_groups',
    ])
    .orderBy('began_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200);
  if (which === 'open') rows = rows.where('state', 'not in', [...ended]);
  return (await rows.execute()).map((row) => {
    const consultation = consultationOf(row);
    return {
      id: asId(row.id),
      state: z.enum(draftStateCodes).parse(row.state),
      why: row.why,
      fromSetting: row.from_setting ?? undefined,
      beganAt: Temporal.Instant.from(row.began_at),
      beganBy: row.began_by,
      until: consultation?.until,
      groups: consultation?.groups ?? [],
    };
  });
}

/** The newest draft that can still be changed; undefined when there is none. */
export async function editableDraft(db: ReadHandle): Promise<DraftId | undefined> {
  const row = await documentTables
    .read(db)
    .select('policy_draft')
    .where('state', 'in', [...editable])
    .orderBy('began_at', 'desc')
    .orderBy('id', 'desc')
    .select('id')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : asId(row.id);
}

/** Which of some clauses a draft changes that is neither published nor withdrawn, and how: of several, the newest. */
export async function inOpenDrafts(
  db: ReadHandle,
  clauses: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: DraftId; readonly how: ChangeKind }>> {
  if (clauses.length === 0) return new Map();
  const rows = await documentTables
    .read(db)
    .select('policy_draft_change')
    .innerJoin('policy_draft', (join) =>
      join
        .onRef('policy_draft.id', '=', 'policy_draft_change.draft_id')
        .onRef('policy_draft.school_id', '=', 'policy_draft_change.school_id'),
    )
    .where('policy_draft.state', 'not in', [...ended])
    .where('policy_draft_change.ended_at', 'is', null)
    .where('policy_draft_change.clause_id', 'in', [...clauses])
    .orderBy('policy_draft.began_at')
    .orderBy('policy_draft.id')
    .select(['policy_draft_change.clause_id as clause', 'policy_draft_change.how as how', 'policy_draft.id as id'])
    .execute();
  return new Map(
    rows.map(({ clause, how, id }) => [clause, { id: asId(id), how: z.enum(changeKindCodes).parse(how) }]),
  );
}

/** Puts a new draft down. */
export async function saveDraft(
  db: WriteHandle,
  draft: {
    readonly id: DraftId;
    readonly basePack: LoadedPackId | undefined;
    readonly base: PolicyText;
    readonly why: string;
    readonly fromSetting: string | undefined;
    readonly at: Temporal.Instant;
    readonly by: string;
  },
): Promise<void> {
  await documentTables.write(db).insert('policy_draft', {
    id: draft.id,
    state: 'draft',
    version: 1,
    base_pack: draft.basePack ?? null,
    document: JSON.stringify(draft.base),
    why: draft.why,
    from_setting: draft.fromSetting ?? null,
    began_at: draft.at.toString(),
    began_by: draft.by,
    consult_from: null,
    consult_until: null,
    consult_groups: null,
    approved_at: null,
    approved_by: null,
    approved_sha256: null,
    signed_at: null,
    signed_by: null,
    published_at: null,
    published_by: null,
    pack_id: null,
  });
}

/** Changes a draft that nobody has changed since it was loaded. Throws `Refused` SG-CHANGED otherwise. */
export async function changeDraft(
  db: WriteHandle,
  draft: Pick<Draft, 'id' | 'version' | 'state'>,
  changes: Partial<Omit<DraftRow, 'school_id' | 'id' | 'version'>>,
): Promise<void> {
  await changeOne(
    documentTables
      .write(db)
      .update('policy_draft')
      .set({ ...changes, version: draft.version + 1 })
      .where('id', '=', draft.id)
      .where('version', '=', draft.version)
      .where('state', '=', draft.state),
  );
}

/** Lays a change over a clause; the one before gets an end and stays readable. */
export async function saveChange(
  db: WriteHandle,
  draft: DraftId,
  change: Omit<ClauseChange, 'id'> & { readonly id: Id<'clause-change'> },
): Promise<void> {
  await endChange(db, draft, change.clause, change.at);
  await documentTables.write(db).insert('policy_draft_change', {
    id: change.id,
    draft_id: draft,
    clause_id: change.clause,
    how: change.how,
    clause: JSON.stringify(change.now),
    reason: change.reason,
    changed_at: change.at.toString(),
    changed_by: change.by,
    ended_at: null,
  });
}

/** Takes back what was changed in a clause. */
export async function endChange(db: WriteHandle, draft: DraftId, clause: string, at: Temporal.Instant): Promise<void> {
  await documentTables
    .write(db)
    .update('policy_draft_change')
    .set({ ended_at: at.toString() })
    .where('draft_id', '=', draft)
    .where('clause_id', '=', clause)
    .where('ended_at', 'is', null)
    .execute();
}

/** Who has changed anything in a draft, or began it. */
export async function draftersOf(db: ReadHandle, draft: Pick<Draft, 'id' | 'beganBy'>): Promise<ReadonlySet<string>> {
  const rows = await documentTables
    .read(db)
    .select('policy_draft_change')
    .where('draft_id', '=', draft.id)
    .select('changed_by')
    .distinct()
    .execute();
  return new Set([draft.beganBy, ...rows.map(({ changed_by: by }) => by)]);
}

/** A step that a draft took. */
export interface DraftStep {
  readonly action: string;
  readonly from: string;
  readonly to: string;
  readonly note: string;
  readonly at: Temporal.Instant;
  readonly by: string;
}

/** The steps of a draft, the newest first. */
export async function stepsOf(db: ReadHandle, draft: DraftId): Promise<readonly DraftStep[]> {
  const rows = await documentTables
    .read(db)
    .select('policy_draft_move')
    .where('draft_id', '=', draft)
    .selectAll()
    .orderBy('place', 'desc')
    .execute();
  return rows.map(({ action, from_state: from, to_state: to, note, moved_at: at, moved_by: by }) => ({
    action,
    from,
    to,
    note,
    at: Temporal.Instant.from(at),
    by,
  }));
}

/** Writes down a step. */
export async function saveStep(
  db: WriteHandle,
  draft: DraftId,
  step: DraftStep & { readonly id: Id<'draft-move'> },
): Promise<void> {
  const place = (await stepsOf(db, draft)).length + 1;
  const row: Omit<MoveRow, 'school_id'> = {
    id: step.id,
    draft_id: draft,
    place,
    action: step.action,
    from_state: step.from,
    to_state: step.to,
    note: step.note,
    moved_at: step.at.toString(),
    moved_by: step.by,
  };
  await documentTables.write(db).insert('policy_draft_move', row);
}
