import assert from 'node:assert/strict';
import { test } from 'node:test';

import { builtInHelp } from './built-in-hosts.ts';
import { isBroadHost } from './broad-host.ts';

test('a name under which strangers have names of their own is broad; a site is not', () => {
  for (const host of ['uk', 'org.uk', 'CO.UK.', 'police.uk', 'com.au', 'github.io', 'wordpress.com']) {
    assert.ok(isBroadHost(host), host);
  }
  for (const host of [
    'bbc.co.uk',
    'mind.org.uk',
    'school.github.io',
    'who.int',
    'museum.example',
    '10.0.0.5',
    '[fd00::1]',
  ]) {
    assert.ok(!isBroadHost(host), host);
  }
  assert.deepEqual(
    builtInHelp.filter(({ host }) => isBroadHost(host)),
    [],
  );
});
