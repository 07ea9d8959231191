import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Actor, PersonActor, Verdict } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { mayListAlerts, mayReview, maySeeCounts, maySeeVisits, mayWorkAlert, onlyIntake } from './policy.ts';

const school = asId<'school'>('school');
const request = asId<'request'>('request');

function person(id: string, ...held: readonly Role[]): PersonActor {
  return { kind: 'person', school, person: asId(id), name: id, roles: new Set(held), classes: new Set(), request };
}

const machines: readonly Actor[] = [
  { kind: 'visitor', school, request },
  { kind: 'job', school, name: 'intake', request },
  { kind: 'command-line', school, name: 'intake', request },
];

/** The roles that a rule lets in, of all there are. */
function allowedRoles(rule: (actor: Actor) => Verdict): readonly Role[] {
  for (const actor of machines) assert.equal(rule(actor).allowed, false, actor.kind);
  return roles.filter((role) => rule(person('robin', role)).allowed);
}

describe('alerts', () => {
  test('are allowed to the leads and the head, and refused to everybody else', () => {
    assert.deepEqual(allowedRoles(mayListAlerts), ['lead', 'dsl', 'deputy-dsl', 'head']);
    assert.deepEqual(
      allowedRoles((actor) => mayWorkAlert(actor, { person: 'sam' })),
      ['lead', 'dsl', 'deputy-dsl', 'head'],
    );
  });

  test('about nobody known are allowed to the same', () => {
    assert.equal(mayWorkAlert(person('dana', 'dsl'), { person: null }).allowed, true);
    assert.equal(mayWorkAlert(person('tom', 'staff'), { person: null }).allowed, false);
  });

  test('about oneself are refused, whatever one is besides', () => {
    assert.equal(mayWorkAlert(person('dana', 'dsl', 'head', 'lead'), { person: 'dana' }).allowed, false);
    assert.equal(mayWorkAlert(person('hari', 'head'), { person: 'dana' }).allowed, true);
  });
});

describe('what a person opened', () => {
  test('is allowed to safeguarding leads and the head, and refused to the online-safety lead and IT support', () => {
    assert.deepEqual(
      allowedRoles((actor) => maySeeVisits(actor, { person: 'sam' })),
      ['dsl', 'deputy-dsl', 'head'],
    );
  });

  test('is refused to themselves', () => {
    assert.equal(maySeeVisits(person('dana', 'dsl', 'head'), { person: 'dana' }).allowed, false);
  });
});

describe('figures without names', () => {
  test('are allowed to IT support too, and refused to governors and staff', () => {
    assert.deepEqual(allowedRoles(maySeeCounts), ['lead', 'dsl', 'deputy-dsl', 'head', 'technician']);
  });
});

describe('the weekly review', () => {
  test('is allowed to the leads and the head, and refused to IT support', () => {
    assert.deepEqual(allowedRoles(mayReview), ['lead', 'dsl', 'deputy-dsl', 'head']);
  });
});

describe('what intake does', () => {
  test('is allowed to the filter under that name only, and refused to every person', () => {
    assert.equal(onlyIntake({ kind: 'filter', school, name: 'intake', request }).allowed, true);
    assert.equal(onlyIntake({ kind: 'filter', school, name: 'proxy', request }).allowed, false);
    assert.deepEqual(allowedRoles(onlyIntake), []);
  });
});
