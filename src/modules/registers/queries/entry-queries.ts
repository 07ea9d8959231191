import { z } from 'zod';

import type { Actor, Verdict } from '../../../platform/access/access.ts';
import { both } from '../../../platform/access/access.ts';
import { query } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { postLabel } from '../../people/index.ts';
import { namesOf } from '../../people/index.ts';
import { mayClose } from '../commands/close-entry.ts';
import { correctedFields, mayStillChange } from '../commands/correct-entry.ts';
import { waitsForDecision } from '../commands/decide-entry.ts';
import { takesFiles } from '../commands/add-register-file.ts';
import { allFields, hasSealed } from '../entry.ts';
import { registerEvents } from '../events.ts';
import { entryInput } from '../input.ts';
import { mayChange, mayDecide, mayOpenEntry, mayOpenRegister } from '../policy.ts';
import { entryBefore, type EntryStanding, type RegisterParts } from '../register-parts.ts';
import { rulesInForce } from '../rules.ts';
import { changesOf, filesOf } from '../store.ts';
import { namesIn, surroundingsFor } from '../surroundings.ts';

const looked =
  (page: string) =>
  (_value: unknown, { subject: { entry, shape } }: { subject: EntryStanding }) =>
    hasSealed(shape)
      ? [{ name: 'register-entry-viewed' as const, subject: entry.id, data: { register: shape.code, page } }]
      : [];

/** Names of the people who did something to an entry. */
async function doers(db: ReadHandle, ids: readonly (string | null)[]): Promise<(id: string | null) => string> {
  const names = new Map<string, string>(
    await namesOf(
      db,
      ids.flatMap((id) => id ?? []),
    ),
  );
  return (id) => (id === null ? '' : (names.get(id) ?? 'somebody who has left'));
}

/** One entry, with all that was ever done to it. */
export const makeSeeEntry = (parts: RegisterParts) =>
  query({
    name: 'registers.see-entry',
    input: z.object(entryInput),
    events: registerEvents,
    load: (db, input, asking) => entryBefore(parts, db, input, asking),
    policy: (actor, standing) => mayOpenEntry(actor, standing, standing.entry),
    answer: async (db, { subject, actor, now }) => {
      const { shape, entry, deciders } = subject;
      const changes = await changesOf(db, entry.id);
      const files = await filesOf(db, entry.id);
      const before = changes.map((change) =>
        Object.fromEntries(
          Object.entries(change.before).flatMap(([code, value]) => (value === null ? [] : [[code, value]])),
        ),
      );
      const changing = both(mayChange(actor, subject, entry), mayStillChange(subject)).allowed;
      return {
        shape,
        entry,
        changes,
        files,
        names: await namesIn(db, allFields(shape), [entry.values, ...before], now),
        doer: await doers(db, [
          entry.addedBy,
          entry.decidedBy,
          ...changes.map((change) => change.by_id),
          ...files.map((file) => file.added_by),
        ]),
        deciders: deciders.map(postLabel),
        may: {
          change: changing,
          close: changing && mayClose(subject).allowed,
          decide: both(mayDecide(actor, subject, deciders, entry), waitsForDecision(subject)).allowed,
          file: changing && takesFiles(subject).allowed,
          list: mayOpenRegister(actor, subject).allowed,
        },
      };
    },
    leaves: looked('entry'),
  });

/** The forms that change an entry: each by the policy of what it does. */
function formQuery(
  parts: RegisterParts,
  given: {
    readonly name: string;
    readonly page: string;
    readonly may: (actor: Actor, standing: EntryStanding) => Verdict;
    readonly fields: (standing: EntryStanding) => EntryStanding['shape']['fields'];
  },
) {
  return query({
    name: given.name,
    input: z.object(entryInput),
    events: registerEvents,
    load: (db, input, asking) => entryBefore(parts, db, input, asking),
    policy: (actor, standing) => given.may(actor, standing),
    answer: async (db, { subject, now }) => {
      const { shape, entry } = subject;
      const fields = given.fields(subject);
      return {
        shape,
        entry,
        fields,
        rules: await rulesInForce(db, parts.settings, shape),
        around: await surroundingsFor(db, fields, now),
        names: await namesIn(db, allFields(shape), [entry.values], now),
        doer: await doers(db, [entry.addedBy]),
      };
    },
    leaves: looked(given.page),
  });
}

/** What the forms of an entry's page need, by what they do. */
export function entryFormQueries(parts: RegisterParts) {
  const changing = (actor: Actor, standing: EntryStanding): Verdict => mayChange(actor, standing, standing.entry);
  const none = () => [];
  return {
    correct: formQuery(parts, {
      name: 'registers.see-correct-form',
      page: 'correct',
      may: (actor, standing) => both(changing(actor, standing), mayStillChange(standing)),
      fields: correctedFields,
    }),
    close: formQuery(parts, {
      name: 'registers.see-close-form',
      page: 'close',
      may: (actor, standing) => both(changing(actor, standing), mayClose(standing)),
      fields: ({ shape }) => shape.closing?.fields ?? [],
    }),
    decide: formQuery(parts, {
      name: 'registers.see-decide-form',
      page: 'decide',
      may: (actor, standing) =>
        both(mayDecide(actor, standing, standing.deciders, standing.entry), waitsForDecision(standing)),
      fields: none,
    }),
    strikeOut: formQuery(parts, {
      name: 'registers.see-strike-out-form',
      page: 'strike-out',
      may: (actor, standing) => both(changing(actor, standing), mayStillChange(standing)),
      fields: none,
    }),
    file: formQuery(parts, {
      name: 'registers.see-file-form',
      page: 'file',
      may: (actor, standing) => both(changing(actor, standing), takesFiles(standing), mayStillChange(standing)),
      fields: none,
    }),
  };
}

/** One file of an entry: by the rule of the entry; each opening is recorded where anything in the register is sealed. */
export const makeOpenRegisterFile = (parts: RegisterParts) =>
  query({
    name: 'registers.open-file',
    input: z.object({ ...entryInput, file: z.string().regex(/^[0-9a-f-]{36}$/) }),
    events: registerEvents,
    load: async (db, input, asking) => {
      const standing = await entryBefore(parts, db, input, asking);
      if (standing === undefined) return undefined;
      const files = await filesOf(db, standing.entry.id);
      const at = files.findIndex((file) => file.id === input.file);
      const file = files[at];
      return file === undefined ? undefined : { ...standing, file, place: at + 1 };
    },
    policy: (actor, standing) => mayOpenEntry(actor, standing, standing.entry),
    answer: (_db, { subject: { file, place, shape, entry } }) =>
      Promise.resolve({ content: file.content, kind: file.kind, place, register: shape.code, number: entry.number }),
    leaves: (_value, { subject: { entry, shape, file } }) => [
      { name: 'register-file-opened' as const, subject: entry.id, data: { register: shape.code, file: file.id } },
    ],
  });
