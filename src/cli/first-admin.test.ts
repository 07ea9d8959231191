import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../test/support/world.ts';
import { anAdult, aSchool } from '../modules/people/testing.ts';
import { runCli } from './testing.ts';

test('first-admin gives a code and no way in: a second key holder confirms', async (t) => {
  const world = await makeWorld({ at: '2026-01-12T09:10:00Z' });
  t.after(() => world.end());
  const school = await aSchool(world);
  await anAdult(world, school, { roles: ['head'], email: 'head@school.example' });
  // Holders since January: the command line goes by the machine's own clock, which is later.
  const asked = () => runCli(world.folder, ['first-admin', '--email', 'Head@school.example'], world.env);
  assert.match(asked().err, /Nobody else here could confirm it/);
  await anAdult(world, school, { roles: ['dsl'], email: 'dsl@school.example' });
  const { code, out } = asked();
  assert.equal(code, 0);
  assert.match(out, /Hand this code to them in person: [A-Z]{5}-[A-Z]{5}/);
  assert.doesNotMatch(out, /\/reset\//);
  const rows = await world.store.reading
    .selectFrom('account_reset')
    .select(['state', 'key_post', 'link_hash'])
    .execute();
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [{ state: 'waiting', key_post: 1, link_hash: null }],
  );

  assert.match(
    runCli(world.folder, ['first-admin', '--email', 'nobody@school.example'], world.env).err,
    /Nobody here is headteacher/,
  );
  assert.equal(runCli(world.folder, ['first-admin'], world.env).code, 64);
  assert.equal(runCli(world.folder, ['first-admin', '--quick'], world.env).code, 64);
});
