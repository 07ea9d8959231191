import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { signedIn } from '../people/testing.ts';
import { shortened } from './log-columns.ts';
import { aCast, aClassifiedOne, aReport, seenBy, type Cast } from './testing.ts';
import { incidentCommands } from './module-parts.ts';

let world: World;
let cast: Cast;
before(async () => {
  world = await makeWorld({ seed: 'log-columns' });
  cast = await aCast(world);
});
after(() => world.end());

test('a long text of the log ends after a whole word', () => {
  assert.equal(shortened('The whole of it.', 16), 'The whole of it.');
  assert.equal(shortened('The whole of it. More', 16), 'The whole of it…');
  assert.equal(shortened('The whole of everything', 16), 'The whole of…');
  assert.equal(shortened('x'.repeat(20), 16), `${'x'.repeat(16)}…`, 'a word that alone is too long has no other end');
});

test('actions and reasons each end in one full stop, and a sanction that is over says that it ended by itself', async () => {
  const id = await aReport(world, cast.teacher);
  await aClassifiedOne(world, cast.dsl, id, 'minor');
  const { version } = await seenBy(world, cast.dsl, id);
  const { act, sanction } = incidentCommands();
  const fields = { id, version: String(version), actions: 'We talked.', reasons: 'A first time..' };
  assert.ok((await world.runner.run(act, cast.dsl, fields)).ok);
  const given = await world.runner.run(sanction, cast.dsl, {
    id,
    version: String((await seenBy(world, cast.dsl, id)).version),
    person: cast.pupil,
    code: 'internet-removed',
    length: '10',
    unit: 'minutes',
    reason: 'Agreed.',
  });
  assert.ok(given.ok);
  const dsl = await signedIn(world, cast.dsl.person, cast.school);
  const page = `/incidents/${id}`;
  assert.match((await dsl.get(page)).text, /from 9:10am on 23 November 2026 until 9:20am on 23 November 2026/);
  world.clock.advance({ minutes: 11 });
  assert.match((await dsl.get(page)).text, /it ended by itself at 9:20am on 23 November 2026/);
  const log = (await dsl.get('/incidents')).text;
  assert.match(log, /We talked\. Reason: A first time\. /);
  assert.doesNotMatch(log, /\.\./);
});
