import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Actor, PersonActor, Verdict } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import {
  BACK_UP,
  DELETE_RECORDS,
  mayApproveDeletion,
  mayBackUp,
  mayExecute,
  mayHoldKey,
  mayNoteBackup,
  mayRestore,
  maySeeBackups,
  RESTORE,
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

const machine = (kind: 'job' | 'command-line' | 'filter', name: string): Actor => ({ kind, school, name, request });

/** The roles that a rule lets in, of all there are. */
function allowedRoles(rule: (actor: Actor) => Verdict): readonly Role[] {
  assert.equal(rule({ kind: 'visitor', school, request }).allowed, false);
  return roles.filter((role) => rule(person(role)).allowed);
}

describe('backups and their keys', () => {
  test('are seen by IT support and the head, and a key is made by each of them', () => {
    assert.deepEqual(allowedRoles(maySeeBackups), ['head', 'technician']);
    assert.deepEqual(allowedRoles(mayHoldKey), ['head', 'technician']);
  });

  test('a key is never made for somebody by the machine', () => {
    for (const kind of ['job', 'command-line', 'filter'] as const) {
      assert.equal(mayHoldKey(machine(kind, BACK_UP)).allowed, false);
    }
  });

  test('are started by hand by IT support alone', () => {
    assert.deepEqual(allowedRoles(mayBackUp), ['technician']);
    assert.equal(mayBackUp(machine('command-line', 'backup')).allowed, true);
  });

  test('are written down by the job and the command line, and by no person', () => {
    assert.deepEqual(allowedRoles(mayNoteBackup), []);
    assert.equal(mayNoteBackup(machine('job', BACK_UP)).allowed, true);
    assert.equal(mayNoteBackup(machine('job', 'intake')).allowed, false);
    assert.equal(mayNoteBackup(machine('command-line', 'backup')).allowed, true);
  });

  test('are restored by the command line, and by no person', () => {
    assert.deepEqual(allowedRoles(mayRestore), []);
    assert.equal(mayRestore(machine('command-line', RESTORE)).allowed, true);
    assert.equal(mayRestore(machine('command-line', 'doctor')).allowed, false);
  });
});

describe('deletions', () => {
  test('are signed by the head, and carried out by the job alone', () => {
    assert.deepEqual(allowedRoles(mayApproveDeletion), ['head']);
    assert.deepEqual(allowedRoles(mayExecute), []);
    assert.equal(mayExecute(machine('job', DELETE_RECORDS)).allowed, true);
    assert.equal(mayExecute(machine('command-line', DELETE_RECORDS)).allowed, false);
  });
});
