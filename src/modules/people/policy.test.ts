import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Actor, Verdict } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import {
  mayAddPeople,
  mayGiveRoles,
  mayImport,
  mayListPeople,
  mayOpenContacts,
  mayOpenPerson,
  maySeePosts,
  maySetLogIn,
  maySetUp,
  mayUseOwnAccount,
} from './policy.ts';

const me = asId<'person'>('me');
const you = asId<'person'>('you');

function person(role: Role, classes: readonly string[] = []): Actor {
  return {
    kind: 'person',
    school: asId('school'),
    person: me,
    name: 'Me',
    roles: new Set([role]),
    classes: new Set(classes),
    request: asId('request'),
  };
}
const visitor: Actor = { kind: 'visitor', school: asId('school'), request: asId('request') };

/** Every role for which the policy says yes; everybody else is denied, with a sentence. */
function allowedTo(policy: (actor: Actor) => Verdict): readonly Role[] {
  assert.equal(policy(visitor).allowed, false, 'nobody signed in');
  return roles.filter((role) => {
    const verdict = policy(person(role));
    if (!verdict.allowed) assert.match(verdict.reason, /\.$/);
    return verdict.allowed;
  });
}

const working = ['staff', 'lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'technician', 'office'];

test('everybody who works in the school may list people; pupils, parents and governors may not', () => {
  assert.deepEqual(allowedTo(mayListPeople), working);
});

test('lead, safeguarding leads, head and office add people and import the roster; IT support and staff do not', () => {
  const those = ['lead', 'dsl', 'deputy-dsl', 'head', 'office'];
  assert.deepEqual(allowedTo(mayAddPeople), those);
  assert.deepEqual(allowedTo(mayImport), those);
});

test('a pupil’s record is open to lead, safeguarding leads, head, IT support and office, and to those who teach the pupil', () => {
  const pupil = { person: you, kind: 'pupil', classes: ['oak'] };
  assert.deepEqual(
    allowedTo((actor) => mayOpenPerson(actor, pupil)),
    ['lead', 'dsl', 'deputy-dsl', 'head', 'technician', 'office'],
  );
  assert.equal(mayOpenPerson(person('staff', ['oak']), pupil).allowed, true);
  assert.equal(mayOpenPerson(person('staff', ['elm']), pupil).allowed, false);
  assert.equal(mayOpenPerson(person('governor', ['oak']), pupil).allowed, false);
});

test('parents and carers are not shown to IT support or staff', () => {
  const contact = { person: you, kind: 'contact', classes: [] };
  assert.deepEqual(
    allowedTo((actor) => mayOpenPerson(actor, contact)),
    ['lead', 'dsl', 'deputy-dsl', 'head', 'office'],
  );
  assert.equal(mayOpenContacts(person('technician')), false);
});

test('adults open their own record; pupils none, not even their own', () => {
  assert.equal(mayOpenPerson(person('governor'), { person: me, kind: 'adult', classes: [] }).allowed, true);
  assert.equal(mayOpenPerson(person('pupil'), { person: me, kind: 'pupil', classes: [] }).allowed, false);
});

test('only the head gives roles; while there is no head the lead does, but not to themselves', () => {
  assert.deepEqual(
    allowedTo((actor) => mayGiveRoles(actor, { person: you, headVacant: false })),
    ['head'],
  );
  assert.deepEqual(
    allowedTo((actor) => mayGiveRoles(actor, { person: you, headVacant: true })),
    ['lead', 'head'],
  );
  assert.deepEqual(
    allowedTo((actor) => mayGiveRoles(actor, { person: me, headVacant: true })),
    ['head'],
  );
  assert.deepEqual(allowedTo(maySeePosts), ['lead', 'dsl', 'deputy-dsl', 'head', 'governor', 'chair', 'vice-chair']);
});

test('log-ins are set by IT support, lead, safeguarding leads and head, and not by the office', () => {
  const pupil = { person: you, kind: 'pupil', roles: ['pupil'], hasPassword: true, headVacant: false } as const;
  const those = ['lead', 'dsl', 'deputy-dsl', 'head', 'technician'];
  assert.deepEqual(
    allowedTo((actor) => maySetLogIn(actor, pupil)),
    those,
  );
  const staff = { ...pupil, kind: 'adult', roles: ['staff'] } as const;
  assert.deepEqual(
    allowedTo((actor) => maySetLogIn(actor, { ...staff, hasPassword: false })),
    those,
  );
  assert.deepEqual(
    allowedTo((actor) => maySetLogIn(actor, staff)),
    [],
    'who has a password gets a one-time link',
  );
  assert.deepEqual(
    allowedTo((actor) => maySetLogIn(actor, { ...pupil, kind: 'contact' })),
    [],
  );
});

test('nobody alone resets the password of a key post, nor their own without the old one', () => {
  for (const role of ['head', 'dsl', 'deputy-dsl', 'chair'] as const) {
    const about = { person: you, kind: 'adult', roles: [role], hasPassword: true, headVacant: false };
    assert.deepEqual(
      allowedTo((actor) => maySetLogIn(actor, about)),
      [],
      role,
    );
    assert.deepEqual(
      allowedTo((actor) => maySetLogIn(actor, { ...about, hasPassword: false })),
      ['head'],
      `the first password of the ${role} is set by the head`,
    );
  }
  const own = { person: me, kind: 'adult', roles: ['technician'], hasPassword: true, headVacant: false } as const;
  assert.deepEqual(
    allowedTo((actor) => maySetLogIn(actor, own)),
    [],
  );
  const noHead = { person: you, kind: 'adult', roles: ['head'], hasPassword: false, headVacant: true } as const;
  assert.deepEqual(
    allowedTo((actor) => maySetLogIn(actor, noHead)),
    ['lead', 'head'],
  );
});

test('all but pupils have an account page; the set-up list is for head, leads and IT support', () => {
  assert.deepEqual(
    allowedTo(mayUseOwnAccount),
    roles.filter((role) => role !== 'pupil'),
  );
  assert.deepEqual(allowedTo(maySetUp), ['lead', 'dsl', 'deputy-dsl', 'head', 'technician']);
});
