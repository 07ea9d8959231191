import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Role } from '../../platform/access/roles.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { asId } from '../../platform/ids/ids.ts';
import { actorLike } from '../people/index.ts';
import { mayChangeDuty, mayDo, mayReadRecord, mayReopen, maySeeDuties, maySeeDuty, mayWaive } from './policy.ts';

/** Everybody that roles.md knows. */
const everybody: readonly Role[] = [
  'pupil',
  'parent',
  'staff',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
  'deputy-head',
  'technician',
  'office',
  'governor',
  'chair',
  'vice-chair',
];

/** Somebody who holds one role. */
function one(role: Role): PersonActor {
  return actorLike(asId('school'), { id: asId(`person-${role}`), name: role, roles: [role] });
}

/** Those of everybody whom a policy lets through. */
function those(may: (actor: PersonActor) => { readonly allowed: boolean }): readonly Role[] {
  return everybody.filter((role) => may(one(role)).allowed);
}

const workers: readonly Role[] = ['staff', 'lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'technician', 'office'];
const governors: readonly Role[] = ['governor', 'chair', 'vice-chair'];

test('duties are open to those who work here and to governors, never to pupils and parents', () => {
  assert.deepEqual(those(maySeeDuties), [...workers, ...governors]);
});

test('a duty of another post is open to those who see how all stand; one’s own to whoever has it', () => {
  assert.deepEqual(
    those((actor) => maySeeDuty(actor, { own: false })),
    ['lead', 'dsl', 'deputy-dsl', 'head', ...governors],
  );
  assert.deepEqual(
    those((actor) => maySeeDuty(actor, { own: true })),
    [...workers, ...governors],
  );
});

test('what was written is read by its owner, the headteacher and the online-safety lead', () => {
  assert.deepEqual(
    those((actor) => mayReadRecord(actor, { own: false })),
    ['lead', 'head'],
  );
  assert.equal(mayReadRecord(one('technician'), { own: true }).allowed, true);
  assert.equal(mayReadRecord(one('parent'), { own: true }).allowed, false);
});

test('done is recorded by its owner and by the headteacher, waived by the headteacher or the lead and never for themselves', () => {
  assert.deepEqual(
    those((actor) => mayDo(actor, { own: false })),
    ['head'],
  );
  assert.deepEqual(
    those((actor) => mayWaive(actor, { own: false })),
    ['lead', 'head'],
  );
  assert.deepEqual(
    those((actor) => mayWaive(actor, { own: true })),
    [],
  );
});

test('what was recorded by mistake is reopened by whoever recorded it, and by the headteacher', () => {
  const office = one('office');
  assert.equal(mayReopen(office, { closedBy: office.person }).allowed, true);
  assert.deepEqual(
    those((actor) => mayReopen(actor, { closedBy: 'somebody else' })),
    ['head'],
  );
});

test('how often and whose is for the headteacher and the lead', () => {
  assert.deepEqual(those(mayChangeDuty), ['lead', 'head']);
});
