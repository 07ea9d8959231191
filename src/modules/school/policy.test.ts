import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Actor } from '../../platform/access/access.ts';
import { roles } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { mayChangeSchool, mayEnterTerms, mayOpenHome, maySeeCertificate } from './policy.ts';

test('everybody but pupils has a home page and pupils are refused; only head and lead may change the school’s record, the office enters term dates as well, and IT support sees the certificate', () => {
  const actor = (role: (typeof roles)[number]): Actor => ({
    kind: 'person',
    school: asId('school'),
    person: asId('person'),
    name: 'Me',
    roles: new Set([role]),
    classes: new Set(),
    request: asId('request'),
  });
  assert.deepEqual(
    roles.filter((role) => !mayOpenHome(actor(role)).allowed),
    ['pupil'],
  );
  assert.deepEqual(
    roles.filter((role) => mayChangeSchool(actor(role)).allowed),
    ['lead', 'head'],
  );
  assert.deepEqual(
    roles.filter((role) => mayEnterTerms(actor(role)).allowed),
    ['lead', 'head', 'office'],
  );
  assert.deepEqual(
    roles.filter((role) => maySeeCertificate(actor(role)).allowed),
    ['technician'],
  );
  assert.equal(mayOpenHome({ kind: 'visitor', school: asId('s'), request: asId('r') }).allowed, false);
});
