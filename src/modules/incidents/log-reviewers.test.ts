import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { aSchool, anAdult, signedIn } from '../people/testing.ts';
import { aPolicy } from '../policy/testing.ts';
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
  const shown = await lead.get(page);
  const field = (name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(shown.html)?.[1] ?? '';
  await lead.post(page, { term: field('term'), hash: field('hash'), confirm: 'yes' });
  assert.match((await lead.follow()).text, /You have signed the log/);
  assert.doesNotMatch((await lead.get('/')).text, asks);
});
