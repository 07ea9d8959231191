import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { aRegisterSchool } from '../../../test/support/register-school.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { Role } from '../../platform/access/roles.ts';
import { actorFor, anAdult, signedIn } from '../people/testing.ts';
import { declaredRegisters } from './declared/index.ts';
import { formName } from './field-names.ts';
import { registerDuties } from './duties.ts';
import { anEntry, anEntryForm, registerParts } from './testing.ts';

const shapeOf = (code: string) => {
  const found = declaredRegisters.find((shape) => shape.code === code);
  assert.ok(found !== undefined, code);
  return found;
};

describe('the home page', () => {
  test('tells who decides what waits, but not of their own request, and who keeps a register what is overdue', async (t) => {
    const set = await aRegisterSchool('register-duties');
    t.after(() => set.world.end());
    const { world, school } = set;
    const somebody = async (role: Role) => actorFor(world, school, await anAdult(world, school, { roles: [role] }));
    const [head, office, staff] = [await somebody('head'), await somebody('office'), await somebody('staff')];
    const duties = registerDuties(registerParts(world));
    const lines = async (actor: typeof head) => {
      const asking = { now: world.clock.now() };
      const all = [];
      for (const duty of duties)
        all.push(...(await duty.linesFor(readHandle(world.store.reading, school), actor, asking)));
      return all.map((line) => `${line.text} ${line.href}`);
    };
    assert.deepEqual(await lines(head), []);

    const access = shapeOf('data-access');
    await anEntry(world, head, access.code, anEntryForm(access.fields, set.names));
    assert.deepEqual(await lines(head), [], 'nobody decides on their own');
    await anEntry(world, staff, access.code, anEntryForm(access.fields, set.names, 2));
    assert.deepEqual(await lines(head), [
      `${access.title}: 1 entry waits for your decision /registers/data-access?state=waiting`,
    ]);
    assert.deepEqual(await lines(staff), []);

    const loans = shapeOf('loans');
    assert.ok(loans.due !== undefined);
    const form = { ...anEntryForm(loans.fields, set.names) };
    const due = formName(loans.due.field);
    Object.assign(form, { [`${due}-day`]: '20', [`${due}-month`]: '11', [`${due}-year`]: '2026' });
    await anEntry(world, office, loans.code, form);
    assert.deepEqual(await lines(office), [`${loans.title}: 1 entry ${loans.due.says} /registers/loans?due=overdue`]);
    const browser = await signedIn(world, office.person, school);
    assert.match((await browser.get('/registers/loans?due=overdue')).html, /href="\/registers\/loans\/1"/);
    assert.match((await browser.get('/registers/loans/1')).text, /Overdue/);
    assert.match((await browser.get('/')).text, new RegExp(loans.due.says));
  });
});
