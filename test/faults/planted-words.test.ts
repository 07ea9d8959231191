import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { owned as monitoringTables } from '../../src/modules/monitoring/tables.ts';
import { incidentCommands } from '../../src/modules/incidents/module-parts.ts';
import { aCast, aClassifiedOne, seenBy, type Cast } from '../../src/modules/incidents/testing.ts';
import type { IncidentId } from '../../src/modules/incidents/incident.ts';
import { recordReview } from '../../src/modules/monitoring/commands/record-review.ts';
import { owned as peopleTables } from '../../src/modules/people/rows.ts';
import { signedIn, worked } from '../../src/modules/people/testing.ts';
import { readHandle, writeHandle } from '../../src/platform/db/scoped-tables.ts';
import { makeWorld, type World } from '../support/world.ts';

/**
 * Contracts, "Secrecy at rest": words are planted through every command that writes them, in a file, in a message and in a sealed column that
 * only the machine writes; then every byte of the data folder is looked at (database, write-ahead log, files, mail, logs).
 */

let planted = 0;
const words: string[] = [];
/** Words that stand nowhere else. */
const plant = (where: string): string => {
  planted += 1;
  const made = `quokka${String(planted)}${where.replaceAll(/[^a-z]/gi, '')}zyx`;
  words.push(made);
  return made;
};

describe('planted words', () => {
  let world: World;
  let cast: Cast;
  let incident: IncidentId;

  before(async () => {
    world = await makeWorld({ seed: 'planted-words' });
    cast = await aCast(world);
    const commands = incidentCommands();
    const { runner } = world;
    const report = await runner.run(commands.report, cast.teacher, {
      details: plant('details'),
      who: plant('typedName'),
      place: plant('place'),
      site: 'off-site',
      linkedBecause: plant('linkedBecause'),
      device: plant('device'),
      about: 'general',
      danger: 'no',
      happened: '2026-11-23',
    });
    incident = worked(report);
    await aClassifiedOne(world, cast.dsl, incident, 'inappropriate');
    const step = async (more: Record<string, string>) => ({
      id: incident,
      version: String((await seenBy(world, cast.dsl, incident)).version),
      ...more,
    });
    worked(await runner.run(commands.note, cast.dsl, await step({ words: plant('note') })));
    worked(
      await runner.run(
        commands.refer,
        cast.dsl,
        await step({ body: 'social-care', outcome: 'considered', reason: plant('reason'), reference: plant('facts') }),
      ),
    );
    worked(await runner.run(commands.task, cast.dsl, await step({ to: 'Alex Teach', words: plant('task') })));
    const task = await world.store.reading.selectFrom('incident_task').select('id').executeTakeFirstOrThrow();
    worked(await runner.run(commands.doTask, cast.teacher, { task: String(task['id']), words: plant('taskDone') }));
    worked(await runner.run(recordReview, cast.dsl, { findings: 'nothing', words: plant('review') }));
    // A parent's address; that of staff is the name they sign in with, which is looked up and stays plain (decision 18).
    await world.store.transaction((db) =>
      peopleTables
        .write(writeHandle(db, cast.school))
        .update('person')
        .set({ email: `${plant('email')}@home.example` })
        .where('id', '=', cast.pupil)
        .execute(),
    );
    const [browser, form] = [await signedIn(world, cast.dsl.person, cast.school), `/incidents/${incident}/file`];
    const version = /name="version" value="(\d+)"/.exec((await browser.get(form)).html)?.[1] ?? '';
    const answer = await browser.postFile(
      form,
      { version, words: plant('fileWords') },
      { field: 'file', name: `${plant('fileName')}.txt`, bytes: `${plant('fileContent')} `.repeat(5000) },
    );
    assert.equal(answer.status, 303);
    // What pupils write on a block page comes in by the spool, which is plain until it is taken in (docs/technicians/what-root-can-read.md).
    await world.store.transaction((db) =>
      monitoringTables.write(writeHandle(db, cast.school)).insert('alert', {
        id: world.ids.next(),
        subject_key: 'address:10.0.0.5',
        person_id: null,
        address: '10.0.0.5',
        kind: 'blocked',
        severity: 'usual',
        rank: 3,
        state: 'closed',
        events: 1,
        first_at: world.clock.now().toString(),
        last_at: world.clock.now().toString(),
        raised_at: world.clock.now().toString(),
        mailed_at: null,
        closed_at: world.clock.now().toString(),
        closed_by: cast.dsl.person,
        closing_reason: 'handled',
        closing_words: plant('closingWords'),
        incident_id: null,
        version: 1,
      }),
    );
    for (const job of world.jobs) if (job.name === 'send-mail') await job.run();
  });
  after(() => world.end());

  it('are read again by whoever may read them', async () => {
    const browser = await signedIn(world, cast.dsl.person, cast.school);
    const page = await browser.get(`/incidents/${incident}`);
    for (const word of words.filter((one) => /details|note|facts|task|fileWords|fileName|linked/i.test(one))) {
      assert.ok(page.text.includes(word), `${word} is not on the page of the incident`);
    }
    const [alert] = await monitoringTables
      .read(readHandle(world.store.reading, cast.school))
      .select('alert')
      .select('closing_words')
      .execute();
    assert.match(alert?.closing_words ?? '', /^quokka/);
  });

  it('stand nowhere in the data folder', () => {
    assert.ok(words.length >= 15);
    let bytes = 0;
    const names: string[] = [];
    for (const name of readdirSync(world.folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(world.folder, name);
      if (!statSync(path).isFile()) continue;
      const content = readFileSync(path);
      bytes += content.length;
      names.push(name);
      const found = words.filter((word) => content.includes(word) || content.includes(Buffer.from(word, 'utf16le')));
      assert.deepEqual(found, [], name);
    }
    assert.ok(bytes > 100_000, 'the files were read');
    for (const part of ['schoolgate.db', 'schoolgate.db-wal']) assert.ok(names.includes(part), part);
    assert.ok(names.some((name) => name.startsWith('files/')));
    assert.ok(names.some((name) => name.startsWith('mail/')));
  });

  it('would be found if they were there', () => {
    const plain = join(world.folder, 'schoolgate.db-wal');
    assert.ok(
      readFileSync(plain).includes('Willow Bank') ||
        readFileSync(join(world.folder, 'schoolgate.db')).includes('Willow Bank'),
    );
  });
});
