import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Actor, PersonActor, Verdict } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import {
  mayDoAction,
  mayOpenReview,
  mayPrepare,
  mayReadReview,
  mayReadStandards,
  maySign,
  mayWriteSection,
} from './policy.ts';

const school = asId<'school'>('school');
const request = asId<'request'>('request');

function person(...held: readonly Role[]): PersonActor {
  return {
    kind: 'person',
    school,
    person: asId('robin'),
    name: 'Robin',
    roles: new Set(held),
    classes: new Set(),
    request,
  };
}

/** The roles that a rule lets in; neither visitors nor machines are ever among them. */
function allowedRoles(rule: (actor: Actor) => Verdict): readonly Role[] {
  assert.equal(rule({ kind: 'visitor', school, request }).allowed, false);
  assert.equal(rule({ kind: 'job', school, name: 'standards', request }).allowed, false);
  return roles.filter((role) => rule(person(role)).allowed);
}

const preparing = ['lead', 'dsl', 'deputy-dsl', 'head'];
const reading = ['lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'technician', 'governor', 'chair', 'vice-chair'];

describe('standards and reviews', () => {
  test('are read by those who answer for online safety, IT support and governors; not by the office, staff, pupils and parents', () => {
    assert.deepEqual(allowedRoles(mayReadStandards), reading);
    assert.deepEqual(
      allowedRoles((actor) => mayReadReview(actor, { capacities: [] })),
      reading,
    );
  });

  test('a review is read by whoever signs it, whatever else they are', () => {
    assert.equal(mayReadReview(person('staff'), { capacities: ['senior-leader'] }).allowed, true);
  });

  test('are prepared by the lead, the safeguarding leads and the head', () => {
    assert.deepEqual(allowedRoles(mayPrepare), preparing);
  });

  test('IT support opens reviews out of turn and writes what is technical', () => {
    assert.deepEqual(allowedRoles(mayOpenReview), [...preparing, 'technician']);
    assert.deepEqual(
      allowedRoles((actor) => mayWriteSection(actor, true)),
      [...preparing, 'technician'],
    );
    assert.deepEqual(
      allowedRoles((actor) => mayWriteSection(actor, false)),
      preparing,
    );
  });

  test('are signed by nobody who holds none of the posts', () => {
    assert.deepEqual(
      allowedRoles((actor) => maySign(actor, { capacities: [] })),
      [],
    );
  });

  test('an action is recorded as done by its owner and by those who prepare', () => {
    assert.deepEqual(
      allowedRoles((actor) => mayDoAction(actor, 'somebody else')),
      preparing,
    );
    assert.equal(mayDoAction(person('governor'), 'robin').allowed, true);
  });
});
