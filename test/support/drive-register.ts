import assert from 'node:assert/strict';

import { allFields } from '../../src/modules/registers/entry.ts';
import type { Grantee, RegisterShape } from '../../src/modules/registers/shape.ts';
import { decidersOf } from '../../src/modules/registers/register-parts.ts';
import { anEntryForm, outsidersOf, registerParts, somebodyWho } from '../../src/modules/registers/testing.ts';
import { anAdult, signedIn } from '../../src/modules/people/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import type { Browser } from './browser.ts';
import type { RegisterSchool } from './register-school.ts';

/**
 * Drives one register from its form to its file, whatever its shape: add, correct, approve, close, strike out, search, print, export, import,
 * and who may not. Throws where something is not as the shape says.
 */
export async function driveRegister(set: RegisterSchool, shape: RegisterShape): Promise<void> {
  const keeper = await somebody(set, [first(shape.add), first(shape.read)], 'Keeper');
  const browser = await browserOf(set, keeper);
  const base = `/registers/${shape.code}`;

  assert.match((await browser.get('/registers')).text, new RegExp(escaped(shape.title)));
  const number = await add(set, shape, browser, 1);
  const address = `${base}/${String(number)}`;
  await approve(set, shape, address);
  const shown = await browser.get(address);
  assert.equal(shown.status, 200);
  for (const field of shape.fields.filter((one) => one.retired !== true)) {
    assert.ok(
      shown.html.includes(field.label) || shown.text.includes(field.label),
      `${shape.code} shows ${field.code}`,
    );
  }
  await correct(set, shape, browser, address);
  await approve(set, shape, address);
  await lists(shape, browser);
  if (shape.closing !== undefined) await close(set, shape, browser, address);
  await files(shape, browser, address);
  const csv = await browser.get(`${base}/entries.csv`);
  assert.equal(csv.status, 200);
  await importInto(set, shape, browser, csv.html);
  await strikeOut(set, shape, browser);
  await refuses(set, shape, address);
}

const first = (list: readonly Grantee[]): Grantee => list[0] ?? 'head';
const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\&]/g, '.');
const versionIn = (html: string): string => /name="version" value="(\d+)"/.exec(html)?.[1] ?? '';

let people = 0;
async function somebody(set: RegisterSchool, are: readonly Grantee[], family: string): Promise<PersonActor> {
  people += 1;
  return somebodyWho(set.world, set.school, are, { family: `${family}-${String(people)}` });
}

async function browserOf(set: RegisterSchool, actor: PersonActor): Promise<Browser> {
  return signedIn(set.world, actor.person, set.school);
}

async function add(set: RegisterSchool, shape: RegisterShape, browser: Browser, at: number): Promise<number> {
  const page = await browser.get(`/registers/${shape.code}/add`);
  assert.equal(page.status, 200, `${shape.code}: the form`);
  const required = shape.fields.find((field) => field.required && field.retired !== true);
  if (required !== undefined) {
    assert.equal((await browser.post(`/registers/${shape.code}/add`, {})).status, 422, `${shape.code}: an empty form`);
  }
  const added = await browser.post(`/registers/${shape.code}/add`, { ...anEntryForm(shape.fields, set.names, at) });
  assert.equal(added.status, 303, `${shape.code}: ${added.text.slice(0, 600)}`);
  const notice = (await browser.follow()).text;
  const number = /Recorded as number ([\d,]+)/.exec(notice)?.[1];
  assert.ok(number !== undefined, notice.slice(0, 300));
  return Number(number.replace(',', ''));
}

/** Decides on an entry that waits: somebody else than whoever asked. */
async function approve(set: RegisterSchool, shape: RegisterShape, address: string): Promise<void> {
  if (shape.approval === undefined) return;
  const { world, school } = set;
  const deciders = await decidersOf(registerParts(world), readHandle(world.store.reading, school), shape);
  const decider = await browserOf(set, await somebody(set, [first(deciders)], 'Decider'));
  const form = await decider.get(`${address}/decide`);
  assert.equal(form.status, 200, `${shape.code}: ${form.text.slice(0, 400)}`);
  const no = await decider.post(`${address}/decide`, { version: versionIn(form.html), decision: 'refuse', words: '' });
  assert.equal(no.status, 422, `${shape.code}: a no needs its reason`);
  const yes = await decider.post(`${address}/decide`, { version: versionIn(form.html), decision: 'approve' });
  assert.equal(yes.status, 303, yes.text.slice(0, 300));
}

async function correct(set: RegisterSchool, shape: RegisterShape, browser: Browser, address: string): Promise<void> {
  const form = await browser.get(`${address}/correct`);
  assert.equal(form.status, 200, `${shape.code}: the form to correct it`);
  const version = versionIn(form.html);
  const values = anEntryForm(shape.fields, set.names, 2);
  const bare = await browser.post(`${address}/correct`, { ...values, version });
  assert.match(bare.text, /Enter why it is corrected/);
  const done = await browser.post(`${address}/correct`, { ...values, version, why: 'A slip of the pen.' });
  assert.equal(done.status, 303, `${shape.code}: ${done.text.slice(0, 500)}`);
  assert.match((await browser.follow()).text, /Corrected.*A slip of the pen\./);
  const stale = await browser.post(`${address}/correct`, {
    ...anEntryForm(shape.fields, set.names, 3),
    version,
    why: 'Late.',
  });
  assert.match(stale.text, /Somebody else changed this/);
}

async function lists(shape: RegisterShape, browser: Browser): Promise<void> {
  const base = `/registers/${shape.code}`;
  const named = shape.fields.find((field) => field.kind.type === 'line' || field.kind.type === 'words');
  const found = await browser.get(`${base}?q=${encodeURIComponent(named === undefined ? '' : `${named.label} 2`)}`);
  assert.match(found.html, new RegExp(`href="${base}/\\d+"`), `${shape.code}: the search`);
  assert.match((await browser.get(`${base}?q=nobody-wrote-this`)).text, /No entry fits/);
  for (const sort of ['number', 'about', 'title', 'state']) {
    assert.equal((await browser.get(`${base}?sort=${sort}&order=descending&page=1`)).status, 200);
  }
  assert.match((await browser.get(`${base}?state=struck-out`)).text, /No entry fits/);
  assert.match((await browser.get(`${base}/print`)).text, /Printed on/);
}

async function close(set: RegisterSchool, shape: RegisterShape, browser: Browser, address: string): Promise<void> {
  const form = await browser.get(`${address}/close`);
  assert.equal(form.status, 200, `${shape.code}: the form to close it: ${form.text.slice(0, 300)}`);
  const values = anEntryForm(shape.closing?.fields ?? [], set.names, 4);
  const done = await browser.post(`${address}/close`, { ...values, version: versionIn(form.html) });
  assert.equal(done.status, 303, `${shape.code}: ${done.text.slice(0, 500)}`);
  assert.match((await browser.follow()).text, new RegExp(escaped(shape.closing?.closed ?? '')));
  assert.equal((await browser.get(`${address}/close`)).status, 403, 'it is closed once');
}

async function files(shape: RegisterShape, browser: Browser, address: string): Promise<void> {
  const form = await browser.get(`${address}/file`);
  assert.equal(form.status, shape.files ? 200 : 403, `${shape.code}: files`);
  if (!shape.files) return;
  const sent = { field: 'file', name: 'receipt.txt', bytes: 'Paid.' };
  await browser.postFile(`${address}/file`, { version: versionIn(form.html), words: 'The receipt.' }, sent);
  const href = /href="(\/registers\/[^"]+\/files\/[^"]+)"/.exec((await browser.follow()).html)?.[1] ?? '';
  assert.equal((await browser.get(href)).html, 'Paid.');
}

/** What came out goes in again, and comes out the same. */
async function importInto(set: RegisterSchool, shape: RegisterShape, browser: Browser, csv: string): Promise<void> {
  const base = `/registers/${shape.code}/import`;
  const before = cellsOf(csv);
  assert.ok(before.length >= 1, `${shape.code}: the file has its entry`);
  await browser.get(base);
  const brought = await browser.postFile(base, {}, { field: 'files', name: 'a.csv', bytes: csv });
  assert.equal(brought.status, 303, `${shape.code}: ${brought.text.slice(0, 600)}`);
  const result = await browser.follow();
  assert.match(result.text, /and nothing wrong with/, `${shape.code}: ${result.text.slice(0, 700)}`);
  await browser.post(brought.location ?? '');
  await set.world.jobs.find((job) => job.name === 'import-registers')?.run();
  assert.match((await browser.get(brought.location ?? '')).text, /Taken in: /);
  const after = cellsOf((await browser.get(`/registers/${shape.code}/entries.csv`)).html);
  assert.equal(after.length, before.length * 2);
  assert.deepEqual(after.slice(before.length).map(fieldCells(shape)), before.map(fieldCells(shape)));
  const bad = csv.split('\r\n')[0] ?? '';
  await browser.get(base);
  const empty = await browser.postFile(base, {}, { field: 'files', name: 'a.csv', bytes: `${bad},Nonsense\r\nx\r\n` });
  assert.match(empty.text, /is no column of this register/);
}

const fieldCells =
  (shape: RegisterShape) =>
  (cells: readonly string[]): readonly string[] =>
    cells.slice(2, 2 + allFields(shape).length);

/** The lines of a file as our own export writes them, without the first. */
function cellsOf(csv: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let line: string[] = [];
  for (const [, quoted, plain, end] of csv
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    line.push((quoted ?? plain ?? '').replaceAll('""', '"'));
    if (end === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines.slice(1);
}

async function strikeOut(set: RegisterSchool, shape: RegisterShape, browser: Browser): Promise<void> {
  const address = `/registers/${shape.code}/${String(await add(set, shape, browser, 5))}`;
  const form = await browser.get(`${address}/strike-out`);
  const done = await browser.post(`${address}/strike-out`, { version: versionIn(form.html), why: 'Recorded twice.' });
  assert.equal(done.status, 303);
  assert.match((await browser.follow()).text, /Struck out.*Recorded twice\./);
  assert.equal((await browser.get(`${address}/correct`)).status, 403, 'what is struck out stays as it is');
}

/** Who may not. */
async function refuses(set: RegisterSchool, shape: RegisterShape, address: string): Promise<void> {
  const base = `/registers/${shape.code}`;
  for (const role of outsidersOf(shape).slice(0, 2)) {
    const outsider = await signedIn(set.world, await anAdult(set.world, set.school, { roles: [role] }), set.school);
    for (const path of [
      base,
      `${base}/add`,
      address,
      `${address}/correct`,
      `${base}/print`,
      `${base}/entries.csv`,
      `${base}/import`,
    ]) {
      assert.equal((await outsider.get(path)).status, 403, `${role} opens ${path}`);
    }
    await outsider.get('/registers');
    for (const path of [`${base}/add`, `${address}/correct`, `${address}/strike-out`]) {
      const refused = await outsider.post(path, { ...anEntryForm(shape.fields, set.names, 1), version: '1', why: 'x' });
      assert.equal(refused.status, 403, `${role} posts to ${path}`);
    }
  }
  const adders = shape.add.filter((one) => !shape.read.includes(one) && one !== 'head');
  // Whoever has a post works here besides.
  if (adders.length === 0 || shape.read.includes('staff')) return;
  const adder = await browserOf(set, await somebody(set, [first(adders)], 'Adder'));
  const list = await adder.get(base);
  assert.equal(list.status, 200, `${shape.code}: who adds sees the register’s page`);
  assert.equal(list.html.includes(`href="${address}"`), false, `${shape.code}: and of others nothing`);
  assert.equal((await adder.get(address)).status, 403);
  assert.equal((await adder.get(`${base}/entries.csv`)).status, 403);
}
