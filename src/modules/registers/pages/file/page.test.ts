import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { aRegisterSchool, type RegisterSchool } from '../../../../../test/support/register-school.ts';
import { signedIn } from '../../../people/testing.ts';
import { MOST_FILE_BYTES } from '../../commands/add-register-file.ts';
import { declaredRegisters } from '../../declared/index.ts';
import { anEntry, anEntryForm, somebodyWho } from '../../testing.ts';

describe('a file of an entry', () => {
  let set: RegisterSchool;
  before(async () => {
    set = await aRegisterSchool('register-files');
  });
  after(() => set.world.end());

  it('has 20 MB at most: a larger one is refused at its field, and what was typed is kept', async () => {
    const { world, school, names } = set;
    const shape = declaredRegisters.find((one) => one.files && one.approval === undefined && one.restricted !== true);
    assert.ok(shape !== undefined);
    const keeper = await somebodyWho(world, school, shape.add.slice(0, 1));
    const number = await anEntry(world, keeper, shape.code, anEntryForm(shape.fields, names));
    const browser = await signedIn(world, keeper.person, school);
    const address = `/registers/${shape.code}/${String(number)}/file`;
    const send = async (bytes: number) => {
      const form = await browser.get(address);
      const version = /name="version" value="(\d+)"/.exec(form.html)?.[1] ?? '';
      const file = { field: 'file', name: 'contract.txt', bytes: Buffer.alloc(bytes, 'x') };
      return browser.postFile(address, { version, words: 'The contract of the autumn.' }, file);
    };
    const refused = await send(MOST_FILE_BYTES + 1);
    assert.equal(refused.status, 422, refused.text.slice(0, 300));
    assert.match(refused.html, /href="#file"/);
    assert.match(refused.text, /must be 20 MB or smaller/);
    assert.match(refused.html, /The contract of the autumn\./);
    assert.equal((await send(MOST_FILE_BYTES)).status, 303);
  });
});
