import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import type { PersonActor } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { mayHandOver, mayHandOverForOthers } from './policy.ts';

const me = asId<'person'>('me');
const as = (role: Role): PersonActor => ({
  kind: 'person',
  school: asId('school'),
  person: me,
  name: 'Me',
  roles: new Set([role]),
  classes: new Set(),
  request: asId('test'),
});
const may = (policy: (actor: PersonActor) => { allowed: boolean }): readonly Role[] =>
  roles.filter((role) => policy(as(role)).allowed);

describe('handing over open work', () => {
  it('is allowed for others to those who answer for cases', () => {
    const those = ['dsl', 'deputy-dsl', 'head', 'chair', 'vice-chair'];
    assert.deepEqual(may(mayHandOverForOthers), those);
    assert.deepEqual(
      may((actor) => mayHandOver(actor, { person: asId('other') })),
      those,
    );
  });

  it('is allowed for one’s own to the lead and the deputy head too, and refused to everybody else', () => {
    assert.deepEqual(
      may((actor) => mayHandOver(actor, { person: me })),
      ['lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'chair', 'vice-chair'],
    );
    const verdict = mayHandOver({ kind: 'visitor', school: asId('school'), request: asId('test') }, { person: me });
    assert.ok(!verdict.allowed);
    assert.match(verdict.reason, /headteacher, a safeguarding lead or the chair/);
  });
});
