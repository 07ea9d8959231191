import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ownPath } from './own-paths.ts';

test('a path of our own is kept with its query', () => {
  assert.equal(ownPath('/people?page=2&class=oak'), '/people?page=2&class=oak');
});

test('whatever a browser could take for another site leads home', () => {
  const elsewhere = [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'https://evil.example/',
    '/\t/evil.example',
    '/a\\..\\..//evil',
    '/.//evil.example',
    '/a/..//evil.example',
    '/..//evil.example/people',
    '/%2e//evil.example',
    '/a/b/%2E%2e/..//evil.example',
    'people',
    '',
    undefined,
    ['/people'],
    `/${'a'.repeat(1001)}`,
  ];
  for (const next of elsewhere) assert.equal(ownPath(next), '/', JSON.stringify(next));
});

test('sign-in and sign-out do not lead back to themselves', () => {
  assert.equal(ownPath('/sign-in?next=/people'), '/');
  assert.equal(ownPath('/sign-out'), '/');
});
