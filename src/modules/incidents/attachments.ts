import { allowed, refused, type Actor, type Verdict } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { fileKindOf, type FileKind } from '../../platform/files/file-kinds.ts';
import { inMegabytes } from '../../platform/files/file-store.ts';
import { formatDateTime } from '../../platform/views/format.ts';
import type { Incident, IncidentId } from './incident.ts';
import { mayAct } from './policy.ts';
import { incidentTables } from './store.ts';

/** Files of a case: letters, saved messages, pictures of a screen. Whoever may work the case adds and opens them. */

/** Bytes a file may have: twice what a phone's picture or a scanned letter comes to. */
export const MOST_FILE_BYTES = 20_000_000;

/** Kinds of concern in which a picture could be of abuse: there no picture is kept, whatever the branch. */
const noPictures: readonly string[] = ['image-sharing', 'grooming'];
const pictures: readonly string[] = ['jpeg', 'png', 'webp', 'heic'];

/**
 * Whether somebody may add a file to this case as it is now. Never to one that may be illegal, and to none before it is classified: imagery of
 * suspected abuse is never copied, saved or stored (UKCIS, Sharing nudes and semi-nudes, 11 March 2024).
 */
export function mayAddFile(actor: Actor, incident: Incident): Verdict {
  const verdict = mayAct(actor, incident, 'note');
  if (!verdict.allowed) return verdict;
  if (incident.branch === null)
    return refused('Classify the incident first: to one that may be illegal no file is added.');
  return incident.branch === 'illegal'
    ? refused(
        'To an incident that may be illegal no file is added: never copy, save or store such pictures. Describe them in a few words.',
      )
    : allowed;
}

/** Why this kind of file is not taken in this case; undefined when it is. */
export function whyNotKept(incident: Pick<Incident, 'category'>, kind: FileKind): string | undefined {
  return noPictures.includes(incident.category) && pictures.includes(kind.code)
    ? 'In an incident of this kind no picture is kept. Describe it in a few words instead'
    : undefined;
}

/** A file as the case shows it. */
export interface FileView {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly size: string;
  readonly by: string;
  readonly at: string;
}

/** The files of a case, oldest first. */
export async function filesOf(db: ReadHandle, incident: IncidentId) {
  return incidentTables
    .read(db)
    .select('incident_file')
    .where('incident_id', '=', incident)
    .selectAll()
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}

type Row = Awaited<ReturnType<typeof filesOf>>[number];

/** For the case's pages. `name` gives the name of a person. */
export function fileView(row: Row, name: (id: string) => string): FileView {
  return {
    id: row.id,
    name: row.name,
    kind: fileKindOf(row.kind)?.label ?? row.kind,
    size: inMegabytes(row.bytes),
    by: name(row.added_by),
    at: formatDateTime(row.added_at),
  };
}

/** One file of a case, with its place among the case's files; undefined when it has none of that id. */
export async function loadFile(
  db: ReadHandle,
  incident: IncidentId,
  id: string,
): Promise<{ readonly row: Row; readonly number: number } | undefined> {
  const rows = await filesOf(db, incident);
  const at = rows.findIndex((row) => row.id === id);
  const row = rows[at];
  return row === undefined ? undefined : { row, number: at + 1 };
}

/** Where the rows name files: what stands there is not swept away. */
export const incidentFileColumn = { table: 'incident_file', column: 'content' } as const;
