import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { Actor } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { mayChooseMail, mayRunMail, maySeeReturned } from './policy.ts';

const actor = (role: Role): Actor => ({
  kind: 'person',
  school: asId('s'),
  person: asId('p'),
  name: 'A. Person',
  roles: new Set([role]),
  classes: new Set(),
  request: asId('r'),
});
const allowedTo = (policy: (actor: Actor) => { allowed: boolean }): readonly Role[] =>
  roles.filter((role) => policy(actor(role)).allowed);

describe('who may do what with mail', () => {
  it('everybody who works with the school chooses for themselves: pupils and parents are refused', () => {
    assert.equal(mayChooseMail(actor('governor')).allowed, true);
    assert.equal(mayChooseMail(actor('pupil')).allowed, false);
    assert.equal(mayChooseMail(actor('parent')).allowed, false);
    assert.equal(mayChooseMail({ kind: 'job', school: asId('s'), name: 'mail', request: asId('r') }).allowed, false);
  });

  it('only IT support sees the outbox', () => {
    assert.deepEqual(allowedTo(mayRunMail), ['technician']);
  });

  it('the office and IT support see where mail came back from, and a visitor nothing', () => {
    assert.deepEqual(allowedTo(maySeeReturned), ['technician', 'office']);
    assert.equal(maySeeReturned({ kind: 'visitor', school: asId('s'), request: asId('r') }).allowed, false);
  });
});
