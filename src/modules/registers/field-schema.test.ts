import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { fieldSchema, MOST_LINE, MOST_SEVERAL, MOST_WORDS } from './field-schema.ts';
import type { FieldKind } from './shape.ts';
import { surroundings } from './surroundings.ts';

/** What a field of this kind makes of something typed: the value, or the message. */
function taken(kind: FieldKind, typed: unknown): unknown {
  const field = { code: 'note', label: 'Note', kind, required: true };
  const read = fieldSchema(field, surroundings([], []), true).safeParse(typed);
  return read.success ? read.data : read.error.issues[0]?.message;
}

describe('a field of a register', () => {
  test('of one line takes 200 characters and no more', () => {
    const longest = 'a'.repeat(MOST_LINE);
    assert.equal(taken({ type: 'line' }, longest), longest);
    assert.match(String(taken({ type: 'line' }, `${longest}a`)), /200 characters/);
  });

  test('of words takes 5,000 characters and no more', () => {
    const longest = 'a'.repeat(MOST_WORDS);
    assert.equal(taken({ type: 'words' }, longest), longest);
    assert.match(String(taken({ type: 'words' }, `${longest}a`)), /5,?000 characters/);
  });

  test('of several takes 200 different things and no more, each counted once', () => {
    const options = Array.from({ length: MOST_SEVERAL + 1 }, (_, at) => ({
      code: `o-${String(at)}`,
      label: `Option ${String(at)}`,
    }));
    const codes = options.map((option) => option.code);
    const most = codes.slice(0, MOST_SEVERAL);
    assert.deepEqual(taken({ type: 'choices', options }, [...most, 'o-0', 'Option 1']), most);
    assert.equal(taken({ type: 'choices', options }, codes), 'Enter 200 or fewer');
  });
});
