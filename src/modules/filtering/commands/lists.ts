import { z } from 'zod';

import { guardAgainstOddChange } from '../../../filter/lists/odd-change.ts';
import { parseList, type ParsedList } from '../../../filter/lists/parse-list.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { changeOne } from '../../../platform/db/scoped-tables.ts';
import { Unusable } from '../../../platform/errors/errors.ts';
import { choice, recordId, text } from '../../../platform/forms/fields.ts';
import { policyProfiles } from '../../policy/index.ts';
import { filteringEvents } from '../events.ts';
import type { LiveReader } from '../live.ts';
import { mayRun } from '../policy.ts';
import { findOwnList, ownLists } from '../records/lists.ts';
import { filteringTables, stamp } from '../tables.ts';

/** A school has this many lists of its own at most; each arrives by paste, so none is large. */
const MOST_OWN_LISTS = 50;

/** Switches a list that ships with Schoolgate on or off. */
export const switchList = command({
  name: 'filtering.switch-list',
  input: z.object({
    category: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'Choose a list'),
    on: choice(['yes', 'no'], 'Choose on or off'),
  }),
  events: { 'filter-list-switched': filteringEvents['filter-list-switched'] },
  load: wholeSchool,
  policy: (actor) => mayRun(actor),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to switch a list.');
    const writer = filteringTables.write(db);
    const row = { is_on: input.on === 'yes' ? 1 : 0, changed_by: actor.person, changed_at: stamp(now) };
    const known = await writer
      .select('filter_list_switch')
      .where('category', '=', input.category)
      .select('category')
      .executeTakeFirst();
    if (known === undefined) await writer.insert('filter_list_switch', { category: input.category, ...row });
    else await changeOne(writer.update('filter_list_switch').set(row).where('category', '=', input.category));
    return done(null, {
      name: 'filter-list-switched',
      subject: input.category,
      data: { on: input.on === 'yes' },
    });
  },
});

const pasted = {
  name: z
    .string({ error: 'Enter a name for the list' })
    .trim()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'The name must be lower-case letters, digits and hyphens, 40 at most'),
  category: z.string({ error: 'Choose a kind of site' }).regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'Choose a kind of site'),
  names: text('the names', 240_000),
};

/** Adds a list of the school, or puts a newer paste in its place. A newer one that changed oddly is held back for a person. */
export function saveOwnList(live: LiveReader) {
  return command({
    name: 'filtering.save-own-list',
    input: z.object({ id: z.union([z.literal(''), recordId<'filter-list'>()]).default(''), ...pasted }),
    events: {
      'own-list-saved': filteringEvents['own-list-saved'],
      'own-list-held-back': filteringEvents['own-list-held-back'],
    },
    load: wholeSchool,
    policy: (actor) => mayRun(actor),
    prepare: (input) =>
      Promise.resolve({
        paste: readPasted(input.names),
        listed: live.newest()?.ruleset.categories.map(({ code }) => code) ?? [],
      }),
    changesFilter: true,
    effect: async ({ db, actor, now, input, prepared, newId }) => {
      if (actor.kind !== 'person') return failed('', 'Sign in to add a list.');
      const { paste, listed } = prepared;
      if ('problem' in paste) return failed('names', paste.problem);
      const blocked = (await policyProfiles(db)).flatMap((profile) =>
        profile.blocks.map((block): string => block.category),
      );
      // A kind of site that the rules do not know would decide nothing, silently.
      if (![...listed, ...blocked].includes(input.category))
        return failed('category', 'Choose a kind of site from the list');
      const { names } = paste;
      if (names.length === 0) return failed('names', 'Enter at least one name, one a line');
      const writer = filteringTables.write(db);
      const all = await ownLists(db);
      const before = input.id === '' ? undefined : all.find((list) => list.id === input.id);
      if (input.id !== '' && before === undefined)
        return failed('', 'This list has been removed. Add it as a new one.');
      if (all.some((list) => list.name === input.name && list.id !== before?.id)) {
        return failed('name', 'Another list has this name. Choose a different one');
      }
      const changed = { changed_by: actor.person, changed_at: stamp(now) };
      const none = { held_names: null, held_count: null, held_why: null };
      if (before === undefined) {
        if (all.length >= MOST_OWN_LISTS) return failed('', 'There are 50 lists already. Remove one first.');
        const id = newId<'filter-list'>();
        await writer.insert('filter_own_list', {
          id,
          name: input.name,
          category: input.category,
          names: names.join('\n'),
          name_count: names.length,
          version: 1,
          removed_at: null,
          ...none,
          ...changed,
        });
        return done(saved(null), { name: 'own-list-saved', subject: id, data: { names: names.length, version: 1 } });
      }
      const odd = guardAgainstOddChange(before.count, names.length);
      const same = () =>
        writer.update('filter_own_list').where('id', '=', before.id).where('version', '=', before.version);
      if (odd !== null) {
        await changeOne(
          same().set({ held_names: names.join('\n'), held_count: names.length, held_why: odd, ...changed }),
        );
        return done(saved(odd), {
          name: 'own-list-held-back',
          subject: before.id,
          data: { names: names.length, had: before.count },
        });
      }
      await changeOne(
        same().set({
          name: input.name,
          category: input.category,
          names: names.join('\n'),
          name_count: names.length,
          version: before.version + 1,
          ...none,
          ...changed,
        }),
      );
      return done(saved(null), {
        name: 'own-list-saved',
        subject: before.id,
        data: { names: names.length, version: before.version + 1 },
      });
    },
  });
}

/** A person has looked at a list that was held back: it goes into use, or is thrown away. */
export const settleHeldList = command({
  name: 'filtering.settle-held-list',
  input: z.object({ id: recordId<'filter-list'>(), use: choice(['yes', 'no'], 'Choose whether to use it') }),
  events: {
    'own-list-accepted': filteringEvents['own-list-accepted'],
    'own-list-saved': filteringEvents['own-list-saved'],
  },
  load: (db, input) => findOwnList(db, input.id),
  policy: (actor) => mayRun(actor),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input, subject }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to decide.');
    const writer = filteringTables.write(db);
    const row = await writer
      .select('filter_own_list')
      .where('id', '=', input.id)
      .select(['held_names', 'held_count'])
      .executeTakeFirst();
    if (row?.held_names === null || row?.held_count === null || row === undefined) {
      return failed('', 'Nothing is held back for this list.');
    }
    const held = { names: row.held_names, count: row.held_count };
    const none = { held_names: null, held_count: null, held_why: null };
    const changed = { changed_by: actor.person, changed_at: stamp(now) };
    const same = writer.update('filter_own_list').where('id', '=', input.id).where('version', '=', subject.version);
    if (input.use === 'no') {
      await changeOne(same.set({ ...none, ...changed }));
      return done(false, {
        name: 'own-list-saved',
        subject: input.id,
        data: { names: subject.count, version: subject.version },
      });
    }
    const version = subject.version + 1;
    await changeOne(same.set({ names: held.names, name_count: held.count, version, ...none, ...changed }));
    return done(true, { name: 'own-list-accepted', subject: input.id, data: { names: held.count, version } });
  },
});

/** Takes a list of the school out of use. */
export const removeOwnList = command({
  name: 'filtering.remove-own-list',
  input: z.object({ id: recordId<'filter-list'>() }),
  events: { 'own-list-removed': filteringEvents['own-list-removed'] },
  load: (db, input) => findOwnList(db, input.id),
  policy: (actor) => mayRun(actor),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input }) => {
    if (actor.kind !== 'person') return failed('', 'Sign in to remove a list.');
    await changeOne(
      filteringTables
        .write(db)
        .update('filter_own_list')
        .set({ removed_at: stamp(now), changed_by: actor.person, changed_at: stamp(now) })
        .where('id', '=', input.id)
        .where('removed_at', 'is', null),
    );
    return done(null, { name: 'own-list-removed', subject: input.id, data: {} });
  },
});

/** What a saved list answers: why it is held back, or null. */
function saved(held: string | null): { readonly held: string | null } {
  return { held };
}

/** Parses a paste; a list that is none gives the sentence for the form instead. */
function readPasted(names: string): ParsedList | { readonly problem: string } {
  try {
    return parseList(Buffer.from(names, 'utf8'), 'the list');
  } catch (error) {
    if (error instanceof Unusable) return { problem: error.message };
    throw error;
  }
}
