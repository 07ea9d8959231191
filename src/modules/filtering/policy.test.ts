import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Actor, Verdict } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import {
  mayAsk,
  mayBlockAtOnce,
  mayDecide,
  mayFindPeople,
  mayRun,
  maySee,
  maySeeRequest,
  maySeeRequests,
  mayStopInternet,
  mayTestAs,
  seesNames,
} from './policy.ts';
import { approverRoles } from './settings.ts';

/** Somebody who holds exactly these roles. */
function somebody(...held: readonly Role[]): Actor {
  return {
    kind: 'person',
    school: asId('school'),
    person: asId('me'),
    name: 'Me',
    roles: new Set(held),
    classes: new Set(),
    request: asId('request'),
  };
}

/** The roles that are allowed alone, in the order of the table. */
function allowedAlone(policy: (actor: Actor) => Verdict): readonly Role[] {
  return roles.filter((role) => policy(somebody(role)).allowed);
}

const approvers: readonly Role[] = ['head', 'lead'];

describe('who may what with the filter', () => {
  test('see what is in force: lead, safeguarding leads, head, IT support, governors; not staff, parents or pupils', () => {
    assert.deepEqual(allowedAlone(maySee), [
      'lead',
      'dsl',
      'deputy-dsl',
      'head',
      'technician',
      'governor',
      'chair',
      'vice-chair',
    ]);
  });

  test('change lists, network and credentials: lead and IT support', () => {
    assert.deepEqual(allowedAlone(mayRun), ['lead', 'technician']);
  });

  test('ask for a change: everybody who works in the school except the office', () => {
    assert.deepEqual(allowedAlone(mayAsk), ['staff', 'lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'technician']);
  });

  test('approve a change: those whom the policy names, IT support only carries out', () => {
    assert.deepEqual(
      allowedAlone((actor) => mayDecide(actor, approvers)),
      ['lead', 'head'],
    );
    assert.deepEqual(
      allowedAlone((actor) => mayDecide(actor, approverRoles(['deputy', 'lead']))),
      ['lead', 'deputy-head'],
    );
  });

  test('a policy that names nobody who signs in here leaves it with the head', () => {
    assert.deepEqual(approverRoles(['provider', 'school']), ['head']);
  });

  test('block at once: lead, safeguarding leads, head and IT support', () => {
    assert.deepEqual(allowedAlone(mayBlockAtOnce), ['lead', 'dsl', 'deputy-dsl', 'head', 'technician']);
  });

  test('see the change log: staff and governors, never pupils or parents', () => {
    const allowed = allowedAlone((actor) => maySeeRequests(actor, approvers));
    assert.ok(!allowed.includes('pupil') && !allowed.includes('parent') && !allowed.includes('office'));
    assert.ok(allowed.includes('staff') && allowed.includes('governor'));
  });

  test('one request: staff see their own only', () => {
    const subject = (askedBy: string) => ({ askedBy, approvers });
    assert.equal(maySeeRequest(somebody('staff'), subject('me')).allowed, true);
    assert.equal(maySeeRequest(somebody('staff'), subject('other')).allowed, false);
    assert.equal(maySeeRequest(somebody('pupil'), subject('me')).allowed, false);
    assert.equal(maySeeRequest(somebody('dsl'), subject('other')).allowed, true);
  });

  test('names in the log: not for governors; pupils’ names not for IT support', () => {
    assert.equal(seesNames(somebody('governor'), approvers, 'page'), false);
    assert.equal(seesNames(somebody('technician'), approvers, 'page'), true);
    assert.equal(seesNames(somebody('technician'), approvers, 'mistake'), false);
    assert.equal(seesNames(somebody('lead'), approvers, 'mistake'), true);
  });

  test('a pupil’s internet: lead, safeguarding leads and head; IT support and teachers not', () => {
    const pupil = { person: 'pupil', staff: false };
    assert.deepEqual(
      allowedAlone((actor) => mayStopInternet(actor, pupil)),
      ['lead', 'dsl', 'deputy-dsl', 'head'],
    );
  });

  test('the internet of staff: the head alone; nobody’s own', () => {
    assert.deepEqual(
      allowedAlone((actor) => mayStopInternet(actor, { person: 'teacher', staff: true })),
      ['head'],
    );
    assert.deepEqual(
      allowedAlone((actor) => mayStopInternet(actor, { person: 'me', staff: true })),
      [],
    );
  });

  test('try a site as a person: only those who may see whether that person’s internet is off', () => {
    assert.deepEqual(
      allowedAlone((actor) => mayTestAs(actor, true)),
      allowedAlone(mayFindPeople),
    );
    assert.equal(mayTestAs(somebody('technician'), true).allowed, false);
    assert.equal(mayTestAs(somebody('technician'), false).allowed, true);
  });
});
