import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { PersonActor } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { mayHold, mayRelease, maySeeHolds, maySeeRetention, maySignClass, placeToSign } from './policy.ts';

const somebody = (role: Role, person = `the-${role}`): PersonActor => ({
  kind: 'person',
  school: asId('school'),
  person: asId(person),
  name: role,
  roles: new Set([role]),
  classes: new Set(),
  request: asId('request'),
});

const allowedOf = (ask: (actor: PersonActor) => { allowed: boolean }): readonly Role[] =>
  roles.filter((role) => ask(somebody(role)).allowed);

const incidents: readonly (readonly Role[])[] = [['head'], ['dsl', 'deputy-dsl']];

describe('who may what with records past their time', () => {
  test('counts are allowed to those who prepare and sign, and to the chair, and refused to everybody else', () => {
    assert.deepEqual(allowedOf(maySeeRetention), ['lead', 'dsl', 'deputy-dsl', 'head', 'office', 'chair']);
    assert.equal(maySeeRetention(somebody('technician')).allowed, false);
    assert.equal(maySeeRetention(somebody('head')).allowed, true);
  });

  test('a list is only for those who sign for its class', () => {
    assert.deepEqual(
      allowedOf((actor) => maySignClass(actor, incidents)),
      ['dsl', 'deputy-dsl', 'head'],
    );
    assert.deepEqual(
      allowedOf((actor) => maySignClass(actor, [['head', 'chair', 'vice-chair']])),
      ['head', 'chair', 'vice-chair'],
    );
  });

  test('two signatures are of two people, each in the place of their own group', () => {
    assert.equal(placeToSign(somebody('head'), incidents, new Map()), 0);
    assert.equal(placeToSign(somebody('dsl'), incidents, new Map([[0, 'the-head']])), 1);
    assert.equal(placeToSign(somebody('deputy-dsl'), incidents, new Map([[1, 'the-dsl']])), undefined);
    const both: PersonActor = { ...somebody('head', 'one'), roles: new Set<Role>(['head', 'dsl']) };
    assert.equal(placeToSign(both, incidents, new Map([[0, 'one']])), undefined);
    assert.equal(placeToSign(both, incidents, new Map([[0, 'another']])), 1);
  });

  test('holds are laid by those who answer for the records, and released by the headteacher', () => {
    assert.deepEqual(allowedOf(mayHold), ['lead', 'dsl', 'deputy-dsl', 'head']);
    assert.deepEqual(allowedOf(maySeeHolds), ['lead', 'dsl', 'deputy-dsl', 'head', 'chair', 'vice-chair']);
    const releases = (releaser: 'head' | 'chair' | 'vice-chair', about: readonly string[] = []) =>
      allowedOf((actor) => mayRelease(actor, { releaser, about: new Set(about) }));
    assert.deepEqual(releases('head'), ['head']);
    assert.deepEqual(releases('head', ['the-head']), []);
    assert.deepEqual(releases('chair', ['the-head']), ['chair']);
    assert.deepEqual(releases('vice-chair', ['the-head', 'the-chair']), ['vice-chair']);
  });
});
