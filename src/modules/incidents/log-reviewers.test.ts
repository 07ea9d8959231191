import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { aSchool, anAdult, signedIn } from '../people/testing.ts';
import { aPolicy } from '../policy/testing.ts';
import { caseControls } from './case-controls.ts';
import { logReviewers } from './log-reviewers.ts';

test('the log of a term is signed by those whom the policy in force names, who are asked to; the next policy may name others', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const named = () => logReviewers(readHandle(world.store.reading, school));
  assert.deepEqual(await named(), ['head', 'dsl', 'deputy-dsl'], 'what we propose while there is no policy');
  const lead = await signedIn(world, await anAdult(world, school, { roles: ['lead'] }), school);
  const dsl = await signedIn(world, await anAdult(world, school, { roles: ['dsl'] }), school);
  const asks = /The incident log of .* is to be read and signed/;
  const page = '/incidents/sign-off';

  await aPolicy(world, school, { pack: 'village' });
  assert.deepEqual([(await lead.get(page)).status, (await dsl.get(page)).status], [403, 200]);
  assert.doesNotMatch((await lead.get('/')).text, asks);

  await aPolicy(world, school, { pack: 'online-champions' });
  assert.deepEqual(await named(), ['head', 'lead']);
  assert.equal((await dsl.get(page)).status, 403);
  assert.doesNotMatch((await dsl.get('/')).text, asks);
  assert.match((await dsl.get('/incidents')).text, /Incident log/, 'reading it is not theirs by the policy');
  assert.match((await lead.get('/')).text, asks);
  const sign = async (browser: typeof lead) => {
    const shown = await browser.get(page);
    const field = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(shown.html)?.[1] ?? '';
    await browser.post(page, { term: field('term'), hash: field('hash'), confirm: 'yes' });
    assert.match((await browser.follow()).text, /You have signed the log/);
  };
  const checked = async () =>
    (
      await caseControls
        .find(({ code }) => code === 'incident-log-reviewed')
        ?.evidence(readHandle(world.store.reading, school), { now: world.clock.now() })
    )?.state;

  // Who leads on safeguarding is a governor as well, and no reviewer by this policy: they countersign, as a governor.
  const governors = await signedIn(world, await anAdult(world, school, { roles: ['dsl', 'governor'] }), school);
  const chair = await signedIn(world, await anAdult(world, school, { roles: ['chair'] }), school);
  await sign(governors);
  await sign(chair);
  const rows = await world.store.reading.selectFrom('incident_sign_off').selectAll().execute();
  assert.deepEqual(rows.map((row) => `${String(row['view_kind'])}: ${String(row['signed_as'])}`).sort(), [
    'redacted: Chair of governors',
    'redacted: Governor for filtering and monitoring',
  ]);
  assert.equal(await checked(), 'no-data', 'a countersignature is no check by those whom the policy names');
  await sign(lead);
  assert.equal(await checked(), 'met');
  assert.doesNotMatch((await lead.get('/')).text, asks);
});
