import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { owned } from '../rows.ts';
import type { RosterFiles } from './one-roster.ts';

/** A roster that somebody brought and has not imported yet. */
export interface RosterDraft {
  readonly id: string;
  readonly at: string;
  readonly files: RosterFiles;
}

/** The open draft of this id; undefined when it was imported or another took its place. */
export async function findDraft(db: ReadHandle, id: string): Promise<RosterDraft | undefined> {
  const row = await owned
    .read(db)
    .select('roster_draft')
    .select(['id', 'at', 'files'])
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const files: unknown = JSON.parse(row.files);
  return { id: row.id, at: row.at, files: filesOf(files) };
}

function filesOf(value: unknown): RosterFiles {
  const given: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  const text = (name: string): string => {
    const one = given[name];
    return typeof one === 'string' ? one : '';
  };
  return {
    orgs: text('orgs'),
    users: text('users'),
    classes: text('classes'),
    enrollments: text('enrollments'),
    academicSessions: text('academicSessions'),
  };
}

/** Keeps a draft, and empties those that were open before: a roster is not kept longer than it is needed. */
export async function addDraft(
  db: WriteHandle,
  draft: { id: string; by: string; at: Temporal.Instant; files: RosterFiles },
): Promise<void> {
  const write = owned.write(db);
  await write.update('roster_draft').set({ state: 'replaced', files: '{}' }).where('state', '=', 'open').execute();
  await write.insert('roster_draft', {
    id: draft.id,
    person_id: draft.by,
    at: draft.at.toString(),
    state: 'open',
    files: JSON.stringify(draft.files),
  });
}

/** Closes a draft after its import: its files are emptied. */
export async function closeDraft(db: WriteHandle, id: string): Promise<void> {
  await changeOne(
    owned
      .write(db)
      .update('roster_draft')
      .set({ state: 'imported', files: '{}' })
      .where('id', '=', id)
      .where('state', '=', 'open'),
  );
}

/** The newest imports. */
export async function lastImports(db: ReadHandle) {
  return owned.read(db).select('roster_import').selectAll().orderBy('at', 'desc').limit(5).execute();
}
