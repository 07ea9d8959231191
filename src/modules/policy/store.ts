import { z } from 'zod';

import { tables, type ReadHandle, type WriteHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type Id } from '../../platform/ids/ids.ts';
import type { Clause, Pack } from './pack.ts';

/** Loads and saves the policy: the edition in force, its clauses, the settings, the review dates. Nothing is ever removed: what ends gets an end. */

export type LoadedPackId = Id<'policy-pack'>;

interface PackRow {
  school_id: string;
  id: string;
  code: string;
  title: string;
  edition: string;
  about: string;
  sha256: string;
  /** The pack without its clauses, as JSON. */
  document: string;
  loaded_at: string;
  loaded_by: string;
  ended_at: string | null;
}

interface ClauseRow {
  school_id: string;
  pack_id: string;
  clause_id: string;
  place: number;
  section: string;
  text: string;
  who: string;
  kind: string;
  area: string;
  period: string;
  control: string | null;
  covers: string | null;
  not_covered: string | null;
}

interface SettingRow {
  school_id: string;
  id: string;
  code: string;
  /** JSON. */
  value: string;
  /** The clause that set it; null when the school chose it itself. */
  clause_id: string | null;
  pack_id: string | null;
  set_at: string;
  set_by: string;
  ended_at: string | null;
}

interface ReviewRow {
  school_id: string;
  id: string;
  review_on: string;
  recorded_at: string;
  recorded_by: string;
}

export const policyTables = tables<{
  policy_pack: PackRow;
  policy_clause: ClauseRow;
  policy_setting: SettingRow;
  policy_review: ReviewRow;
}>('policy_pack', 'policy_clause', 'policy_setting', 'policy_review');

/** What is kept of a pack beside its clauses and settings. Written by us from a checked pack, so it is only checked for being whole. */
const documentSchema = z.object({
  sections: z.array(z.object({ code: z.string(), title: z.string() })),
  controls: z.array(z.object({ code: z.string(), evidence: z.string(), makesTrue: z.string() })),
  profiles: z.custom<Pack['profiles']>((value) => Array.isArray(value)),
  sanctions: z.custom<Pack['sanctions']>((value) => Array.isArray(value)),
  reactions: z.custom<Pack['reactions']>((value) => Array.isArray(value)),
});

/** An edition of the policy as the school loaded it. */
export interface LoadedPack extends z.infer<typeof documentSchema> {
  readonly id: LoadedPackId;
  readonly code: string;
  readonly title: string;
  readonly edition: string;
  readonly about: string;
  readonly sha256: string;
  readonly loadedAt: Temporal.Instant;
  readonly loadedBy: string;
}

/** The edition in force; undefined when the school has not chosen a policy yet. */
export async function packInForce(db: ReadHandle): Promise<LoadedPack | undefined> {
  const row = await policyTables
    .read(db)
    .select('policy_pack')
    .where('ended_at', 'is', null)
    .selectAll()
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    ...documentSchema.parse(JSON.parse(row.document)),
    id: asId(row.id),
    code: row.code,
    title: row.title,
    edition: row.edition,
    about: row.about,
    sha256: row.sha256,
    loadedAt: Temporal.Instant.from(row.loaded_at),
    loadedBy: row.loaded_by,
  };
}

/** Whether the school has chosen a policy. For pages that show nothing of it: the edition itself is a long document. */
export async function isPackInForce(db: ReadHandle): Promise<boolean> {
  const row = await policyTables
    .read(db)
    .select('policy_pack')
    .where('ended_at', 'is', null)
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Every edition that was ever loaded, newest first. */
export async function packHistory(db: ReadHandle) {
  return policyTables
    .read(db)
    .select('policy_pack')
    .select(['id', 'code', 'title', 'edition', 'sha256', 'loaded_at', 'loaded_by', 'ended_at'])
    .orderBy('loaded_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** A clause as it is kept. */
export type StoredClause = Omit<Clause, 'settings' | 'who' | 'kind' | 'area' | 'period' | 'control'> & {
  readonly who: string;
  readonly kind: string;
  readonly area: string;
  readonly period: string;
  readonly control: { readonly code: string; readonly covers: string; readonly notCovered: string | null } | null;
};

/** The clauses of an edition, in its order. */
export async function clausesOf(db: ReadHandle, pack: LoadedPackId): Promise<readonly StoredClause[]> {
  const rows = await policyTables
    .read(db)
    .select('policy_clause')
    .where('pack_id', '=', pack)
    .selectAll()
    .orderBy('place')
    .execute();
  return rows.map(toClause);
}

/** One clause of an edition. */
export async function clauseOfPack(
  db: ReadHandle,
  pack: LoadedPackId,
  clause: string,
): Promise<StoredClause | undefined> {
  const row = await policyTables
    .read(db)
    .select('policy_clause')
    .where('pack_id', '=', pack)
    .where('clause_id', '=', clause)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : toClause(row);
}

/**
 * What a clause says: in the edition in force, else in the newest edition that had it, so that what was decided under an older edition
 * still explains itself. Undefined when no edition ever had it.
 */
export async function clauseText(db: ReadHandle, clause: string): Promise<string | undefined> {
  const row = await policyTables
    .read(db)
    .select('policy_clause')
    .innerJoin('policy_pack', (join) =>
      join
        .onRef('policy_pack.id', '=', 'policy_clause.pack_id')
        .onRef('policy_pack.school_id', '=', 'policy_clause.school_id'),
    )
    .where('policy_clause.clause_id', '=', clause)
    .orderBy('policy_pack.loaded_at', 'desc')
    .orderBy('policy_pack.id', 'desc')
    .select('policy_clause.text as text')
    .executeTakeFirst();
  return row?.text;
}

function toClause(row: ClauseRow): StoredClause {
  return {
    id: row.clause_id,
    section: row.section,
    text: row.text,
    who: row.who,
    kind: row.kind,
    area: row.area,
    period: row.period,
    control:
      row.control === null || row.covers === null
        ? null
        : { code: row.control, covers: row.covers, notCovered: row.not_covered },
  };
}

/** Puts an edition into force: the one before gets an end and stays readable. */
export async function savePack(
  db: WriteHandle,
  pack: Pack,
  facts: { id: LoadedPackId; sha256: string; at: Temporal.Instant; by: string },
): Promise<void> {
  const write = policyTables.write(db);
  const at = facts.at.toString();
  await write.update('policy_pack').set({ ended_at: at }).where('ended_at', 'is', null).execute();
  const { sections, controls, profiles, sanctions, reactions } = pack;
  await write.insert('policy_pack', {
    id: facts.id,
    code: pack.code,
    title: pack.title,
    edition: pack.edition,
    about: pack.about,
    sha256: facts.sha256,
    document: JSON.stringify({ sections, controls, profiles, sanctions, reactions }),
    loaded_at: at,
    loaded_by: facts.by,
    ended_at: null,
  });
  for (const [place, clause] of pack.clauses.entries()) {
    await write.insert('policy_clause', {
      pack_id: facts.id,
      clause_id: clause.id,
      place,
      section: clause.section,
      text: clause.text,
      who: clause.who,
      kind: clause.kind,
      area: clause.area,
      period: clause.period,
      control: clause.control?.code ?? null,
      covers: clause.control?.covers ?? null,
      not_covered: clause.control?.notCovered ?? null,
    });
  }
}

/** A value of a setting, with what set it. */
export interface SettingValue {
  readonly code: string;
  readonly value: unknown;
  /** The clause that set it; undefined when the school chose it itself. */
  readonly clause: string | undefined;
  readonly setAt: Temporal.Instant;
  readonly setBy: string;
}

/** The value in force of one setting; undefined when neither policy nor school has set it. */
export async function settingInForce(db: ReadHandle, code: string): Promise<SettingValue | undefined> {
  const row = await policyTables
    .read(db)
    .select('policy_setting')
    .where('code', '=', code)
    .where('ended_at', 'is', null)
    .selectAll()
    .executeTakeFirst();
  return row === undefined ? undefined : toSetting(row);
}

/** All values in force, by setting. */
export async function settingsInForce(db: ReadHandle): Promise<ReadonlyMap<string, SettingValue>> {
  const rows = await policyTables
    .read(db)
    .select('policy_setting')
    .where('ended_at', 'is', null)
    .selectAll()
    .orderBy('code')
    .execute();
  return new Map(rows.map((row) => [row.code, toSetting(row)]));
}

function toSetting(row: SettingRow): SettingValue {
  const value: unknown = JSON.parse(row.value);
  return {
    code: row.code,
    value,
    clause: row.clause_id ?? undefined,
    setAt: Temporal.Instant.from(row.set_at),
    setBy: row.set_by,
  };
}

/** Ends the value in force of a setting, where there is one. */
export async function endSetting(db: WriteHandle, code: string, at: Temporal.Instant): Promise<void> {
  await policyTables
    .write(db)
    .update('policy_setting')
    .set({ ended_at: at.toString() })
    .where('code', '=', code)
    .where('ended_at', 'is', null)
    .execute();
}

/** Sets a value; the one before gets an end and stays readable. */
export async function saveSetting(
  db: WriteHandle,
  setting: {
    id: string;
    code: string;
    value: unknown;
    clause: string | null;
    pack: LoadedPackId | null;
    at: Temporal.Instant;
    by: string;
  },
): Promise<void> {
  await endSetting(db, setting.code, setting.at);
  await policyTables.write(db).insert('policy_setting', {
    id: setting.id,
    code: setting.code,
    value: JSON.stringify(setting.value),
    clause_id: setting.clause,
    pack_id: setting.pack,
    set_at: setting.at.toString(),
    set_by: setting.by,
    ended_at: null,
  });
}

/** The next review date as somebody recorded it last. */
export async function latestReview(
  db: ReadHandle,
): Promise<{ on: Temporal.PlainDate; recordedAt: Temporal.Instant; recordedBy: string } | undefined> {
  const row = await policyTables
    .read(db)
    .select('policy_review')
    .selectAll()
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? undefined
    : {
        on: Temporal.PlainDate.from(row.review_on),
        recordedAt: Temporal.Instant.from(row.recorded_at),
        recordedBy: row.recorded_by,
      };
}

/** Records when the policy is reviewed next. */
export async function saveReview(
  db: WriteHandle,
  review: { id: string; on: Temporal.PlainDate; at: Temporal.Instant; by: string },
): Promise<void> {
  await policyTables.write(db).insert('policy_review', {
    id: review.id,
    review_on: review.on.toString(),
    recorded_at: review.at.toString(),
    recorded_by: review.by,
  });
}
