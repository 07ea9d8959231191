import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Actor, PersonActor } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { mayKeepSheet } from './policy.ts';

const school = asId<'school'>('school');
const request = asId<'request'>('request');
const person = (role: Role): PersonActor => ({
  kind: 'person',
  school,
  person: asId('robin'),
  name: 'Robin',
  roles: new Set([role]),
  classes: new Set(),
  request,
});

test('the casework key is shown to the head and the DSL, and refused to everybody else', () => {
  const allowed = roles.filter((role) => mayKeepSheet(person(role)).allowed);
  assert.deepEqual([...allowed].sort(), ['dsl', 'head']);
  const others: readonly Actor[] = [
    { kind: 'visitor', school, request },
    { kind: 'job', school, name: 'nightly', request },
    { kind: 'command-line', school, name: 'keys', request },
    { kind: 'filter', school, name: 'filter', request },
  ];
  for (const actor of others) assert.equal(mayKeepSheet(actor).allowed, false);
});
