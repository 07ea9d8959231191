import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Actor } from '../../../platform/access/access.ts';
import { roles, type Role } from '../../../platform/access/roles.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import { mayAskReset, mayCancelReset, mayConfirmReset, maySeeResets } from './policy.ts';

const me: PersonId = asId('me');
const you: PersonId = asId('you');
const third: PersonId = asId('third');

function holding(role: Role, person: PersonId = me): Actor {
  return {
    kind: 'person',
    school: asId('school'),
    person,
    name: 'Somebody',
    roles: new Set([role]),
    classes: new Set(),
    request: asId('request'),
  };
}

const allowedTo = (ask: (actor: Actor) => { allowed: boolean }): readonly Role[] =>
  roles.filter((role) => ask(holding(role)).allowed);

const keyHolders = ['dsl', 'deputy-dsl', 'head', 'chair'];

test('for most staff one authorised person is enough, and the office is none', () => {
  const staff = { person: you, kind: 'adult', roles: ['staff'] };
  assert.deepEqual(
    allowedTo((actor) => mayAskReset(actor, staff)),
    ['lead', 'dsl', 'deputy-dsl', 'head', 'technician'],
  );
  for (const kind of ['pupil', 'contact']) {
    assert.deepEqual(
      allowedTo((actor) => mayAskReset(actor, { ...staff, kind })),
      [],
      kind,
    );
  }
});

test('for a key post the chair may ask too', () => {
  for (const role of keyHolders) {
    assert.deepEqual(
      allowedTo((actor) => mayAskReset(actor, { person: you, kind: 'adult', roles: [role] })),
      ['lead', 'dsl', 'deputy-dsl', 'head', 'technician', 'chair'],
      role,
    );
  }
});

test('nobody asks for their own', () => {
  assert.deepEqual(
    allowedTo((actor) => mayAskReset(actor, { person: me, kind: 'adult', roles: ['head'] })),
    [],
  );
});

test('a key holder confirms; IT support only what a key holder asked for', () => {
  assert.deepEqual(
    allowedTo((actor) => mayConfirmReset(actor, { person: you, askedBy: third, askerHoldsKey: false })),
    keyHolders,
  );
  assert.deepEqual(
    allowedTo((actor) => mayConfirmReset(actor, { person: you, askedBy: third, askerHoldsKey: true })),
    ['dsl', 'deputy-dsl', 'head', 'technician', 'chair'],
  );
  assert.deepEqual(
    allowedTo((actor) => mayConfirmReset(actor, { person: you, askedBy: undefined, askerHoldsKey: false })),
    keyHolders,
  );
});

test('nobody confirms what they asked for, or what is for them', () => {
  assert.deepEqual(
    allowedTo((actor) => mayConfirmReset(actor, { person: you, askedBy: me, askerHoldsKey: true })),
    [],
  );
  assert.deepEqual(
    allowedTo((actor) => mayConfirmReset(actor, { person: me, askedBy: third, askerHoldsKey: true })),
    [],
  );
});

test('whom it is for can stop it, whatever they are', () => {
  assert.deepEqual(
    allowedTo((actor) => mayCancelReset(actor, { person: me })),
    [...roles],
  );
  assert.deepEqual(
    allowedTo((actor) => mayCancelReset(actor, { person: you })),
    allowedTo(maySeeResets),
  );
});
