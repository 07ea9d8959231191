import { z } from 'zod';

import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing, query, wholeSchool } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { peopleEvents } from '../events.ts';
import { mayImport } from '../policy.ts';
import { addDraft, changeChoices, findDraft, type Choices } from './drafts.ts';
import { guessMapping, headingsKey, remembered, type Mapping } from './formats/mapping.ts';
import { inWorker, TooMuch } from './in-worker.ts';
import { lastImports, openImport, progressOf } from './journal.ts';
import { findMapping } from './mappings.ts';
import type { BroughtFile } from './archive.ts';

/** What a form or the command line may bring at once, before anything is unpacked. */
export const MOST_FILES = 20;
export const MOST_BROUGHT = 24 * 1024 * 1024;

const pasted = z.string().default('');

/** Takes a roster in, to be looked at before anything is done with it: files as they came, or the texts of OneRoster files pasted. */
export const bringRoster = command({
  name: 'people.bring-roster',
  input: z.strictObject({
    files: z
      .array(z.object({ name: z.string().max(255), bytes: z.instanceof(Uint8Array) }))
      .max(MOST_FILES, `Choose ${String(MOST_FILES)} files or fewer`)
      .refine(
        (files) => files.reduce((sum, file) => sum + file.bytes.length, 0) <= MOST_BROUGHT,
        'The files must be 24 MB or less together',
      )
      .default([]),
    users: pasted,
    classes: pasted,
    enrollments: pasted,
    orgs: pasted,
  }),
  events: peopleEvents,
  load: wholeSchool,
  policy: (actor) => mayImport(actor),
  prepare: async (input) => {
    const { files, ...texts } = input;
    const brought: BroughtFile[] = files.filter((file) => file.bytes.length > 0);
    for (const [name, text] of Object.entries(texts)) {
      if (text.trim() !== '') brought.push({ name: `${name}.csv`, bytes: new TextEncoder().encode(text) });
    }
    if (brought.length === 0) return { ok: false as const, problem: 'Choose the files of your export' };
    try {
      return (await inWorker({ do: 'take', files: brought })).taken;
    } catch (error) {
      if (error instanceof TooMuch)
        return { ok: false as const, problem: 'The files are too large to read. Export one school only' };
      throw error;
    }
  },
  effect: async ({ db, prepared, now, actor, newId }) => {
    if (!prepared.ok) return failed('files', prepared.problem.replace(/\.$/, ''));
    const id = newId<'roster-draft'>();
    const choices: Choices = { answers: {}, notes: [...prepared.notes] };
    await addDraft(db, { id, by: actorId(actor), at: now, format: prepared.format, files: prepared.texts, choices });
    return done({ id, format: prepared.format }, { name: 'roster-brought', subject: id, data: {} });
  },
  changesFilter: false,
});

/** The imports before this one: what the page for bringing a roster shows. */
export const beforeImport = query({
  name: 'people.before-import',
  input: z.object({}),
  events: peopleEvents,
  load: wholeSchool,
  policy: (actor) => mayImport(actor),
  answer: async (db) => {
    const open = await openImport(db);
    return {
      imports: await lastImports(db),
      open:
        open === undefined ? undefined : { id: open.id, state: open.state, progress: await progressOf(db, open.id) },
    };
  },
  leaves: 'It shows when rosters were imported and how many people changed, and no person.',
});

/**
 * The columns of a school's own file: its headings with samples, and what each is said, remembered or guessed to be. Not found for the other
 * formats, whose columns have their meaning by their standard.
 */
export const rosterColumns = query({
  name: 'people.show-roster-columns',
  input: z.object({ id: recordId<'roster-draft'>() }),
  events: peopleEvents,
  load: async (db, { id }) => {
    const draft = await findDraft(db, id);
    return draft?.format === 'own-csv' ? draft : undefined;
  },
  policy: (actor) => mayImport(actor),
  answer: async (db, { subject, now }) => {
    const [file, text] = Object.entries(subject.files)[0] ?? ['', ''];
    const { records, refusals, rows } = await inWorker({ do: 'sample', file, text, whole: true });
    const header = records[0]?.fields ?? [];
    const body = records.slice(1);
    const saved = await findMapping(db, headingsKey(header));
    const mapping: Mapping =
      subject.choices.mapping ??
      (saved === undefined ? undefined : remembered(header, saved)) ??
      guessMapping(header, body, schoolDay(now).year);
    return { id: subject.id, file, header, body, rows, refusals, mapping, isRemembered: saved !== undefined };
  },
  leaves: 'It shows the first rows of the file that the viewer brought, to those who may open every record in it.',
});

/** Keeps who rows of a roster are said to be. */
export const answerRoster = command({
  name: 'people.say-who-roster-rows-are',
  input: z
    .object({ id: recordId<'roster-draft'>() })
    .catchall(z.string())
    .transform(({ id, ...given }) => ({
      id,
      answers: Object.fromEntries(
        Object.entries(given).flatMap(([name, value]) =>
          name.startsWith('who-') && value !== '' ? [[name.slice('who-'.length), value.slice(0, 100)]] : [],
        ),
      ),
    })),
  events: peopleEvents,
  load: (db, { id }) => findDraft(db, id),
  policy: (actor) => mayImport(actor),
  prepare: nothing,
  effect: async ({ db, input, subject }) => {
    const said = Object.keys(input.answers).length;
    if (said === 0) return failed('', 'Choose who they are, for one person at least');
    const answers = { ...subject.choices.answers, ...input.answers };
    await changeChoices(db, subject.id, { ...subject.choices, answers });
    return done(said, { name: 'roster-people-recognised', subject: subject.id, data: { people: said } });
  },
  changesFilter: false,
});
