import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeWorld } from '../../../../../test/support/world.ts';
import { actorFor, anAdult, aSchool, worked } from '../../../people/testing.ts';
import { makeChangeSetting } from '../../commands/change-setting.ts';
import { aPolicy } from '../../testing.ts';

test('what anybody may read is sent again only when it has changed, and to those signed in each time', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  await aPolicy(world, school);
  const head = await anAdult(world, school, { roles: ['head'] });
  const ask = (url: string, headers: Readonly<Record<string, string>> = {}) => world.web.inject({ url, headers });

  for (const url of [
    '/policy/read',
    '/policy/document',
    '/policy/document.pdf',
    '/policy/document.docx',
    '/policy/versions',
  ]) {
    const first = await ask(url);
    const tag = String(first.headers.etag);
    assert.deepEqual([first.statusCode, first.headers['cache-control']], [200, 'private, no-cache'], url);
    assert.match(tag, /^"[\w-]{32}"$/);
    for (const known of [tag, `W/${tag}`, `"another", ${tag}`]) {
      const again = await ask(url, { 'if-none-match': known });
      assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, '', tag], url);
    }
    assert.equal((await ask(url, { 'if-none-match': '"another"' })).statusCode, 200);
  }

  const { etag } = (await ask('/policy/document')).headers;
  const cookie = `sg_session=${await world.parts.sessions.start(school, head, 'test')}`;
  const signedIn = await ask('/policy/document', { cookie, 'if-none-match': String(etag) });
  assert.deepEqual(
    [signedIn.statusCode, signedIn.headers['cache-control'], signedIn.headers.etag],
    [200, 'no-store', undefined],
  );

  const change = { setting: 'image-archive', value: 'selected', why: 'So we do.' };
  worked(await world.runner.run(makeChangeSetting(world.parts), await actorFor(world, school, head), change));
  assert.equal((await ask('/policy/document', { 'if-none-match': String(etag) })).statusCode, 200);
});
