import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { checkShape, faultWords } from '../../src/modules/registers/check-shape.ts';
import { allFields } from '../../src/modules/registers/entry.ts';
import { declaredRegisters } from '../../src/modules/registers/index.ts';
import { driveRegister } from '../support/drive-register.ts';
import { aRegisterSchool, type RegisterSchool } from '../support/register-school.ts';

/** Every register that the program declares: whole as data, and usable from its form to its file. One test for all, as there is one engine. */

describe('the declared registers', () => {
  test('are each whole: their parts fit together', () => {
    const faults = declaredRegisters.flatMap((shape) => {
      const checked = checkShape(shape);
      return checked.ok ? [] : checked.faults.map((fault) => `${shape.code}, ${faultWords(fault)}`);
    });
    assert.deepEqual(faults, []);
  });

  test('have each their own code, and each control its own', () => {
    const codes = declaredRegisters.map((shape) => shape.code);
    assert.deepEqual(
      codes.filter((code, at) => codes.indexOf(code) !== at),
      [],
    );
    const controls = declaredRegisters.flatMap((shape) => shape.controls.map((control) => control.code));
    assert.deepEqual(
      controls.filter((code, at) => controls.indexOf(code) !== at),
      [],
    );
  });

  test('say where each time of keeping comes from, and ask for something', () => {
    for (const shape of declaredRegisters) {
      assert.ok(shape.keep.source.length > 8, shape.code);
      assert.ok(allFields(shape).length > 1, shape.code);
    }
  });
});

describe('each declared register', () => {
  let set: RegisterSchool;
  before(async () => {
    set = await aRegisterSchool('registers-conformance');
  });
  after(() => set.world.end());

  for (const shape of declaredRegisters) {
    test(`${shape.code} has form, list, record, history, file and import, each for those who may`, async () => {
      set.world.clock.advance({ minutes: 2 });
      await driveRegister(set, shape);
    });
  }
});
