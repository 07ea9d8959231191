import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { declaredRegisters } from './declared/index.ts';
import { readersOf } from './subject-records.ts';

/** Who reads an entry of a register while a copy of what is held about somebody is prepared. */
describe('an entry of a register in a copy', () => {
  test('is read by no preparer who may not read the register', () => {
    const of = (code: string) => {
      const shape = declaredRegisters.find((one) => one.code === code);
      assert.ok(shape !== undefined, code);
      return readersOf(shape);
    };
    assert.deepEqual(of('staff-declarations'), ['dsl', 'head']);
    assert.deepEqual(of('recruitment-checks'), ['office', 'head']);
    assert.deepEqual(of('admin-secrets'), ['head']);
    assert.equal(of('lessons'), 'preparers');
  });

  test('of a restricted register only by those whom it names, the headteacher included', () => {
    assert.deepEqual(readersOf({ read: ['dsl'], restricted: true }), ['dsl']);
    assert.deepEqual(new Set(readersOf({ read: ['chair', 'head'], restricted: true })), new Set(['chair', 'head']));
  });

  test('opens requests to nobody who prepares none, whoever reads the register', () => {
    assert.deepEqual(readersOf({ read: ['technician', 'governor'] }), ['head']);
    assert.equal(readersOf({ read: ['staff'] }), 'preparers');
  });
});
