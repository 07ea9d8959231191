import { z } from 'zod';

import { yearGroupCodes } from '../../school/index.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import { choice, recordId } from '../../../platform/forms/fields.ts';
import { peopleEvents } from '../events.ts';
import { mayImport } from '../policy.ts';
import { dayOrders } from './days.ts';
import { changeChoices, findDraft } from './drafts.ts';
import { abouts, fields } from './formats/fields.ts';
import { MOST_COLUMNS } from './formats/cells.ts';
import { headingsKey, mappingTrouble, wordsOf, type Mapping } from './formats/mapping.ts';
import { yearOfWord } from './grades.ts';
import { inWorker } from './in-worker.ts';
import { keepMapping } from './mappings.ts';

const codes = new Set(fields.map((field) => field.code));
const years: readonly string[] = [...yearGroupCodes, ''];

/** What the form of the columns gives: `column0` … a field each, `yearWord0`/`year0` and `classWord0`/`class0` … a word and its meaning. */
const columnsInput = z
  .object({
    id: recordId<'roster-draft'>(),
    about: choice(abouts, 'Choose whom the file is about'),
    days: choice(dayOrders, 'Choose how dates are written'),
  })
  .catchall(z.string().max(200))
  .transform(({ id, about, days, ...given }) => {
    const columns: string[] = [];
    for (let at = 0; at < MOST_COLUMNS; at++) {
      const code = given[`column${String(at)}`];
      if (code === undefined) break;
      columns.push(codes.has(code) ? code : '');
    }
    const words = (kind: 'year' | 'class'): [string, string][] =>
      Object.entries(given).flatMap(([name, word]): [string, string][] => {
        const n = new RegExp(`^${kind}Word(\\d+)$`).exec(name)?.[1];
        const meaning = n === undefined ? undefined : given[`${kind}${n}`];
        return meaning === undefined ? [] : [[word, meaning.trim()]];
      });
    return { id, about, days, columns, years: words('year'), classes: words('class') };
  });

/**
 * Keeps what the columns and words of a file mean, for this draft and for the next file with the same headings. `ready` is false when there
 * are words of years that nobody has said the meaning of yet.
 */
export const chooseRosterColumns = command({
  name: 'people.choose-roster-columns',
  input: columnsInput,
  events: peopleEvents,
  load: async (db, { id }) => {
    const draft = await findDraft(db, id);
    return draft?.format === 'own-csv' ? draft : undefined;
  },
  policy: (actor) => mayImport(actor),
  prepare: async (_input, draft) => {
    const [file, text] = Object.entries(draft.files)[0] ?? ['', ''];
    return inWorker({ do: 'sample', file, text, whole: true });
  },
  effect: async ({ db, input, subject, prepared, now, newId }) => {
    const header = prepared.records[0]?.fields ?? [];
    const mapping: Mapping = {
      about: input.about,
      columns: header.map((_, at) => input.columns[at] ?? ''),
      days: input.days,
      years: { ...subject.choices.mapping?.years },
      classes: { ...subject.choices.mapping?.classes },
    };
    const body = prepared.records.slice(1);
    const yearWords = wordsOf(mapping.columns, body, 'year');
    for (const word of yearWords) {
      const guess = yearOfWord(word);
      if (guess !== undefined && mapping.years[word] === undefined) mapping.years[word] = guess;
    }
    for (const [word, meaning] of input.years) {
      const year = years.find((one) => one === meaning);
      if (meaning === 'skip') mapping.years[word] = '';
      else if (year !== undefined && year !== '')
        mapping.years[word] = yearGroupCodes.find((one) => one === year) ?? '';
    }
    for (const [word, meaning] of input.classes) {
      if (meaning === word) Reflect.deleteProperty(mapping.classes, word);
      else mapping.classes[word] = meaning;
    }
    const trouble = mappingTrouble(mapping, yearWords);
    if (trouble !== undefined && trouble.field !== 'years') return failed(trouble.field, trouble.message);
    await changeChoices(db, subject.id, { ...subject.choices, mapping });
    await keepMapping(db, { key: headingsKey(header), headings: header, mapping, at: now, newId });
    return done(
      { id: subject.id, ready: trouble === undefined, problem: trouble?.message },
      { name: 'roster-columns-chosen', subject: subject.id, data: {} },
    );
  },
  changesFilter: false,
});
