import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';

import type { Setting } from '../module.ts';
import { fieldOf, formValue, valueFrom, valueInWords } from './setting-field.ts';

const setting = (schema: z.ZodType, fallback: unknown): Setting => ({ code: 'x', sentence: 'x', schema, fallback });

describe('the field for a setting', () => {
  const cases: readonly [string, z.ZodType, unknown, string, unknown][] = [
    ['one of a few', z.enum(['a', 'b']), 'b', 'choice', 'b'],
    ['any of a few', z.array(z.enum(['a', 'b'])), ['a'], 'choices', ['a']],
    ['yes or no', z.boolean(), true, 'yes-no', 'yes'],
    ['a number', z.int().min(1).max(9), 7, 'number', '7'],
    ['a list of words', z.array(z.string()), ['one', 'two'], 'lines', 'one\ntwo'],
    ['text', z.string().max(5), 'abc', 'text', 'abc'],
  ];
  for (const [name, schema, value, kind, shown] of cases) {
    test(`follows from its schema and gives the value back: ${name}`, () => {
      const field = fieldOf(setting(schema, value));
      assert.ok(field);
      assert.equal(field.is, kind);
      assert.deepEqual(formValue(field, value), shown);
      assert.deepEqual(schema.parse(valueFrom(field, shown)), value);
    });
  }

  test('is absent for a value that no form asks for', () => {
    assert.equal(fieldOf(setting(z.object({ a: z.string() }), { a: '' })), undefined);
  });

  test('takes one ticked box as a list of one, and none as an empty list', () => {
    const field = fieldOf(setting(z.array(z.enum(['a', 'b'])), []));
    assert.ok(field);
    assert.deepEqual(valueFrom(field, 'a'), ['a']);
    assert.deepEqual(valueFrom(field, undefined), []);
  });

  test('passes nonsense on for the schema to refuse', () => {
    const field = fieldOf(setting(z.int(), 1));
    assert.ok(field);
    assert.equal(z.int().safeParse(valueFrom(field, '1e9')).success, false);
  });
});

describe('a value in words', () => {
  test('uses the setting’s own words first, then the policy’s, then the code', () => {
    assert.equal(valueInWords('head', { head: 'The head' }), 'The head');
    assert.equal(valueInWords(['head', 'lead']), 'Headteacher, Online-safety lead');
    assert.equal(valueInWords('acceptable-use'), 'Acceptable use');
    assert.equal(valueInWords('Typed by a person'), 'Typed by a person');
    assert.equal(valueInWords(false), 'No');
  });
});
