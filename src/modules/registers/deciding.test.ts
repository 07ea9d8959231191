import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { aRegisterSchool, type RegisterSchool } from '../../../test/support/register-school.ts';
import { actorFor, anAdult, signedIn } from '../people/testing.ts';
import { declaredRegisters } from './declared/index.ts';
import { anEntry, anEntryForm } from './testing.ts';

const calls = declaredRegisters.find(({ code }) => code === 'video-calls');
const publications = declaredRegisters.find(({ code }) => code === 'publication-approvals');
assert.ok(calls !== undefined && publications !== undefined);
const versionIn = (html: string): string => /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';

describe('deciding on what waits in a register', () => {
  let set: RegisterSchool;
  before(async () => {
    set = await aRegisterSchool('registers-deciding');
  });
  after(() => set.world.end());
  const adult = async (role: 'staff' | 'head' | 'lead') =>
    actorFor(set.world, set.school, await anAdult(set.world, set.school, { roles: [role] }));

  test('is for deciders who do not read the register: they find what waits, open it, decide, and see what became of it', async () => {
    const [asks, decider, other] = [await adult('staff'), await adult('staff'), await adult('staff')];
    const number = await anEntry(set.world, asks, calls.code, anEntryForm(calls.fields, set.names));
    const address = `/registers/${calls.code}/${String(number)}`;
    const browser = await signedIn(set.world, decider.person, set.school);
    const list = await browser.get(`/registers/${calls.code}?state=waiting`);
    assert.match(list.html, new RegExp(`href="${address}"`));
    const entry = await browser.get(address);
    assert.equal(entry.status, 200);
    assert.equal(entry.html.includes(`${address}/correct`), false);
    assert.equal((await browser.get(`${address}/correct`)).status, 403);
    const form = await browser.get(`${address}/decide`);
    const decision = { decision: 'approve', words: '', version: versionIn(form.html) };
    assert.equal((await browser.post(`${address}/decide`, decision)).status, 303);
    assert.match((await browser.follow()).text, /Approved\./);
    const later = await signedIn(set.world, other.person, set.school);
    assert.equal((await later.get(address)).status, 403);
    assert.equal((await later.get(`/registers/${calls.code}`)).html.includes(`href="${address}"`), false);
    assert.equal((await later.get(`/registers/${calls.code}/entries.csv`)).status, 403);
  });

  test('is not for whoever corrected it last: what somebody wrote themselves they do not approve', async () => {
    const [asks, lead] = [await adult('staff'), await adult('lead')];
    const number = await anEntry(set.world, asks, publications.code, anEntryForm(publications.fields, set.names));
    const address = `/registers/${publications.code}/${String(number)}`;
    const browser = await signedIn(set.world, lead.person, set.school);
    assert.equal((await browser.get(`${address}/decide`)).status, 200);
    const form = await browser.get(`${address}/correct`);
    const corrected = { ...anEntryForm(publications.fields, set.names, 2), why: 'It is another.' };
    const version = versionIn(form.html);
    assert.equal((await browser.post(`${address}/correct`, { ...corrected, version })).status, 303);
    assert.equal((await browser.get(`${address}/decide`)).status, 403);
    const decision = { decision: 'approve', words: '', version: String(Number(version) + 1) };
    assert.equal((await browser.post(`${address}/decide`, decision)).status, 403);
  });
});
