import { z } from 'zod';

import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { owned, type PeopleTables } from '../rows.ts';
import { stepChanges, type StepChanges } from './changes.ts';
import type { StepText } from './steps.ts';

/** Where an import stands. 'running' until its last step is done; 'undoing' until its last step is undone; */
export const importStates = ['running', 'done', 'undoing', 'undone'] as const;
export type ImportState = (typeof importStates)[number];

export interface ImportRow extends Omit<PeopleTables['roster_import'], 'state'> {
  readonly state: ImportState;
}

/** Where an import stands, counted in people and classes. */
export interface Progress {
  readonly done: number;
  readonly undone: number;
  readonly all: number;
}

const before = z.strictObject({
  given: z.string(),
  family: z.string(),
  display: z.string(),
  sort: z.string(),
  email: z.string().nullable(),
  year: z.string().nullable(),
  sourcedId: z.string().nullable(),
  leftOn: z.string().nullable(),
  identity: z
    .strictObject({
      upn: z.string().nullable(),
      birth_date: z.string().nullable(),
      legal_given: z.string().nullable(),
      legal_family: z.string().nullable(),
      file_key: z.string().nullable(),
    })
    .nullable(),
});
/** What a record was before a step changed it. */
export type Before = z.infer<typeof before>;

const period = z.strictObject({ table: z.enum(['class_member', 'guardian', 'person_role']), id: z.string() });

const undonePerson = z.strictObject({
  id: z.string(),
  do: z.enum(['join', 'move', 'leave']),
  /** The version the step left the record in: in another one, somebody has changed it since. */
  version: z.number(),
  before: before.nullable(),
  /** Roles, memberships and links that the step began. */
  began: z.array(period),
  /** Those it ended, with the end they had before. */
  ended: z.array(period.extend({ until: z.string().nullable() })),
  /** The log-in name it changed. */
  login: z.string().nullable(),
});
/** How what a step did to somebody is undone. */
export type UndoPerson = z.infer<typeof undonePerson>;

const undoneClass = z.strictObject({
  id: z.string(),
  do: z.enum(['add', 'change', 'end']),
  version: z.number(),
  name: z.string(),
  yearGroup: z.string().nullable(),
  sourcedId: z.string().nullable(),
  endedOn: z.string().nullable(),
});
export type UndoClass = z.infer<typeof undoneClass>;

const stepUndo = z.strictObject({
  people: z.array(undonePerson),
  classes: z.array(undoneClass),
  /** After an undo: who was left as they are, and why. */
  kept: z.array(z.strictObject({ id: z.string(), why: z.string() })),
});
export type StepUndo = z.infer<typeof stepUndo>;

export interface Step {
  readonly id: string;
  readonly position: number;
  readonly size: number;
  readonly changes: StepChanges;
  readonly undo: StepUndo;
}

/** The import of this id, if it has a journal. */
export async function findImport(db: ReadHandle, id: string): Promise<ImportRow | undefined> {
  const row = await owned.read(db).select('roster_import').selectAll().where('id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : withState(row);
}

/** The newest imports, those of before the journal too. */
export async function lastImports(db: ReadHandle): Promise<readonly ImportRow[]> {
  const rows = await owned
    .read(db)
    .select('roster_import')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(5)
    .execute();
  return rows.map(withState);
}

/** The import that is not over: at most one at a time. */
export async function openImport(db: ReadHandle): Promise<ImportRow | undefined> {
  const row = await owned
    .read(db)
    .select('roster_import')
    .selectAll()
    .where('state', 'in', ['running', 'undoing'])
    .executeTakeFirst();
  return row === undefined ? undefined : withState(row);
}

function withState(row: PeopleTables['roster_import']): ImportRow {
  return { ...row, state: importStates.find((one) => one === row.state) ?? 'done' };
}

/** Begins an import: its row and all its steps. What earlier imports kept for their undoing is emptied: only the last can be undone. */
export async function addImport(
  db: WriteHandle,
  row: Omit<PeopleTables['roster_import'], 'school_id' | 'state' | 'steps'>,
  steps: readonly StepText[],
  newId: () => string,
): Promise<void> {
  const write = owned.write(db);
  await write
    .update('roster_step')
    .set({ state: 'emptied', changes: '', undo: '' })
    .where('state', '!=', 'emptied')
    .execute();
  await write.insert('roster_import', { ...row, state: 'running', steps: steps.length });
  for (const [position, step] of steps.entries()) {
    await write.insert('roster_step', {
      id: newId(),
      import_id: row.id,
      position,
      size: step.size,
      state: 'waiting',
      changes: step.changes,
      undo: '',
    });
  }
}

/** Moves an import from one state to another, and notes when. */
export async function moveImport(
  db: WriteHandle,
  given: { id: string; from: ImportState; to: ImportState; at: Temporal.Instant },
): Promise<void> {
  await changeOne(
    owned
      .write(db)
      .update('roster_import')
      .set({ state: given.to, moved_at: given.at.toString() })
      .where('id', '=', given.id)
      .where('state', '=', given.from),
  );
}

/** The next step: the first that waits, or, backwards, the last that is done. */
export async function nextStep(db: ReadHandle, importId: string, way: 'on' | 'back'): Promise<Step | undefined> {
  const row = await owned
    .read(db)
    .select('roster_step')
    .selectAll()
    .where('import_id', '=', importId)
    .where('state', '=', way === 'on' ? 'waiting' : 'done')
    .orderBy('position', way === 'on' ? 'asc' : 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : stepOf(row);
}

function stepOf(row: PeopleTables['roster_step']): Step {
  return {
    id: row.id,
    position: row.position,
    size: row.size,
    changes: row.changes === '' ? { classes: [], people: [] } : stepChanges.parse(JSON.parse(row.changes)),
    undo: row.undo === '' ? { people: [], classes: [], kept: [] } : stepUndo.parse(JSON.parse(row.undo)),
  };
}

/** Up to ten steps after this position: what an undo would meet is read in pieces. */
export async function stepsAfter(db: ReadHandle, importId: string, position: number): Promise<readonly Step[]> {
  const rows = await owned
    .read(db)
    .select('roster_step')
    .selectAll()
    .where('import_id', '=', importId)
    .where('position', '>', position)
    .orderBy('position')
    .limit(10)
    .execute();
  return rows.map(stepOf);
}

/** Notes a step as done or undone, with how it is undone or what was left as it is. */
export async function closeStep(
  db: WriteHandle,
  step: Pick<Step, 'id'>,
  given: { from: 'waiting' | 'done'; to: 'done' | 'undone'; undo: StepUndo },
): Promise<void> {
  await changeOne(
    owned
      .write(db)
      .update('roster_step')
      .set({ state: given.to, undo: JSON.stringify(given.undo) })
      .where('id', '=', step.id)
      .where('state', '=', given.from),
  );
}

/** How far an import is. */
export async function progressOf(db: ReadHandle, importId: string): Promise<Progress> {
  const rows = await owned
    .read(db)
    .select('roster_step')
    .select(['state', (of) => of.fn.sum<number | string>('size').as('size')])
    .where('import_id', '=', importId)
    .groupBy('state')
    .execute();
  const size = (state: string): number => Number(rows.find((row) => row.state === state)?.size ?? 0);
  return {
    done: size('done'),
    undone: size('undone'),
    all: size('done') + size('undone') + size('waiting'),
  };
}
