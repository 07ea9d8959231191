import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';

import { manualClock, type ManualClock } from '../../platform/time/manual-clock.ts';
import type { FilterEvent } from '../spool/events.ts';
import {
  MANY_SITES,
  MOST_APART,
  MOST_SINGLE,
  MOST_WATCHED,
  refusalCounter,
  type Refused,
  type RefusalCounter,
} from './refusal-counter.ts';

describe('a flood of refused requests', () => {
  let clock: ManualClock;
  let written: Extract<FilterEvent, { type: 'blocked' }>[];
  let counter: RefusalCounter;

  beforeEach(() => {
    clock = manualClock('2026-11-21T10:00:00Z');
    written = [];
    counter = refusalCounter(
      (event) => {
        assert.ok(event.type === 'blocked');
        written.push(event);
      },
      () => clock.now().epochMilliseconds,
    );
  });

  const refuse = (changes: Partial<Refused> = {}): void => {
    counter.refused({
      person: 'sam',
      knownBy: 'sign-in',
      address: '10.0.0.1',
      profile: 'ks2',
      ruleset: '1.1',
      host: 'bet.example',
      port: 443,
      scheme: 'https',
      tier: 6,
      rule: 'gambling',
      list: 'gambling',
      clause: null,
      url: '',
      ...changes,
    });
  };
  const times = (count: number, each: (index: number) => void): void => {
    for (let index = 0; index < count; index++) each(index);
  };
  const total = (): number => written.reduce((sum, event) => sum + (event.count ?? 1), 0);

  test('writes each of two hundred in a minute at once, one by one', () => {
    times(MOST_SINGLE, () => {
      refuse();
    });
    assert.equal(written.length, MOST_SINGLE);
    assert.ok(written.every((event) => event.count === undefined));
    counter.flush(true);
    assert.equal(written.length, MOST_SINGLE);
  });

  test('writes the rest of a minute as one line per site with its count, and loses none', () => {
    times(5000, () => {
      refuse();
    });
    times(300, () => {
      refuse({ host: 'poker.example' });
    });
    assert.equal(written.length, MOST_SINGLE + 2);
    counter.flush(false);
    assert.equal(written.length, MOST_SINGLE + 2, 'the minute is not over');
    clock.advance({ minutes: 1 });
    counter.flush(false);
    assert.deepEqual(
      written.slice(MOST_SINGLE).map((event) => [event.host, event.count]),
      [
        ['bet.example', undefined],
        ['poker.example', undefined],
        ['bet.example', 5000 - MOST_SINGLE - 1],
        ['poker.example', 299],
      ],
    );
    assert.equal(total(), 5300);
  });

  test('a flood of ever new sites is bounded too, and those of another rule are counted apart', () => {
    times(10_000, (index) => {
      refuse({ host: `site-${String(index)}.bet.example` });
    });
    refuse({ host: 'site-3.bet.example', rule: 'violence' });
    assert.equal(written.length, MOST_SINGLE + MOST_APART);
    counter.flush(true);
    assert.ok(written.length <= MOST_SINGLE + MOST_APART + 2);
    const rest = written.filter((event) => event.host === MANY_SITES);
    assert.deepEqual(
      rest.map((event) => [event.rule, event.count ?? 1]),
      [
        ['gambling', 10_000 - MOST_SINGLE - MOST_APART],
        ['violence', 1],
      ],
    );
    assert.equal(total(), 10_001);
  });

  test('watches so many people and devices at once: one more and the counts are written, none is lost', () => {
    const each = (n: number) => ({
      person: null,
      address: `10.${String(n >> 16)}.${String((n >> 8) & 255)}.${String(n & 255)}`,
    });
    times(MOST_SINGLE + 2, () => {
      refuse(each(0));
    });
    for (let n = 1; n < MOST_WATCHED; n++) refuse(each(n));
    assert.equal(total(), MOST_SINGLE + 1 + MOST_WATCHED - 1, 'one repetition is counted and not written yet');
    refuse({ person: null, address: '192.0.2.1' });
    assert.equal(total(), MOST_SINGLE + 2 + MOST_WATCHED);
  });

  test('one person’s flood does not gather another’s refusals, nor those of the next minute', () => {
    times(MOST_SINGLE + 50, () => {
      refuse();
    });
    const before = written.length;
    refuse({ person: 'kim' });
    refuse({ person: null, address: '10.0.0.7' });
    assert.equal(written.length, before + 2);
    clock.advance({ minutes: 1 });
    refuse();
    assert.equal(written.length, before + 4, 'the count of the old minute, then the first of the new one');
    assert.equal(written.at(-1)?.count, undefined);
    counter.flush(true);
    assert.equal(total(), MOST_SINGLE + 53);
  });
});
