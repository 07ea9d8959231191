import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { policySetting } from '../../policy/index.ts';
import { checkShape } from '../check-shape.ts';
import { allFields } from '../entry.ts';
import { declaredRegisters } from './index.ts';

/** Our registers, as data: the engine's own tests say what becomes of them. */

describe('the registers that every school has', () => {
  for (const shape of declaredRegisters) {
    it(`${shape.code}: its parts fit together`, () => {
      const checked = checkShape(shape);
      assert.deepEqual(checked.ok ? [] : checked.faults, []);
    });

    it(`${shape.code}: asks the policy's settings only for what they may say`, () => {
      const asked = [
        ...(shape.rules ?? []).map(({ setting, is }) => ({ setting, is })),
        ...(shape.approval !== undefined && 'setting' in shape.approval.by
          ? [{ setting: shape.approval.by.setting, is: [] }]
          : []),
      ];
      for (const { setting, is } of asked) {
        const known = policySetting(setting);
        assert.ok(known !== undefined, `there is no setting “${setting}”`);
        for (const value of is) {
          const fits = [value, [value], Number(value)].some((one) => known.schema.safeParse(one).success);
          assert.ok(fits, `${setting} is never “${value}”`);
        }
      }
    });

    it(`${shape.code}: gives its own control first`, () => {
      assert.equal(shape.controls[0]?.code, `register-${shape.code}`);
    });
  }

  it('has each register, and each control, once', () => {
    const codes = declaredRegisters.map((shape) => shape.code);
    assert.deepEqual(codes, [...new Set(codes)]);
    const controls = declaredRegisters.flatMap((shape) => shape.controls.map((control) => control.code));
    assert.deepEqual(controls, [...new Set(controls)]);
  });

  it('names clauses by their ids', () => {
    for (const shape of declaredRegisters) {
      for (const field of allFields(shape)) {
        if (field.clause !== undefined) assert.match(field.clause, /^s\d-\d{3}$/, `${shape.code}.${field.code}`);
      }
    }
  });
});
