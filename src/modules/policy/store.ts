import { z } from 'zod';

import { readOnce } from '../../platform/db/read-once.ts';
import type { ReadHandle, WriteHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type Id } from '../../platform/ids/ids.ts';
import { wordsInForce } from './documents/fill.ts';
import { fillText, hasPlaces } from './documents/places.ts';
import type { Clause, Pack } from './pack.ts';
import type { PolicyValue } from './setting-kinds.ts';
import { policyTables, type ClauseRow } from './tables.ts';

/** Loads and saves editions of the policy with their clauses. Nothing is ever removed: what ends gets an end. */

export type LoadedPackId = Id<'policy-pack'>;

/** What is kept of a pack beside its clauses and settings. Written by us from a checked pack, so it is only checked for being whole. */
const documentSchema = z.object({
  sections: z.array(z.object({ code: z.string(), title: z.string() })),
  /** Absent in an edition of before format 2. */
  parts: z.custom<Pack['parts']>((value) => value === null || typeof value === 'object').optional(),
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
export const packInForce = readOnce(async (db): Promise<LoadedPack | undefined> => {
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
});

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

/** A clause as it is kept: its codes may be of an older version's vocabulary. */
export type StoredClause = Omit<Clause, 'settings' | 'who' | 'kind' | 'area' | 'period' | 'guidance'> & {
  readonly who: string;
  readonly kind: string;
  readonly area: string;
  readonly period: string;
  readonly guidance: { readonly to: readonly string[]; readonly because: string | null } | null;
  /** What it says about settings, whether or not that is in force. */
  readonly settings: Readonly<Record<string, PolicyValue>>;
};

/** The clauses of an edition as people read them, in its order: the words of the settings are in the sentences. */
export async function clausesOf(db: ReadHandle, pack: LoadedPackId): Promise<readonly StoredClause[]> {
  const written = await writtenClausesOf(db, pack);
  if (!written.some(({ text }) => hasPlaces(text))) return written;
  const words = await wordsInForce(db);
  return written.map((clause) => ({ ...clause, text: fillText(clause.text, words) }));
}

/** The same as they are written, with the places for the words of settings: what a draft begins with. */
export async function writtenClausesOf(db: ReadHandle, pack: LoadedPackId): Promise<readonly StoredClause[]> {
  const rows = await policyTables
    .read(db)
    .select('policy_clause')
    .where('pack_id', '=', pack)
    .selectAll()
    .orderBy('place')
    .execute();
  return rows.map(toClause);
}

/** What a clause says, as it is kept: for comparing editions, of which there are many. */
export interface Sentence {
  readonly id: string;
  readonly section: string;
  readonly text: string;
  /** JSON: what it says about settings. */
  readonly settings: string;
}

/** The sentences of an edition as they are written, in its order. */
export async function sentencesOf(db: ReadHandle, pack: LoadedPackId): Promise<readonly Sentence[]> {
  const rows = await policyTables
    .read(db)
    .select('policy_clause')
    .where('pack_id', '=', pack)
    .select(['clause_id', 'section', 'text', 'settings'])
    .orderBy('place')
    .execute();
  return rows.map(({ clause_id: id, section, text, settings }) => ({ id, section, text, settings: settings ?? '{}' }));
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
  if (row === undefined) return undefined;
  const found = toClause(row);
  return hasPlaces(found.text) ? { ...found, text: fillText(found.text, await wordsInForce(db)) } : found;
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
  return row !== undefined && hasPlaces(row.text) ? fillText(row.text, await wordsInForce(db)) : row?.text;
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
    ref: row.ref,
    controls:
      row.controls === null ? (row.control === null ? [] : [row.control]) : codes.parse(JSON.parse(row.controls)),
    notCovered: row.not_covered,
    guidance: row.guidance === null ? null : guidance.parse(JSON.parse(row.guidance)),
    settings: row.settings === null ? {} : settings.parse(JSON.parse(row.settings)),
  };
}

const codes = z.array(z.string());
const guidance = z.object({ to: z.array(z.string()), because: z.string().nullable() });
const settings = z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())]));

/** An edition as it is saved: its clauses may have codes of an older version's vocabulary. */
export type SavedPack = Omit<Pack, 'clauses'> & { readonly clauses: readonly StoredClause[] };

/** Puts an edition into force: the one before gets an end and stays readable. */
export async function savePack(
  db: WriteHandle,
  pack: SavedPack,
  facts: { id: LoadedPackId; sha256: string; at: Temporal.Instant; by: string },
): Promise<void> {
  const write = policyTables.write(db);
  const at = facts.at.toString();
  await write.update('policy_pack').set({ ended_at: at }).where('ended_at', 'is', null).execute();
  const { sections, parts, profiles, sanctions, reactions } = pack;
  await write.insert('policy_pack', {
    id: facts.id,
    code: pack.code,
    title: pack.title,
    edition: pack.edition,
    about: pack.about,
    sha256: facts.sha256,
    document: JSON.stringify({ sections, parts, profiles, sanctions, reactions }),
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
      control: null,
      covers: null,
      not_covered: clause.notCovered,
      ref: clause.ref,
      controls: JSON.stringify(clause.controls),
      guidance: clause.guidance === null ? null : JSON.stringify(clause.guidance),
      settings: JSON.stringify(clause.settings),
    });
  }
}

/** The clauses in force that count on a control, in the order of the policy: for the page of what the control stands for. */
export async function clausesOfControl(
  db: ReadHandle,
  control: string,
): Promise<readonly { readonly id: string; readonly text: string }[]> {
  const row = await policyTables
    .read(db)
    .select('policy_pack')
    .where('ended_at', 'is', null)
    .select('id')
    .executeTakeFirst();
  if (row === undefined) return [];
  const clauses = await clausesOf(db, asId(row.id));
  return clauses.filter(({ controls }) => controls.includes(control)).map(({ id, text }) => ({ id, text }));
}
