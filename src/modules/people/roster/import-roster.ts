import { z } from 'zod';

import type { Actor } from '../../../platform/access/access.ts';
import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing, query } from '../../../platform/commands/command.ts';
import type { Runner } from '../../../platform/commands/runner.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents, type PeopleEvent } from '../events.ts';
import { mayImport } from '../policy.ts';
import { closeDraft, findDraft, type RosterDraft } from './drafts.ts';
import { headingsKey, mappingTrouble, remembered, wordsOf, type Mapping } from './formats/mapping.ts';
import { inWorker, TooMuch } from './in-worker.ts';
import { addImport, findImport, lastImports, moveImport, openImport } from './journal.ts';
import { findMapping } from './mappings.ts';
import { readState } from './read-state.ts';
import { MOST_SHOWN, type ShownPlan } from './worker-tasks.ts';
import type { StepText } from './steps.ts';

/** How many lines of each kind may be asked for at once. */
const MOST_LINES = 20_000;

/** What a plan page shows: the plan, or that the meaning of the columns must be said first. */
export type PlanAnswer =
  | { readonly ready: false; readonly problem: string | undefined }
  | {
      readonly ready: true;
      readonly plan: ShownPlan;
      readonly steps: readonly StepText[];
      readonly draft: Pick<RosterDraft, 'id' | 'format'> & {
        readonly notes: readonly string[];
        readonly files: readonly string[];
      };
    };

/**
 * What importing a roster would do to the records as they are now: the dry run. With `most` so many lines of each kind; with `steps` the
 * journal of the import too.
 */
export const rosterPlan = query({
  name: 'people.plan-roster',
  input: z.object({
    id: recordId<'roster-draft'>(),
    most: z.int().min(0).max(MOST_LINES).default(MOST_SHOWN),
    steps: z.boolean().default(false),
  }),
  events: peopleEvents,
  load: (db, { id }) => findDraft(db, id),
  policy: (actor) => mayImport(actor),
  answer: (db, { subject, now, input }): Promise<PlanAnswer> => plan(db, subject, now, input),
  leaves: 'It shows the names in the file that the viewer brought, to those who may open every record in it.',
});

async function plan(
  db: ReadHandle,
  draft: RosterDraft,
  now: Temporal.Instant,
  wanted: { most: number; steps: boolean },
): Promise<PlanAnswer> {
  const mapped = draft.format === 'own-csv' ? await mappingOf(db, draft) : { mapping: undefined };
  if ('problem' in mapped) return { ready: false, problem: mapped.problem };
  const today = schoolDay(now).toString();
  const state = await readState(db, today);
  const { plan: made, steps } = await inWorker({
    do: 'plan',
    format: draft.format,
    texts: draft.files,
    mapping: mapped.mapping,
    answers: draft.choices.answers,
    state,
    today,
    ...wanted,
  });
  return {
    ready: true,
    plan: made,
    steps,
    draft: { id: draft.id, format: draft.format, notes: draft.choices.notes, files: Object.keys(draft.files) },
  };
}

/** What was said of the columns of this draft, or remembered of a file with the same headings; a problem when neither is whole. */
async function mappingOf(
  db: ReadHandle,
  draft: RosterDraft,
): Promise<{ mapping: Mapping } | { problem: string | undefined }> {
  const [file, text] = Object.entries(draft.files)[0] ?? ['', ''];
  const { records } = await inWorker({ do: 'sample', file, text, whole: true });
  const header = records[0]?.fields ?? [];
  const saved = draft.choices.mapping === undefined ? await findMapping(db, headingsKey(header)) : undefined;
  const mapping = draft.choices.mapping ?? (saved === undefined ? undefined : remembered(header, saved));
  if (mapping === undefined) return { problem: undefined };
  const trouble = mappingTrouble(mapping, wordsOf(mapping.columns, records.slice(1), 'year'));
  return trouble === undefined ? { mapping } : { problem: trouble.message };
}

/**
 * Makes the command that begins what the plan showed: it writes the journal of the import, and `started` is told to take the steps. From
 * then on the import goes on, stops and is undone by its journal, whatever happens to the program.
 */
export function makeImportRoster(runner: () => Runner, started: (id: string, actor: Actor) => void) {
  return command({
    name: 'people.import-roster',
    input: z.strictObject({
      id: recordId<'roster-draft'>(),
      fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'Look at the plan again'),
      /** How many pupils and staff leave, typed by hand when they are very many. */
      leaving: z.string().trim().max(10).default(''),
    }),
    events: peopleEvents,
    load: async (db, { id }, { actor }) => {
      const draft = await findDraft(db, id);
      return draft === undefined ? undefined : { draft, actor, open: await openImport(db) };
    },
    policy: (actor) => mayImport(actor),
    prepare: async (input, { actor, open }) => {
      if (open !== undefined) return { field: '', problem: 'Another import is not over yet. Finish or undo it first' };
      try {
        const answer = await runner().ask(rosterPlan, actor, { id: input.id, most: 0, steps: true });
        if (!answer.ready) return { field: '', problem: 'Say what the columns of the file mean first' };
        const problem = problemWith(answer.plan, input);
        return problem ?? { field: '', plan: answer.plan, steps: answer.steps };
      } catch (error) {
        if (error instanceof TooMuch)
          return { field: '', problem: 'The files are too large to read. Export one school only' };
        throw error;
      }
    },
    effect: async ({ db, input, subject, prepared, now, actor, newId }) => {
      if ('problem' in prepared) return failed(prepared.field, prepared.problem);
      const id = newId<'roster-import'>();
      const { counts } = prepared.plan;
      const figures = {
        joiners: counts.joiners,
        movers: counts.movers,
        leavers: counts.leavers,
        refusals: counts.refusals,
      };
      await closeDraft(db, input.id);
      await addImport(
        db,
        {
          id,
          at: now.toString(),
          fingerprint: input.fingerprint,
          ...figures,
          by_kind: actor.kind,
          by_id: actorId(actor),
          source: subject.draft.format,
          moved_at: now.toString(),
        },
        prepared.steps,
        newId,
      );
      const events: [PeopleEvent, ...PeopleEvent[]] = [
        {
          name: 'roster-import-started',
          subject: id,
          data: { format: subject.draft.format, steps: prepared.steps.length },
        },
      ];
      if (prepared.steps.length === 0) {
        await moveImport(db, { id, from: 'running', to: 'done', at: now });
        events.push({ name: 'roster-imported', subject: db.school, data: { import: id, ...figures } });
      }
      started(id, actor);
      return done({ id, ...figures }, ...events);
    },
    changesFilter: false,
  });
}

function problemWith(
  plan: ShownPlan,
  input: { fingerprint: string; leaving: string },
): { field: string; problem: string } | undefined {
  if (!plan.usable) return { field: '', problem: 'The files cannot be imported as they are: see what is wrong below' };
  if (plan.fingerprint !== input.fingerprint) {
    return { field: '', problem: 'People have changed since this was shown. Look at it again, then import' };
  }
  const leaving = plan.leaving.pupils + plan.leaving.staff;
  if (plan.manyLeave && input.leaving !== String(leaving)) {
    return { field: 'leaving', problem: `Type ${String(leaving)} if so many pupils and staff have really left` };
  }
  return undefined;
}

/** Makes the command that goes on with an import, or with the undoing of one, that stopped half-way. */
export function makeResumeImport(note: (way: 'on' | 'back') => (id: string, actor: Actor) => void) {
  return command({
    name: 'people.resume-roster-import',
    input: z.strictObject({ id: recordId<'roster-import'>() }),
    events: peopleEvents,
    load: (db, { id }) => findImport(db, id),
    policy: (actor) => mayImport(actor),
    prepare: nothing,
    effect: async ({ db, subject, now, actor }) => {
      if (subject.state !== 'running' && subject.state !== 'undoing') return failed('', 'This import is over');
      await moveImport(db, { id: subject.id, from: subject.state, to: subject.state, at: now });
      note(subject.state === 'running' ? 'on' : 'back')(subject.id, actor);
      return done(subject.id, { name: 'roster-import-resumed', subject: subject.id, data: {} });
    },
    changesFilter: false,
  });
}

/** Makes the command that begins to undo an import: the last one, whether it was done or stopped half-way. */
export function makeUndoImport(started: (id: string, actor: Actor) => void, isRunning: (id: string) => boolean) {
  return command({
    name: 'people.undo-roster-import',
    input: z.strictObject({ id: recordId<'roster-import'>() }),
    events: peopleEvents,
    load: async (db, { id }) => {
      const found = await findImport(db, id);
      return found === undefined ? undefined : { found, undoable: await mayBeUndone(db, id) };
    },
    policy: (actor) => mayImport(actor),
    prepare: nothing,
    effect: async ({ db, subject: { found, undoable }, now, actor }) => {
      if (undoable !== undefined) return failed('', undoable);
      if (found.state === 'running' && isRunning(found.id))
        return failed('', 'The import is still going on. Wait until it is done');
      await moveImport(db, { id: found.id, from: found.state, to: 'undoing', at: now });
      started(found.id, actor);
      return done(found.id, { name: 'roster-undo-started', subject: found.id, data: {} });
    },
    changesFilter: false,
  });
}

/** Why an import cannot be undone; undefined when it can be. */
export async function mayBeUndone(db: ReadHandle, id: string): Promise<string | undefined> {
  const found = await findImport(db, id);
  if (found === undefined || found.steps === null) return 'This import was made before imports could be undone';
  if (found.state === 'undone' || found.state === 'undoing') return 'This import is undone already';
  const later = await laterImport(db, found.at, id);
  return later ? 'Another roster was imported after it: only the last import can be undone' : undefined;
}

async function laterImport(db: ReadHandle, at: string, id: string): Promise<boolean> {
  const [newest] = await lastImports(db);
  return newest !== undefined && newest.id !== id && newest.at >= at;
}
