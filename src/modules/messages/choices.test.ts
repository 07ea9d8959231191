import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { mailKinds } from '../../platform/mail/kinds.ts';
import { dueAt, mailTimes, unwantedKinds, usualChoice } from './choices.ts';

describe('the mail of the day', () => {
  for (const [since, choice, due] of [
    ['2026-11-23T09:00:00Z', { at: '16:00', days: 'school-days' }, '2026-11-23T16:00:00Z'],
    ['2026-11-23T16:00:00Z', { at: '16:00', days: 'school-days' }, '2026-11-24T16:00:00Z'],
    ['2026-11-27T17:00:00Z', { at: '16:00', days: 'school-days' }, '2026-11-30T16:00:00Z'],
    ['2026-11-27T17:00:00Z', { at: '16:00', days: 'every-day' }, '2026-11-28T16:00:00Z'],
    ['2026-06-08T12:00:00Z', { at: '16:00', days: 'school-days' }, '2026-06-08T15:00:00Z'],
  ] as const) {
    it(`of ${since} is due at ${due} (${choice.at}, ${choice.days})`, () => {
      assert.equal(dueAt(Temporal.Instant.from(since), choice).toString(), due);
    });
  }

  it('may come from half past six to half past seven in the evening', () => {
    assert.deepEqual([mailTimes[0], mailTimes.at(-1)], ['06:30', '19:30']);
  });

  it('cannot be freed of what is about safety or signing in', () => {
    const unwanted = unwantedKinds({ ...usualChoice, off: ['posts', 'running'] });
    for (const [code, kind] of Object.entries(mailKinds)) {
      if (kind.topic === 'safeguarding' || kind.topic === 'account' || kind.when === 'now') {
        assert.ok(!unwanted.has(code), code);
      }
    }
    assert.ok(unwanted.size > 0);
  });
});
