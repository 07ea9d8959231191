import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { sql } from 'kysely';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { stateOfStop, stopsOf } from '../filtering/index.ts';
import { signedIn } from '../people/testing.ts';
import type { EventCatalogue } from '../../platform/audit/events.ts';
import type { Command } from '../../platform/commands/command.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { Incident, IncidentId } from './incident.ts';
import { incidentCommands, type IncidentCommands } from './module-parts.ts';
import type { AfterStep } from './step-command.ts';
import { aCast, aClassifiedOne, aReport, seenBy, type Cast } from './testing.ts';

let world: World;
let cast: Cast;
let commands: IncidentCommands;
before(async () => {
  world = await makeWorld({ seed: 'incident-story' });
  cast = await aCast(world);
  commands = incidentCommands();
});
after(() => world.end());

const step = async <Input, Events extends EventCatalogue>(
  id: IncidentId,
  taken: Command<Input, Incident, undefined, AfterStep, Events>,
  fields: Record<string, unknown>,
) => {
  const { version } = await seenBy(world, cast.dsl, id);
  return world.runner.run(taken, cast.dsl, { id, version: String(version), ...fields });
};
const messages = (outcome: { ok: boolean; errors?: readonly { message: string }[] }): string =>
  (outcome.errors ?? []).map((error) => error.message).join('. ');

test('an illegal incident goes from report to closed, and cannot skip what must be decided', async () => {
  const id = await aReport(world, cast.teacher);
  await aClassifiedOne(world, cast.dsl, id, 'illegal');
  const early = await step(id, commands.notify, { words: 'The head, by me.' });
  assert.equal(early.ok, false);
  assert.match(messages(early), /police.*CEOP.*IWF/);
  for (const body of ['police', 'ceop']) {
    assert.ok((await step(id, commands.refer, { body, outcome: 'made', reference: 'X1', reason: 'A picture.' })).ok);
  }
  assert.ok(
    (await step(id, commands.refer, { body: 'iwf', outcome: 'considered', reason: 'Not on a public page.' })).ok,
  );
  assert.ok((await step(id, commands.notify, { words: 'The head, by me, at ten.' })).ok);
  const noCustody = await step(id, commands.act, {
    actions: 'Put away.',
    reasons: 'Evidence.',
    reactions: 'device-isolated',
  });
  assert.match(messages(noCustody), /where the device is/);
  assert.ok(
    (await step(id, commands.act, { actions: 'Put away.', reasons: 'Evidence.', custody: 'Head’s safe since 10:05.' }))
      .ok,
  );
  assert.ok((await step(id, commands.parents, { answer: 'told', when: '2026-11-23', how: 'phone', words: '' })).ok);
  assert.ok((await step(id, commands.noSanction, { reason: 'A child who was harmed.' })).ok);
  assert.ok((await step(id, commands.review, { learned: 'Filter asked.' })).ok);
  assert.ok((await step(id, commands.close, { confirm: 'yes' })).ok);
  const closed = await seenBy(world, cast.head, id);
  assert.equal(closed.state, 'closed');
  assert.equal(closed.confirmedBy, cast.dsl.person);
  assert.equal((await step(id, commands.review, { learned: 'More.' })).ok, false);
  assert.ok((await step(id, commands.reopen, { reason: 'New facts.' })).ok);
  assert.equal((await seenBy(world, cast.dsl, id)).state, 'act');
});

test('a sanction “internet removed” stops the person from now until its end, in the same change', async () => {
  const id = await aReport(world, cast.teacher, { details: 'Looked for games again.' });
  await aClassifiedOne(world, cast.dsl, id, 'minor');
  const before = await world.parts.changes.of(cast.school);
  const tooShort = await step(id, commands.sanction, {
    person: cast.pupil,
    code: 'internet-removed',
    length: '0',
    unit: 'minutes',
    reason: 'Agreed.',
  });
  assert.match(messages(tooShort), /whole number from 1/);
  assert.ok(
    (
      await step(id, commands.sanction, {
        person: cast.pupil,
        code: 'internet-removed',
        length: '1',
        unit: 'minutes',
        reason: 'Agreed.',
      })
    ).ok,
  );
  const [stop] = await stops();
  assert.ok(stop);
  assert.equal(stateOfStop(stop, world.clock.now()), 'in-force');
  assert.equal(stop.until?.toString(), world.clock.now().add({ minutes: 1 }).toString());
  assert.ok((await world.parts.changes.of(cast.school)).wanted > before.wanted);
  assert.equal(
    (await seenBy(world, cast.dsl, id)).state,
    'act',
    'given before its step, the incident waits for what it waited for',
  );
});

test('a sanction is ended early with a reason, and then the stop is over', async () => {
  const id = await aReport(world, cast.teacher, { details: 'Again.', who: 'Jo Example' });
  await aClassifiedOne(world, cast.dsl, id, 'minor');
  assert.ok(
    (
      await step(id, commands.sanction, {
        person: cast.other,
        code: 'internet-removed',
        length: '2',
        unit: 'days',
        reason: 'Agreed.',
      })
    ).ok,
  );
  const browser = await signedIn(world, cast.dsl.person, cast.school);
  const page = await browser.get(`/incidents/${id}`);
  const href = /\/incidents\/[0-9a-f-]+\/sanctions\/[0-9a-f-]+\/end/.exec(page.html)?.[0] ?? '';
  await browser.get(href);
  const sent = await browser.post(href, {
    version: String((await seenBy(world, cast.dsl, id)).version),
    reason: 'A lesson needs it.',
  });
  assert.equal(sent.status, 303, sent.text);
  const [stop] = await stops(cast.other);
  assert.ok(stop);
  assert.equal(stateOfStop(stop, world.clock.now()), 'over');
});

async function stops(person = cast.pupil) {
  return stopsOf(readHandle(world.store.reading, cast.school), person);
}

test('what parents were told before its step lets the step be passed', async () => {
  const id = await aReport(world, cast.teacher, { details: 'Copied work.' });
  await aClassifiedOne(world, cast.dsl, id, 'inappropriate');
  assert.ok((await step(id, commands.parents, { answer: 'told', when: '2026-11-23', how: 'in-person' })).ok);
  assert.ok((await step(id, commands.notify, { words: 'The class teacher.' })).ok);
  assert.ok((await step(id, commands.act, { actions: 'Talked.', reasons: 'First time.' })).ok);
  assert.equal((await seenBy(world, cast.dsl, id)).state, 'parents');
  assert.ok((await step(id, commands.goOn, {})).ok);
  assert.equal((await seenBy(world, cast.dsl, id)).state, 'sanction');
  assert.equal((await step(id, commands.goOn, {})).ok, false, 'no sanction is recorded yet');
});

test('of two who write at once the second is told what changed, and what they typed stays on the page', async () => {
  const id = await aReport(world, cast.teacher, { details: 'Two at once.' });
  const first = await signedIn(world, cast.dsl.person, cast.school);
  const second = await signedIn(world, cast.deputy.person, cast.school);
  const version = String((await seenBy(world, cast.dsl, id)).version);
  await first.get(`/incidents/${id}/note`);
  await second.get(`/incidents/${id}/note`);
  assert.equal((await first.post(`/incidents/${id}/note`, { version, words: 'The winner’s words.' })).status, 303);
  const lost = await second.post(`/incidents/${id}/note`, { version, words: 'The loser’s long words.' });
  assert.equal(lost.status, 422);
  assert.match(lost.text, /Somebody else changed this incident/);
  assert.match(lost.text, /The winner’s words/);
  assert.match(lost.text, /The loser’s long words/);
  const again = /name="version" value="(\d+)"/.exec(lost.html)?.[1] ?? '';
  assert.equal(
    (await second.post(`/incidents/${id}/note`, { version: again, words: 'The loser’s long words.' })).status,
    303,
  );
});

test('a correction is a new entry that points at the old one, and both are shown', async () => {
  const id = await aReport(world, cast.teacher, { details: 'It was Tuesday.' });
  const browser = await signedIn(world, cast.dsl.person, cast.school);
  const page = await browser.get(`/incidents/${id}`);
  const href = /\/incidents\/[0-9a-f-]+\/correct\/[0-9a-f-]+/.exec(page.html)?.[0] ?? '';
  const formPage = await browser.get(href);
  assert.match(formPage.text, /It was Tuesday/);
  const version = /name="version" value="(\d+)"/.exec(formPage.html)?.[1] ?? '';
  assert.equal((await browser.post(href, { version, words: 'It was Monday.' })).status, 303);
  const shown = await browser.get(`/incidents/${id}`);
  assert.match(shown.text, /It was Tuesday/);
  assert.match(shown.text, /Correction .* Corrects report/);
  assert.match(shown.text, /Corrected on/);
});

test('the database itself refuses to change or remove an entry, or what was reported', async () => {
  await aReport(world, cast.teacher);
  for (const statement of [
    sql`update incident_entry set words = 'x'`,
    sql`delete from incident_entry`,
    sql`update incident set details = 'x'`,
    sql`delete from incident`,
  ]) {
    await assert.rejects(
      world.store.transaction((db) => statement.execute(db)),
      /append-only|not changed|warrant/,
    );
  }
});

test('no audit row holds a word that somebody wrote, nor a name', async () => {
  await aReport(world, cast.teacher, { details: 'Zanzibar and quicksilver', who: 'Robin Sample, Nobody Known' });
  const rows = await world.store.reading.selectFrom('audit_event').select(['event', 'data']).execute();
  assert.ok(rows.some((row) => row['event'] === 'incident-reported'));
  for (const row of rows) {
    assert.doesNotMatch(
      String(row['data']),
      /Zanzibar|quicksilver|Robin|Sample|Nobody|winner|loser|Tuesday|learning mentor|Agreed/,
      String(row['event']),
    );
  }
});

test('mail says that something waits and nothing else, and goes to nobody the incident is about', async () => {
  await aReport(world, cast.teacher, { details: 'About the head', who: 'Alex Head', about: 'general' });
  const rows = await world.store.reading.selectFrom('mail_outbox').selectAll().execute();
  const last = rows.at(-1);
  assert.match(String(last?.['to_address']), /chair/);
  for (const row of rows) {
    assert.equal(row['kind'], 'case-waits');
    assert.equal(row['subject'], '');
    assert.equal(row['body'], '');
  }
});
