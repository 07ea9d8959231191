import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { csvHeadings } from '../csv-headings.ts';
import { registerEvents } from '../events.ts';
import { checkFile, type CheckedFile } from '../import/check-file.ts';
import { importBefore } from '../import/imports.ts';
import { FileFault, textOf } from '../import/read-records.ts';
import { registerInput } from '../input.ts';
import { mayImport } from '../policy.ts';
import { standingBefore, type RegisterParts } from '../register-parts.ts';
import { rulesInForce } from '../rules.ts';

/** What the form for bringing in a file needs. */
export const makeSeeImportForm = (parts: RegisterParts) =>
  query({
    name: 'registers.see-import-form',
    input: z.object(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => mayImport(actor, standing),
    answer: async (db, { subject: { shape } }) => ({ shape, rules: await rulesInForce(db, parts.settings, shape) }),
    leaves: 'It shows which columns a register has, and no entry.',
  });

/** The first line of a file, to be filled in. */
export const makeSeeEmptyFile = (parts: RegisterParts) =>
  query({
    name: 'registers.see-empty-file',
    input: z.object(registerInput),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => mayImport(actor, standing),
    answer: (_db, { subject: { shape } }) => Promise.resolve({ register: shape.code, headings: csvHeadings(shape) }),
    leaves: 'It shows which columns a register has, and no entry.',
  });

/** What a file was found to hold, before anything is done with it; or how far it is taken in. */
export const makeSeeImport = (parts: RegisterParts) =>
  query({
    name: 'registers.see-import',
    input: z.object({ ...registerInput, import: recordId<'register-import'>() }),
    events: registerEvents,
    load: (db, input, asking) => importBefore(parts, db, input, asking),
    policy: (actor, subject) => mayImport(actor, subject),
    answer: async (_db, { subject: { shape, row, given } }) => {
      let found: CheckedFile | string | undefined;
      if (row.state === 'checked') {
        try {
          found = await checkFile(await textOf(parts.files.read(row.content)), given);
        } catch (error) {
          if (!(error instanceof FileFault)) throw error;
          found = error.message;
        }
      }
      return { shape, row, found, around: given.around };
    },
    leaves: 'It shows what somebody’s file says, to those who may add all of it.',
  });
