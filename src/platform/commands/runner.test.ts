import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { z } from 'zod';

import { makeGround, noteEvents, notes, type Ground } from '../../../test/support/ground.ts';
import { allowed, onlyRoles, refused, type Verdict } from '../access/access.ts';
import { changeOne } from '../db/scoped-tables.ts';
import { Refused } from '../errors/errors.ts';
import { text } from '../forms/fields.ts';
import { command, done, failed, nothing, query, wholeSchool } from './command.ts';
import { filterChanges } from './filter-changes.ts';
import { REFUSALS_A_MINUTE } from './runner.ts';

async function ground(t: TestContext): Promise<Ground> {
  const made = await makeGround();
  t.after(() => made.end());
  return made;
}

const input = z.strictObject({ words: text('the words', 20) });

/** A command that writes a note; parts of it can be replaced. */
function writeNote(
  more: { policy?: () => Verdict; changesFilter?: boolean; sort?: string; ends?: 'failed' | 'thrown' } = {},
) {
  return command({
    name: 'notes.write-note',
    input,
    events: noteEvents,
    load: wholeSchool,
    policy: more.policy ?? onlyRoles('the head', 'head'),
    prepare: nothing,
    effect: async ({ db, input: { words }, newId }) => {
      const id = newId<'note'>();
      await notes.write(db).insert('note', { id, words, version: 1 });
      if (more.ends === 'failed') return failed('words', 'Somebody wrote this already');
      if (more.ends === 'thrown') throw new Error('the disk is full');
      return done(id, { name: 'note-written', subject: id, data: { sort: more.sort ?? 'short' } });
    },
    changesFilter: more.changesFilter ?? false,
  });
}

const readNotes = query({
  name: 'notes.read-notes',
  input: z.object({}),
  events: noteEvents,
  load: wholeSchool,
  policy: onlyRoles('the head', 'head'),
  answer: (db) => notes.read(db).select('note').selectAll().execute(),
  leaves: (value) => value.map((note) => ({ name: 'note-read', subject: note.id, data: {} }) as const),
});

async function count(on: Ground): Promise<number> {
  return (await on.store.reading.selectFrom('note').selectAll().execute()).length;
}

const isRefused = (code: string, message?: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Refused);
  assert.equal(error.code, code);
  if (message !== undefined) assert.match(error.message, message);
  return true;
};

describe('running a command', () => {
  test('parses, loads, asks, prepares; then in the transaction loads and asks again, changes and writes the trail', async (t) => {
    const on = await ground(t);
    const steps: string[] = [];
    const outcome = await on.runner.run(
      command({
        name: 'notes.say-order',
        input: input.transform((value) => {
          steps.push('parse');
          return value;
        }),
        events: noteEvents,
        load: () => {
          steps.push('load');
          return Promise.resolve('subject');
        },
        policy: () => {
          steps.push('ask');
          return allowed;
        },
        prepare: () => {
          steps.push('prepare');
          return Promise.resolve('prepared');
        },
        effect: ({ subject, prepared }) => {
          steps.push(`effect ${subject} ${prepared}`);
          return Promise.resolve(done('value', { name: 'note-written', subject: 'n1', data: { sort: 'short' } }));
        },
        changesFilter: false,
      }),
      on.actor(on.school, 'head'),
      { words: ' hello ' },
    );
    assert.deepEqual(outcome, { ok: true, value: 'value' });
    assert.deepEqual(steps, ['parse', 'load', 'ask', 'prepare', 'load', 'ask', 'effect subject prepared']);
    assert.deepEqual(await on.trail(on.school), ['note-written']);
  });

  test('what cannot be parsed comes back with messages by field, and nothing is loaded', async (t) => {
    const on = await ground(t);
    const outcome = await on.runner.run(writeNote(), on.actor(on.school, 'head'), { words: '', extra: '1' });
    assert.ok(!outcome.ok);
    assert.deepEqual(outcome.errors[0], { field: 'words', message: 'Enter the words' });
    assert.deepEqual(await on.trail(on.school), []);
  });

  test('a refusal is thrown with its reason, changes nothing and is in the trail', async (t) => {
    const on = await ground(t);
    await assert.rejects(
      on.runner.run(writeNote(), on.actor(on.school, 'staff'), { words: 'hello' }),
      isRefused('SG-NOT-ALLOWED', /Only the head can do this/),
    );
    assert.equal(await count(on), 0);
    assert.deepEqual(await on.trail(on.school), ['access-refused']);
  });

  test('a program that tries what it may not, again and again, does not fill the trail', async (t) => {
    const on = await ground(t);
    const teacher = on.actor(on.school, 'staff');
    for (let n = 0; n < REFUSALS_A_MINUTE; n++) {
      await assert.rejects(on.runner.run(writeNote(), teacher, { words: 'hello' }), isRefused('SG-NOT-ALLOWED'));
    }
    await assert.rejects(on.runner.run(writeNote(), teacher, { words: 'hello' }), isRefused('SG-TOO-MANY'));
    assert.equal((await on.trail(on.school)).length, REFUSALS_A_MINUTE);
    on.clock.advance({ minutes: 1 });
    await assert.rejects(on.runner.run(writeNote(), teacher, { words: 'hello' }), isRefused('SG-NOT-ALLOWED'));
  });

  test('a refusal of somebody who is not signed in is not in the trail', async (t) => {
    const on = await ground(t);
    const visitor = { kind: 'visitor', school: on.school, request: on.ids.next<'request'>() } as const;
    await assert.rejects(on.runner.run(writeNote(), visitor, { words: 'hello' }), isRefused('SG-NOT-ALLOWED'));
    assert.deepEqual(await on.trail(on.school), []);
  });

  test('the policy is asked again inside the transaction: what changed meanwhile counts, and is in the trail', async (t) => {
    const on = await ground(t);
    let asked = 0;
    const late = writeNote({ policy: () => (++asked === 1 ? allowed : refused('Somebody took this right away.')) });
    await assert.rejects(
      on.runner.run(late, on.actor(on.school, 'head'), { words: 'hello' }),
      isRefused('SG-NOT-ALLOWED', /took this right away/),
    );
    assert.equal(await count(on), 0);
    assert.deepEqual(await on.trail(on.school), ['access-refused']);
  });

  test('an expected failure undoes what the effect wrote and leaves no event', async (t) => {
    const on = await ground(t);
    const outcome = await on.runner.run(writeNote({ ends: 'failed' }), on.actor(on.school, 'head'), { words: 'hello' });
    assert.deepEqual(outcome, { ok: false, errors: [{ field: 'words', message: 'Somebody wrote this already' }] });
    assert.equal(await count(on), 0);
    assert.deepEqual(await on.trail(on.school), []);
  });

  test('what breaks is thrown on, and nothing of it is kept', async (t) => {
    const on = await ground(t);
    await assert.rejects(
      on.runner.run(writeNote({ ends: 'thrown' }), on.actor(on.school, 'head'), { words: 'hello' }),
      /the disk is full/,
    );
    assert.equal(await count(on), 0);
    assert.equal((await on.runner.run(writeNote(), on.actor(on.school, 'head'), { words: 'again' })).ok, true);
  });

  test('a change whose event cannot be written is undone', async (t) => {
    const on = await ground(t);
    const freeText = writeNote({ sort: 'What somebody typed, with a name' });
    await assert.rejects(on.runner.run(freeText, on.actor(on.school, 'head'), { words: 'hello' }));
    assert.equal(await count(on), 0);
    assert.deepEqual(await on.trail(on.school), []);
  });

  test('a subject of another school is not found, and so is one that is not there', async (t) => {
    const on = await ground(t);
    const made = await on.runner.run(writeNote(), on.actor(on.school, 'head'), { words: 'hello' });
    assert.ok(made.ok);
    const openNote = query({
      name: 'notes.open-note',
      input: z.object({ id: z.string() }),
      events: noteEvents,
      load: (db, { id }) => notes.read(db).select('note').selectAll().where('id', '=', id).executeTakeFirst(),
      policy: onlyRoles('the head', 'head'),
      answer: (_db, { subject }) => Promise.resolve(subject.words),
      leaves: 'A test.',
    });
    assert.equal(await on.runner.ask(openNote, on.actor(on.school, 'head'), { id: made.value }), 'hello');
    for (const [school, id] of [
      [on.otherSchool, made.value],
      [on.school, 'nothing'],
    ] as const) {
      await assert.rejects(on.runner.ask(openNote, on.actor(school, 'head'), { id }), isRefused('SG-NOT-FOUND'));
    }
  });

  test('a change that the filter obeys asks for a compile in its own transaction, and a failed one does not', async (t) => {
    const on = await ground(t);
    const changes = filterChanges(on.store);
    const head = on.actor(on.school, 'head');
    await on.runner.run(writeNote({ changesFilter: true, ends: 'failed' }), head, { words: 'no' });
    await on.runner.run(writeNote(), head, { words: 'plain' });
    assert.equal((await changes.of(on.school)).wanted, 0);
    await on.runner.run(writeNote({ changesFilter: true }), head, { words: 'yes' });
    await on.runner.run(writeNote({ changesFilter: true }), head, { words: 'yes again' });
    assert.deepEqual(await changes.waiting(), [{ school: on.school, wanted: 2, published: 0 }]);
    await changes.published(on.school, 2);
    await changes.published(on.school, 1);
    assert.deepEqual(await changes.of(on.school), { school: on.school, wanted: 2, published: 2 });
    assert.deepEqual(await changes.waiting(), []);
  });

  test('listeners hear of what was committed, and of nothing else', async (t) => {
    const on = await ground(t);
    const heard: string[] = [];
    on.runner.onCommitted((one, school) => heard.push(`${one.name} ${school}`));
    const head = on.actor(on.school, 'head');
    await on.runner.run(writeNote({ ends: 'failed' }), head, { words: 'no' });
    assert.deepEqual(heard, []);
    await on.runner.run(writeNote(), head, { words: 'yes' });
    assert.deepEqual(heard, [`notes.write-note ${on.school}`]);
  });

  test('of two who change the same version, the second is told and nothing of theirs is kept', async (t) => {
    const on = await ground(t);
    const head = on.actor(on.school, 'head');
    const made = await on.runner.run(writeNote(), head, { words: 'first' });
    assert.ok(made.ok);
    const change = command({
      name: 'notes.change-note',
      input,
      events: noteEvents,
      load: wholeSchool,
      policy: () => allowed,
      prepare: nothing,
      effect: async ({ db, input: { words } }) => {
        const version = 1;
        await changeOne(
          notes
            .write(db)
            .update('note')
            .set({ words, version: 2 })
            .where('id', '=', made.value)
            .where('version', '=', version),
        );
        return done(undefined, { name: 'note-written', subject: made.value, data: { sort: 'changed' } });
      },
      changesFilter: false,
    });
    await on.runner.run(change, head, { words: 'second' });
    await assert.rejects(on.runner.run(change, head, { words: 'third' }), isRefused('SG-CHANGED'));
    const [row] = await on.store.reading.selectFrom('note').select('words').execute();
    assert.equal(row?.['words'], 'second');
    assert.deepEqual(await on.trail(on.school), ['note-written', 'note-written']);
  });
});

describe('asking a query', () => {
  test('leaves its viewing event for each record shown', async (t) => {
    const on = await ground(t);
    const head = on.actor(on.school, 'head');
    await on.runner.run(writeNote(), head, { words: 'one' });
    assert.equal((await on.runner.ask(readNotes, head, {})).length, 1);
    assert.deepEqual(await on.trail(on.school), ['note-written', 'note-read']);
  });

  test('a refused one is in the trail and answers nothing', async (t) => {
    const on = await ground(t);
    await assert.rejects(on.runner.ask(readNotes, on.actor(on.school, 'staff'), {}), isRefused('SG-NOT-ALLOWED'));
    assert.deepEqual(await on.trail(on.school), ['access-refused']);
  });

  test('whose viewing event cannot be written shows nothing', async (t) => {
    const on = await ground(t);
    const head = on.actor(on.school, 'head');
    await on.runner.run(writeNote(), head, { words: 'one' });
    await on.store.transaction(async (db) => {
      await db.deleteFrom('audit_head').execute();
    });
    // The chain begins again at 1 and meets the row that is there: the event cannot be written.
    await assert.rejects(on.runner.ask(readNotes, head, {}), /UNIQUE|constraint/i);
  });
});
