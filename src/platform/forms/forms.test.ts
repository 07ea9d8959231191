import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { z } from 'zod';

import {
  choice,
  choices,
  day,
  mustTick,
  optionalText,
  recordId,
  text,
  tick,
  timeOfDay,
  wholeNumber,
} from './fields.ts';
import { parseInput, rawInput } from './parse.ts';

const messages = (schema: z.ZodType, raw: unknown): readonly string[] => {
  const parsed = parseInput(schema, raw);
  return parsed.ok ? [] : parsed.errors.map((error) => `${error.field}: ${error.message}`);
};

describe('fields', () => {
  test('text is trimmed, must be there, has a longest length and nothing hidden in it', () => {
    const schema = z.object({ words: text('the words', 10) });
    assert.deepEqual(parseInput(schema, { words: '  a\r\nb ' }), { ok: true, value: { words: 'a\nb' } });
    assert.deepEqual(messages(schema, { words: '   ' }), ['words: Enter the words']);
    assert.deepEqual(messages(schema, {}), ['words: Enter the words']);
    assert.deepEqual(messages(schema, { words: ['a', 'b'] }), ['words: Enter the words']);
    assert.deepEqual(messages(schema, { words: 'a'.repeat(11) }), ['words: The words must be 10 characters or fewer']);
    for (const hidden of ['a\u0000b', 'a\u202eb', 'a\u2066b', 'a\u007fb']) {
      assert.match(messages(schema, { words: hidden })[0] ?? '', /cannot be shown/);
    }
    assert.deepEqual(parseInput(z.object({ more: optionalText('more', 5) }), {}), { ok: true, value: { more: '' } });
  });

  test('a choice is one of the list, and nothing else', () => {
    const schema = z.object({
      kind: choice(['a', 'b'], 'Choose a kind'),
      more: choices(['x', 'y'], 'Choose from the list'),
    });
    assert.deepEqual(parseInput(schema, { kind: 'a', more: 'x' }), { ok: true, value: { kind: 'a', more: ['x'] } });
    assert.deepEqual(parseInput(schema, { kind: 'a' }), { ok: true, value: { kind: 'a', more: [] } });
    assert.deepEqual(messages(schema, { kind: 'c', more: ['z'] }), [
      'kind: Choose a kind',
      'more-0: Choose from the list',
    ]);
  });

  test('ticks are yes or no, and some must be yes', () => {
    const schema = z.object({ sure: tick(), agreed: mustTick('Tick to agree') });
    assert.deepEqual(parseInput(schema, { agreed: 'yes' }), { ok: true, value: { sure: false, agreed: true } });
    assert.deepEqual(messages(schema, { sure: 'yes' }), ['agreed: Tick to agree']);
  });

  test('a record’s id is a UUID in lower case, and no path or quotation', () => {
    const schema = recordId<'person'>();
    assert.equal(parseInput(schema, '0190a1b2-0000-7000-8000-00000000000a').ok, true);
    for (const bad of [
      '',
      '1',
      "' or 1=1",
      '../x',
      '0190A1B2-0000-7000-8000-00000000000A',
      '0190a1b2-0000-7000-8000-00000000000a ',
    ]) {
      assert.equal(parseInput(schema, bad).ok, false, bad);
    }
  });

  test('days come from three boxes or as ISO, and only real ones', () => {
    const schema = z.object({ when: day('the day') });
    const read = (raw: unknown) => {
      const parsed = parseInput(schema, rawInput({}, raw));
      return parsed.ok ? parsed.value.when.toString() : parsed.errors[0]?.message;
    };
    assert.equal(read({ 'when-day': '1', 'when-month': '2', 'when-year': '2026' }), '2026-02-01');
    assert.equal(read({ when: '2026-11-21' }), '2026-11-21');
    assert.match(String(read({ 'when-day': '31', 'when-month': '2', 'when-year': '2026' })), /must be a real date/);
    assert.match(String(read({ when: '21/11/2026' })), /must be a real date/);
    assert.equal(read({}), 'Enter the day');
  });

  test('times are read as people write them', () => {
    const read = (value: string) => {
      const parsed = parseInput(timeOfDay('the time'), value);
      return parsed.ok ? parsed.value.toString({ smallestUnit: 'minute' }) : parsed.errors[0]?.message;
    };
    assert.deepEqual(['15:40', '3:40pm', '3.40 PM', '12:05am', '12:05pm', '9:00'].map(read), [
      '15:40',
      '15:40',
      '15:40',
      '00:05',
      '12:05',
      '09:00',
    ]);
    for (const bad of ['', '25:00', '3', 'noon', '10:75']) assert.match(String(read(bad)), /must be a time/);
  });

  test('whole numbers have bounds and are only digits', () => {
    const schema = wholeNumber('the number of days', 1, 30);
    assert.deepEqual(parseInput(schema, ' 7 '), { ok: true, value: 7 });
    for (const bad of ['0', '31', '1.5', '1e3', '-1', 'seven', '99999999999']) {
      assert.match(messages(schema, bad)[0] ?? '', /must be a whole number from 1 to 30/);
    }
  });
});

describe('what a request brought', () => {
  test('the address names the record, whatever the form says; the form token is no field', () => {
    assert.deepEqual(rawInput({ id: 'a' }, { id: 'b', _csrf: 'x', words: 'hello' }), { id: 'a', words: 'hello' });
  });

  test('keys that would reach into objects are dropped', () => {
    const raw = rawInput({}, JSON.parse('{"__proto__": {"admin": true}, "words": "x"}'));
    assert.deepEqual(Object.keys(raw), ['words']);
    assert.equal('admin' in raw, false);
  });

  test('loses the character NUL, which no store can keep', () => {
    assert.deepEqual(rawInput({ id: 'a\0' }, { q: '\0ash', more: ['b\0', 'c'] }), {
      id: 'a',
      q: 'ash',
      more: ['b', 'c'],
    });
  });

  test('anything that is no form is an empty one', () => {
    for (const body of [undefined, null, 'text', 3]) assert.deepEqual(rawInput({}, body), {});
  });
});
