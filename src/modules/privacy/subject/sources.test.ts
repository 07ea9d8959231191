import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { aCast, aReport, type Cast } from '../../incidents/testing.ts';
import { anAskToOpen, reported } from '../../monitoring/testing.ts';
import { aClass, aPupil } from '../../people/testing.ts';
import { importRosterFolder } from '../../people/index.ts';
import { aFormSaying, anEntry } from '../../registers/testing.ts';
import { aRequestForACopy, tableRows } from '../testing.ts';
import { seePiece, takeCopy } from './queries.ts';

/** What a copy is gathered from: each module that holds something about people, with names of others planted in it, and with more of it than any page shows. */

const PARENT = 'Petronella Plantedparent';
const PLANTED = /petronella|plantedparent|ottoline|plantedpupil/i;
const WORDS = `${PARENT} rang, and Ottoline’s bag was there. Plantedpupil told it.`;

let world: World;
let cast: Cast;
let child: PersonId;
before(async () => {
  world = await makeWorld();
  cast = await aCast(world);
  const folder = join(world.folder, 'roster');
  mkdirSync(folder);
  writeFileSync(join(folder, 'classes.csv'), 'title,sourcedId,grades\nYew,c1,04\n');
  writeFileSync(
    join(folder, 'users.csv'),
    [
      'sourcedId,familyName,givenName,role,grades,agentSourcedIds,email',
      'p1,Kestrel,Quill,student,04,g1,',
      'g1,Plantedparent,Petronella,parent,,,petronella@plantedparent.example',
    ].join('\n'),
  );
  writeFileSync(join(folder, 'enrollments.csv'), 'userSourcedId,classSourcedId,role\np1,c1,student\n');
  await importRosterFolder(world, { school: cast.school, folder, dryRun: false });
  await aPupil(world, cast.school, { given: 'Ottoline', family: 'Plantedpupil' });
  const row = (await tableRows(world, 'person')).find((one) => one['given_name'] === 'Quill');
  child = asId<'person'>(String(row?.['id']));
});
after(() => world.end());

/** Puts in copies of a row, each with its own values: as many as no command could make in a test. */
async function copied(
  table: string,
  row: Readonly<Record<string, unknown>>,
  times: number,
  own: (at: number) => Record<string, unknown>,
): Promise<void> {
  await world.store.transaction(async (db) => {
    for (let from = 0; from < times; from += 100) {
      const rows = Array.from({ length: Math.min(100, times - from) }, (_, at) => ({ ...row, ...own(from + at) }));
      await db.insertInto(table).values(rows).execute();
    }
  });
}

const newestOf = async (table: string, of: (row: Readonly<Record<string, unknown>>) => boolean = () => true) => {
  const row = (await tableRows(world, table)).findLast(of);
  assert.ok(row !== undefined, `nothing in ${table}`);
  return row;
};

/** So many messages that were sent to the child. */
const mails = (times: number): Promise<void> =>
  copied('mail_outbox', { school_id: cast.school, to_address: '', subject: '', body: '' }, times, () => ({
    id: world.ids.next(),
    person_id: child,
    kind: 'policy-chase',
    queued_at: world.clock.now().toString(),
  }));

describe('a copy of what is held', () => {
  test('names nobody else, whatever it is gathered from: not their parent, not another pupil', async () => {
    await aReport(world, cast.teacher, { details: WORDS, who: 'Quill Kestrel' });
    const schoolClass = 'Oak';
    await aClass(world, cast.school, schoolClass);
    const names = { adult: 'Alex Teach', pupil: 'Quill Kestrel', schoolClass };
    await anEntry(world, cast.teacher, 'confiscations', aFormSaying('confiscations', names, WORDS));
    await reported(world, anAskToOpen(world, { person: child, reason: WORDS }));
    await mails(1);

    const { id } = await aRequestForACopy(world, cast.head, { name: 'Quill Kestrel', brought: 'signed' });
    const pieces = (await tableRows(world, 'subject_piece')).filter((row) => row['request_id'] === id);
    // Every module that has something to give has given something here: a new one is planted in this test too.
    const sources = world.modules.filter((module) => module.subjectRecords !== undefined).map((module) => module.name);
    assert.deepEqual([...new Set(pieces.map((row) => String(row['module'])))].sort(), [...sources].sort());
    const opened = await world.runner.ask(takeCopy, cast.head, { id: asId<'subject-request'>(id) });
    for (const piece of opened.pieces) assert.doesNotMatch(`${piece.title}\n${piece.given}`, PLANTED, piece.title);
    const planted = opened.pieces.filter((piece) => PLANTED.test(piece.original)).map((piece) => piece.module);
    assert.deepEqual([...new Set(planted)].sort(), ['incidents', 'monitoring', 'people', 'registers']);
    assert.match(opened.pieces.map((piece) => piece.given).join('\n'), /Contact: \[another adult\]/);
  });

  test('leaves nothing out because there is much of it', async () => {
    await mails(1_100);
    const event = await newestOf(
      'audit_event',
      (row) => row['subject'] === child && !String(row['event']).startsWith('subject-'),
    );
    await copied('audit_event', event, 2_100, (at) => ({ seq: 1_000_000 + at }));
    const visit = await newestOf('filter_event');
    await copied('filter_event', visit, 3_100, (at) => ({ id: world.ids.next(), seq: 1_000_000 + at }));
    const entry = await newestOf('register_entry');
    await copied('register_entry', entry, 600, (at) => ({ id: world.ids.next(), number: 1_000 + at }));
    const { id } = await aRequestForACopy(world, cast.head, { name: 'Quill Kestrel', brought: 'gathered' });
    const pieces = (await tableRows(world, 'subject_piece')).filter((row) => row['request_id'] === id);
    const linesOf = async (module: string): Promise<number> => {
      let lines = 0;
      for (const row of pieces.filter((one) => one['module'] === module)) {
        const named = { id: asId<'subject-request'>(id), piece: asId<'subject-piece'>(String(row['id'])) };
        lines += (await world.runner.ask(seePiece, cast.head, named)).lines.length;
      }
      return lines;
    };
    assert.ok((await linesOf('messages')) >= 1_101);
    assert.ok((await linesOf('privacy')) >= 2_101);
    assert.equal(await linesOf('monitoring'), 3_101);
    assert.equal(pieces.filter((row) => row['module'] === 'registers').length, 601);
  });
});
