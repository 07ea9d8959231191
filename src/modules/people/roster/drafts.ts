import { z } from 'zod';

import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { owned } from '../rows.ts';
import { mappingSchema } from './formats/mapping.ts';
import { formats, type Format } from './formats/recognise.ts';
import type { RosterTexts } from './formats/roster.ts';

const choicesSchema = z.strictObject({
  /** What the columns mean; only for a file of the school's own. */
  mapping: mappingSchema.optional(),
  /** Who rows are said to be. */
  answers: z.record(z.string(), z.string()),
  /** How the files were read, where that is worth a look. */
  notes: z.array(z.string()),
});
export type Choices = z.infer<typeof choicesSchema>;

/** A roster that somebody brought and has not imported yet. */
export interface RosterDraft {
  readonly id: string;
  readonly at: string;
  readonly format: Format;
  readonly files: RosterTexts;
  readonly choices: Choices;
}

/** The open draft of this id; undefined when it was imported or another took its place. */
export async function findDraft(db: ReadHandle, id: string): Promise<RosterDraft | undefined> {
  const row = await owned
    .read(db)
    .select('roster_draft')
    .select(['id', 'at', 'files', 'format', 'choices'])
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    at: row.at,
    format: formats.find((one) => one === row.format) ?? 'one-roster',
    files: filesOf(z.record(z.string(), z.string()).parse(JSON.parse(row.files))),
    choices: row.choices === null ? { answers: {}, notes: [] } : choicesSchema.parse(JSON.parse(row.choices)),
  };
}

/** Version 0.1.0 kept its files under their names without an ending. */
function filesOf(kept: Readonly<Record<string, string>>): RosterTexts {
  return Object.fromEntries(
    Object.entries(kept).map(([name, text]) => [/\.\w+$/.test(name) ? name : `${name}.csv`, text]),
  );
}

/** Keeps a draft, and empties those that were open before: a roster is not kept longer than it is needed. */
export async function addDraft(
  db: WriteHandle,
  draft: { id: string; by: string; at: Temporal.Instant; format: Format; files: RosterTexts; choices: Choices },
): Promise<void> {
  const write = owned.write(db);
  await write
    .update('roster_draft')
    .set({ state: 'replaced', files: '{}', choices: null })
    .where('state', '=', 'open')
    .execute();
  await write.insert('roster_draft', {
    id: draft.id,
    person_id: draft.by,
    at: draft.at.toString(),
    state: 'open',
    files: JSON.stringify(draft.files),
    format: draft.format,
    choices: JSON.stringify(draft.choices),
  });
}

/** Keeps what somebody said about a draft. */
export async function changeChoices(db: WriteHandle, id: string, choices: Choices): Promise<void> {
  await changeOne(
    owned
      .write(db)
      .update('roster_draft')
      .set({ choices: JSON.stringify(choices) })
      .where('id', '=', id)
      .where('state', '=', 'open'),
  );
}

/** Closes a draft when its import begins: the journal holds what is to be done, so its files are emptied. */
export async function closeDraft(db: WriteHandle, id: string): Promise<void> {
  await changeOne(
    owned
      .write(db)
      .update('roster_draft')
      .set({ state: 'imported', files: '{}', choices: null })
      .where('id', '=', id)
      .where('state', '=', 'open'),
  );
}
