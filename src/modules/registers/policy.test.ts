import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { actorLike } from '../people/index.ts';
import { declaredRegisters } from './declared/index.ts';
import { granteesOf } from './grants.ts';
import {
  mayAdd,
  mayChange,
  mayDecide,
  mayImport,
  mayOpenEntry,
  mayOpenRegister,
  mayRead,
  maySeeRegisters,
  mayShape,
  type Standing,
} from './policy.ts';
import type { Grantee, RegisterShape } from './shape.ts';

const hardware = declaredRegisters.find((shape) => shape.code === 'hardware');
assert.ok(hardware !== undefined);

/** Kept by the office, added to by all staff. */
const open: RegisterShape = { ...hardware, add: ['staff'], read: ['office'] };
const restricted: RegisterShape = { ...hardware, add: ['staff'], read: ['chair'], restricted: true };

const person = (role: Role): PersonActor => actorLike(asId('school'), { id: asId('me'), name: 'Me', roles: [role] });
const as = (shape: RegisterShape, ...grants: Grantee[]): Standing => ({ shape, grants: new Set(grants) });
const entry = { addedBy: 'somebody-else', state: 'open' as const };

describe('a register', () => {
  test('is read by whom it names and by the head, a restricted one by whom it names alone', () => {
    assert.equal(mayRead(person('office'), as(open, 'office', 'staff')).allowed, true);
    assert.equal(mayRead(person('head'), as(open, 'head', 'staff')).allowed, true);
    assert.equal(mayRead(person('technician'), as(open, 'technician', 'staff')).allowed, false);
    assert.equal(mayRead(person('head'), as(restricted, 'head', 'staff')).allowed, false);
    assert.equal(mayRead(person('chair'), as(restricted, 'chair')).allowed, true);
    const job = { kind: 'job', name: 'x', school: person('head').school, request: person('head').request } as const;
    assert.equal(mayRead(job, as(open, 'head')).allowed, false);
  });

  test('is added to by whom it names, who then see their own and nobody else’s', () => {
    const staff = as(open, 'staff');
    const me = person('staff');
    assert.equal(mayAdd(me, staff).allowed, true);
    assert.equal(mayAdd(person('governor'), as(open, 'governor')).allowed, false);
    assert.equal(mayOpenRegister(me, staff).allowed, true);
    assert.equal(mayOpenEntry(me, staff, entry).allowed, false);
    assert.equal(mayOpenEntry(me, staff, { ...entry, addedBy: me.person }).allowed, true);
    assert.equal(mayChange(me, staff, { ...entry, addedBy: me.person }).allowed, true);
    assert.equal(mayChange(me, staff, entry).allowed, false);
    assert.equal(mayOpenEntry(me, as(restricted, 'staff'), { ...entry, addedBy: me.person }).allowed, false);
  });

  test('is corrected by who adds to it and reads it, and never by who only reads it', () => {
    assert.equal(mayChange(person('office'), as(open, 'office', 'staff'), entry).allowed, true);
    assert.equal(mayChange(person('governor'), as({ ...open, read: ['governor'] }, 'governor'), entry).allowed, false);
    assert.equal(mayImport(person('office'), as(open, 'office', 'staff')).allowed, true);
    assert.equal(mayImport(person('staff'), as(open, 'staff')).allowed, false);
  });

  test('is decided on by whom it names, and by nobody on their own request', () => {
    const head = person('head');
    const waiting = { addedBy: 'somebody-else', state: 'waiting' as const };
    assert.equal(mayDecide(head, as(open, 'head', 'staff'), ['head'], waiting).allowed, true);
    assert.equal(
      mayDecide(head, as(open, 'head', 'staff'), ['head'], { ...waiting, addedBy: head.person }).allowed,
      false,
    );
    assert.equal(mayDecide(person('office'), as(open, 'office', 'staff'), ['head'], waiting).allowed, false);
    const corrected = { ...waiting, correctedBy: head.person };
    assert.equal(mayDecide(head, as(open, 'head', 'staff'), ['head'], corrected).allowed, false);
    assert.equal(mayDecide(head, as(open, 'head'), ['head'], { ...waiting, correctedBy: 'another' }).allowed, true);
  });

  test('opens for who decides what waits and what they decided on, and gives them nothing to change', () => {
    const me = person('staff');
    const decider: Standing = { ...as(open, 'staff'), deciders: ['staff'] };
    const waiting = { addedBy: 'somebody-else', state: 'waiting' as const, decidedBy: null };
    const kept = { ...waiting, state: 'kept' as const };
    assert.equal(mayOpenEntry(me, decider, waiting).allowed, true);
    assert.equal(mayOpenEntry(me, decider, { ...kept, decidedBy: me.person }).allowed, true);
    assert.equal(mayOpenEntry(me, decider, { ...kept, decidedBy: 'another' }).allowed, false);
    assert.equal(mayChange(me, decider, waiting).allowed, false);
    assert.equal(mayRead(me, decider).allowed, false);
    const governor: Standing = { ...as(open, 'governor'), deciders: ['governor'] };
    assert.equal(mayOpenRegister(person('governor'), governor).allowed, true);
    const closed: Standing = { ...as(restricted, 'governor'), deciders: ['governor'] };
    assert.equal(mayOpenRegister(person('governor'), closed).allowed, false);
    assert.equal(mayOpenEntry(person('governor'), closed, waiting).allowed, false);
  });

  test('of the school’s own is made by the head and the leads', () => {
    for (const role of ['head', 'lead', 'dsl', 'deputy-dsl'] as const)
      assert.equal(mayShape(person(role)).allowed, true);
    for (const role of ['staff', 'technician', 'office', 'governor', 'chair'] as const) {
      assert.equal(mayShape(person(role)).allowed, false);
    }
  });

  test('is nothing for pupils and parents', () => {
    for (const role of ['pupil', 'parent'] as const) assert.equal(maySeeRegisters(person(role)).allowed, false);
    for (const role of ['staff', 'governor', 'chair', 'technician'] as const) {
      assert.equal(maySeeRegisters(person(role)).allowed, true);
    }
  });
});

describe('whom a setting names', () => {
  test('are the posts that its words mean here, and the head where they mean nobody', () => {
    assert.deepEqual(granteesOf(['head', 'deputy']), ['head', 'deputy-head']);
    assert.deepEqual(granteesOf(['senior-leaders']), ['head', 'deputy-head', 'filtering-senior-leader']);
    assert.deepEqual(granteesOf(['dsl', 'dsl']), ['dsl', 'deputy-dsl']);
    assert.deepEqual(granteesOf(['provider']), ['head']);
    assert.deepEqual(granteesOf([]), ['head']);
  });
});
