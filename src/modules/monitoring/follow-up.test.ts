import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { z } from 'zod';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { onlyMachine } from '../../platform/access/access.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import { sealing } from '../../platform/db/sealed-columns.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { actorFor, anAdult, aPupil, aSchool } from '../people/testing.ts';
import { closeAlert } from './commands/close-alert.ts';
import { figuresOf } from './figures.ts';
import { runStatement } from '../../platform/db/migrations.ts';
import { takeInBatch } from './intake/take-in.ts';
import {
  aBlock,
  aCallForHelp,
  aMistake,
  anAskToOpen,
  aSpool,
  aVisit,
  monitored,
  reported,
  takenIn,
} from './testing.ts';

let world: World;
let school: SchoolId;
let sam: PersonId;

beforeEach(async () => {
  world = await makeWorld();
  school = await aSchool(world);
  sam = await aPupil(world, school);
});
afterEach(() => world.end());

const alerts = async () => (await monitored(world, school)).alerts;

async function mails(): Promise<readonly { to: string; kind: string; words: string }[]> {
  const rows = await world.store.reading.selectFrom('mail_outbox').selectAll().orderBy('id').execute();
  return rows.map((row) => ({
    to: String(row['to_address']),
    kind: String(row['kind']),
    words: `${String(row['subject'])}${String(row['body'])}`,
  }));
}

function dataOf(text: unknown): Record<string, unknown> {
  const data: unknown = JSON.parse(String(text));
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

async function trail(event: string): Promise<readonly Record<string, unknown>[]> {
  const rows = await world.store.reading
    .selectFrom('audit_event')
    .selectAll()
    .where('event', '=', event)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({ ...dataOf(row['data']), actor: String(row['actor']) }));
}

const figuresQuery = (days: Parameters<typeof figuresOf>[1]) =>
  query({
    name: 'test.figures',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: onlyMachine('command-line'),
    answer: (db) => figuresOf(db, days),
    leaves: 'A test looks.',
  });

async function closed(alert: { id: string }): Promise<void> {
  const dsl = await anAdult(world, school, { roles: ['dsl'], family: world.ids.secret(6) });
  const outcome = await world.runner.run(closeAlert, await actorFor(world, school, dsl), {
    id: alert.id,
    reason: 'spoken-to',
    words: 'We talked about it.',
  });
  assert.ok(outcome.ok);
}

describe('blocked attempts', () => {
  test('of one kind by one person are one alert with a rising count and its first and latest time', async () => {
    await reported(world, aBlock(world, { person: sam, minutesAgo: 9 }), aBlock(world, { person: sam, minutesAgo: 5 }));
    await reported(world, aBlock(world, { person: sam, minutesAgo: 2, host: 'odds.example' }));
    const [alert, ...others] = await alerts();
    assert.deepEqual(others, []);
    assert.equal(alert?.events, 3);
    assert.equal(alert.severity, 'notice');
    assert.equal(alert.first.toString(), '2026-11-23T09:01:00Z');
    assert.equal(alert.last.toString(), '2026-11-23T09:08:00Z');
    assert.deepEqual(await trail('alert-grew'), [
      { person: sam, kind: 'gambling', added: 1, events: 3, actor: 'intake' },
    ]);
  });

  test('of a flood, which the filter counted together, are counted as many times as they happened', async () => {
    await reported(
      world,
      aBlock(world, { person: sam }),
      aBlock(world, { person: sam, count: 4800 }),
      aBlock(world, { person: sam, count: 199, host: '*' }),
    );
    assert.deepEqual(
      (await alerts()).map((alert) => alert.events),
      [5000],
    );
    const day = world.clock.now().toZonedDateTimeISO('Europe/London').toPlainDate();
    const from = day.toZonedDateTime('Europe/London').toInstant();
    const asked = [{ day: day.toString(), from, until: from.add({ hours: 24 }) }];
    const figures = await world.runner.ask(figuresQuery(asked), world.commandLine(school), {});
    assert.equal(figures.days[0]?.blocks, 5000);
    assert.deepEqual(figures.blocksByRule, [{ tier: 6, rule: 'gambling', blocks: 5000 }]);
    assert.deepEqual(figures.blocksByProfile, [{ profile: 'ks2', blocks: 5000 }]);
  });

  test('are counted once however often the job runs', async () => {
    await reported(world, aBlock(world, { person: sam }));
    await takenIn(world);
    await takenIn(world);
    assert.deepEqual(
      (await alerts()).map((alert) => alert.events),
      [1],
    );
  });

  test('more than one command takes are all counted', async () => {
    await reported(world, ...Array.from({ length: 130 }, () => aBlock(world, { person: sam })));
    assert.deepEqual(
      (await alerts()).map((alert) => alert.events),
      [130],
    );
  });

  test('of different kinds, or by different people, are different alerts', async () => {
    const robin = await aPupil(world, school, { given: 'Robin' });
    await reported(
      world,
      aBlock(world, { person: sam }),
      aBlock(world, { person: sam, rule: 'extremism' }),
      aBlock(world, { person: robin }),
    );
    const found = (await alerts()).map((alert) => [alert.person, alert.kind, alert.severity]);
    assert.deepEqual(
      found.sort(),
      [
        [sam, 'gambling', 'notice'],
        [sam, 'extremism', 'serious'],
        [robin, 'gambling', 'notice'],
      ].sort(),
    );
  });

  test('by somebody whom nobody knows are grouped by device', async () => {
    await reported(
      world,
      aBlock(world, { address: '10.0.0.1' }),
      aBlock(world, { address: '10.0.0.2' }),
      aBlock(world, { address: '10.0.0.1' }),
    );
    assert.deepEqual((await alerts()).map((alert) => [alert.address, alert.events]).sort(), [
      ['10.0.0.1', 2],
      ['10.0.0.2', 1],
    ]);
  });

  test('after their alert was closed open a new one: nothing is muted', async () => {
    await reported(world, aBlock(world, { person: sam }));
    const [first] = await alerts();
    assert.ok(first);
    await closed(first);
    await reported(world, aBlock(world, { person: sam }));
    assert.deepEqual(
      (await alerts()).map((alert) => [alert.state, alert.events]),
      [
        ['closed', 1],
        ['open', 1],
      ],
    );
  });

  test('at kinds of site that nobody wants to know of raise none, and neither do allowed visits', async () => {
    await reported(world, aBlock(world, { person: sam, rule: 'games' }), aVisit(world, { person: sam }));
    assert.deepEqual(await alerts(), []);
  });

  test('leave only ids and codes in the audit trail', async () => {
    await reported(world, aBlock(world, { person: sam, host: 'very-particular.example', url: '/search?q=words' }));
    const rows = await world.store.reading.selectFrom('audit_event').select('data').execute();
    for (const row of rows) assert.doesNotMatch(String(row['data']), /particular|words|Sam|10\.0\.0/);
  });
});

describe('a call for help', () => {
  test('is urgent and mailed to the leads at once, with nothing sensitive in the message', async () => {
    await anAdult(world, school, { roles: ['dsl'], email: 'dsl@school.example' });
    await anAdult(world, school, { roles: ['lead', 'deputy-dsl'], email: 'both@school.example' });
    await anAdult(world, school, { roles: ['staff'], email: 'teacher@school.example' });
    await reported(world, aCallForHelp(world, { person: sam, host: 'bad.example' }));
    const sent = await mails();
    assert.deepEqual(sent.map((mail) => mail.to).sort(), ['both@school.example', 'dsl@school.example']);
    for (const mail of sent) {
      assert.match(mail.kind, /^alert-/);
      assert.equal(mail.words, '');
    }
    assert.deepEqual(
      (await alerts()).map((alert) => [alert.kind, alert.severity]),
      [['help', 'urgent']],
    );
  });

  test('again and again is counted each time and mailed again only after five minutes', async () => {
    await anAdult(world, school, { roles: ['dsl'] });
    await reported(world, aCallForHelp(world, { person: sam }));
    await reported(world, aCallForHelp(world, { person: sam }));
    assert.equal((await mails()).length, 1);
    world.clock.advance({ minutes: 5 });
    await reported(world, aCallForHelp(world, { person: sam }));
    assert.equal((await mails()).length, 2);
    assert.equal((await alerts())[0]?.events, 3);
  });
});

describe('the mail of an alert', () => {
  test('goes out for the first of a group and not for the next', async () => {
    await anAdult(world, school, { roles: ['dsl'] });
    await reported(world, aBlock(world, { person: sam }));
    await reported(world, aBlock(world, { person: sam }));
    assert.equal((await mails()).length, 1);
  });

  test('never goes to the person whom the alert is about', async () => {
    const dana = await anAdult(world, school, { roles: ['dsl'], email: 'dana@school.example' });
    await anAdult(world, school, { roles: ['deputy-dsl'], email: 'deputy@school.example' });
    await reported(world, aBlock(world, { person: dana, rule: 'extremism' }));
    assert.deepEqual(
      (await mails()).map((mail) => mail.to),
      ['deputy@school.example'],
    );
  });

  test('goes to the head where no lead can have it: a child’s call always reaches somebody', async () => {
    await anAdult(world, school, { roles: ['head'], email: 'head@school.example' });
    const dana = await anAdult(world, school, { roles: ['dsl'], email: 'dana@school.example' });
    await reported(world, aBlock(world, { person: dana, rule: 'extremism' }));
    assert.deepEqual(
      (await mails()).map((mail) => mail.to),
      ['head@school.example'],
    );
  });
});

describe('a stop between intake and its alerts', () => {
  test('loses no alert and counts no event twice', async () => {
    const spool = aSpool(world);
    for (let at = 0; at < 3; at += 1) spool.appendNow(aBlock(world, { person: sam }));
    spool.close();
    // Intake commits, and the program ends before anything is followed up.
    const { store, clock, ids } = world.parts;
    const { site } = world;
    await takeInBatch({ store, clock, ids, folder: site.filterToApp, followUpOf: () => 'alert' }, school);
    assert.deepEqual(await alerts(), []);
    await takenIn(world);
    await takenIn(world);
    assert.deepEqual(
      (await alerts()).map((alert) => alert.events),
      [3],
    );
  });

  test('within the command undoes count, mail and mark together', async () => {
    await anAdult(world, school, { roles: ['dsl'] });
    // The audit row is written last: without its table the whole command is undone.
    const rename = (from: string, to: string) =>
      world.store.transaction((db) => db.schema.alterTable(from).renameTo(to).execute());
    await rename('audit_event', 'audit_event_away');
    await assert.rejects(reported(world, aBlock(world, { person: sam })));
    assert.deepEqual(await alerts(), []);
    assert.deepEqual(await mails(), []);
    await rename('audit_event_away', 'audit_event');
    await takenIn(world);
    assert.deepEqual(
      (await alerts()).map((alert) => alert.events),
      [1],
    );
    assert.equal((await mails()).length, 1);
  });
});

describe('one person’s trouble', () => {
  test('does not keep back the alert of another', async () => {
    const robin = await aPupil(world, school, { given: 'Robin' });
    await world.store.transaction((db) =>
      runStatement(
        world.store,
        db,
        `create trigger no_alert before insert on alert when new.person_id = '${sam}'
          begin select raise(abort, 'no room'); end`,
      ),
    );
    await assert.rejects(
      reported(world, aBlock(world, { person: sam, minutesAgo: 3 }), aBlock(world, { person: robin })),
      /no room/,
    );
    assert.deepEqual(
      (await alerts()).map((alert) => alert.person),
      [robin],
    );
  });
});

describe('what is asked on a block page', () => {
  test('becomes one request to change filtering for each event, for the profile that was refused only', async () => {
    const tom = await anAdult(world, school, { roles: ['staff'] });
    await reported(
      world,
      anAskToOpen(world, { person: tom, host: 'museum.example', reason: 'For the Romans', profile: 'staff' }),
      aMistake(world, { person: sam, host: 'zoo.example' }),
    );
    await takenIn(world);
    const opened = sealing({ filter_request: ['reason'] })(world.store.reading);
    const rows = await opened.selectFrom('filter_request').selectAll().orderBy('host').execute();
    assert.deepEqual(
      rows.map((row) => ['host', 'came_from', 'asked_by', 'profiles', 'reason'].map((column) => String(row[column]))),
      [
        ['museum.example', 'gate', tom, '["staff"]', 'For the Romans'],
        ['zoo.example', 'mistake', sam, '["ks2"]', 'Reported on the block page as a mistake.'],
      ],
    );
    assert.deepEqual(
      (await trail('gate-request-taken-in')).map((event) => event['outcome']),
      ['passed-on', 'passed-on'],
    );
  });

  test('by a whole class is one request, and every event of it is settled', async () => {
    const robin = await aPupil(world, school, { given: 'Robin' });
    await reported(
      world,
      aMistake(world, { person: sam, host: 'zoo.example' }),
      aMistake(world, { person: robin, host: 'zoo.example' }),
    );
    const rows = await world.store.reading.selectFrom('filter_request').selectAll().execute();
    assert.equal(rows.length, 1);
    assert.deepEqual(
      (await monitored(world, school)).events.map((event) => event.followed_at === null),
      [false, false],
    );
  });
});
