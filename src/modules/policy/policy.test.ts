import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Actor } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { mayChangeSetting, mayChoosePolicy, mayReadPolicy, mayReadText, mayRecordReview } from './policy.ts';

const person = (role: Role): Actor => ({
  kind: 'person',
  school: asId('s'),
  person: asId('p'),
  name: 'A person',
  roles: new Set([role]),
  classes: new Set(),
  request: asId('r'),
});
const visitor: Actor = { kind: 'visitor', school: asId('s'), request: asId('r') };
const machine: Actor = { kind: 'job', school: asId('s'), name: 'nightly', request: asId('r') };

const whoMay = (rule: (actor: Actor) => { allowed: boolean }): Role[] =>
  roles.filter((role) => rule(person(role)).allowed);

describe('who may do what with the policy', () => {
  test('staff and governors see how it stands; the office, pupils, parents, strangers and machines do not', () => {
    assert.deepEqual(
      whoMay(mayReadPolicy),
      roles.filter((role) => role !== 'pupil' && role !== 'parent' && role !== 'office'),
    );
    assert.equal(mayReadPolicy(visitor).allowed, false);
    assert.equal(mayReadPolicy(machine).allowed, false);
  });

  test('everybody may read its words: pupils, parents and strangers too', () => {
    assert.deepEqual(whoMay(mayReadText), [...roles]);
    assert.equal(mayReadText().allowed, true);
  });

  test('the head and the online-safety lead choose it and record its review; governors, safeguarding leads and machines do not', () => {
    assert.deepEqual(whoMay(mayChoosePolicy), ['lead', 'head']);
    assert.deepEqual(whoMay(mayRecordReview), ['lead', 'head']);
    assert.equal(mayChoosePolicy(machine).allowed, false);
    assert.equal(mayRecordReview(visitor).allowed, false);
  });

  test('head and lead change settings of school life, IT support the technical ones, and neither the other’s', () => {
    assert.deepEqual(
      whoMay((actor) => mayChangeSetting(actor, {})),
      ['lead', 'head'],
    );
    assert.deepEqual(
      whoMay((actor) => mayChangeSetting(actor, { technical: true })),
      ['technician'],
    );
    assert.equal(mayChangeSetting(visitor, {}).allowed, false);
    assert.equal(mayChangeSetting(machine, { technical: true }).allowed, false);
  });
});
