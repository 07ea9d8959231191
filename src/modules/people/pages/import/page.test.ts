import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { ZipFile } from 'yazl';

import type { Browser } from '../../../../../test/support/browser.ts';
import { rosterOfRows } from '../../../../../test/support/roster-files.ts';
import { until } from '../../../../../test/support/running.ts';
import { makeWorld, type World } from '../../../../../test/support/world.ts';
import { anAdult, aSchool, signedIn } from '../../testing.ts';

async function office(t: TestContext): Promise<{ world: World; browser: Browser }> {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  return { world, browser: await signedIn(world, await anAdult(world, school, { roles: ['office'] }), school) };
}

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts);
}

const chosen = (name: string, bytes: Uint8Array | string) => ({ field: 'files', name, bytes });
const fingerprintIn = (html: string): string => /name="fingerprint" value="([0-9a-f]+)"/.exec(html)?.[1] ?? '';

describe('the pages of an import', () => {
  test('a file of the school’s own: the columns are guessed, corrected, remembered, and the plan is undone', async (t) => {
    const { browser } = await office(t);
    await browser.get('/people/import');
    const file = chosen(
      'pupils.csv',
      'UPN;Surname;Forename;Year Group;Reg Group\r\nH801200001001;Hill;Sam;Squirrels;4O\r\n',
    );
    await browser.postFile('/people/import', {}, file);
    const columns = await browser.follow();
    assert.match(columns.text, /What the columns mean pupils\.csv has 1 row\. These are guesses/);
    assert.match(columns.html, /id="column0"[^]*?value="upn" selected/);
    const said = {
      about: 'pupils',
      days: 'day-first',
      column0: 'upn',
      column1: 'family',
      column2: 'given',
      column3: 'year',
      column4: 'class',
    };
    const action = /action="(\/people\/import\/[^"]+\/columns)"/.exec(columns.html)?.[1] ?? '';
    await browser.get(action);
    assert.match(
      (await browser.post(action, { ...said, column1: '', column2: '' })).text,
      /Say which column holds the names/,
    );
    await browser.post(action, said);
    assert.match((await browser.follow()).text, /Say which year “Squirrels” is/);
    const to =
      (await browser.post(action, { ...said, yearWord0: 'Squirrels', year0: '3', classWord0: '4O', class0: 'Oak' }))
        .location ?? '';
    const plan = await browser.get(to);
    assert.match(plan.text, /Read as your own columns.*Join 1.*Oak is new/);
    await browser.post(to, { fingerprint: fingerprintIn(plan.html) });
    const run = await browser.follow();
    assert.match(run.text, /The roster is imported.*1 joined.*Undo this import/);
    const undo = /action="(\/people\/import\/runs\/[^"]+\/undo)"/.exec(run.html)?.[1] ?? '';
    await browser.post(undo);
    assert.match((await browser.follow()).text, /The import is undone/);
    // The same headings again, in another order: no page of columns.
    await browser.get('/people/import');
    const next = chosen(
      'again.csv',
      'Forename,Surname,UPN,Reg Group,Year Group\nSam,Hill,H801200001001,4O,Squirrels\n',
    );
    await browser.postFile('/people/import', {}, next);
    assert.match((await browser.follow()).text, /You said before what these columns are/);
  });

  test('a bomb, a spreadsheet and nothing at all come back with what to do', async (t) => {
    const { browser } = await office(t);
    await browser.get('/people/import');
    const bomb = await zipOf({ 'users.csv': 'x'.repeat(8 * 1024 * 1024) });
    assert.match(
      (await browser.postFile('/people/import', {}, chosen('roster.zip', bomb))).text,
      /packed more tightly/,
    );
    assert.match(
      (await browser.postFile('/people/import', {}, chosen('', ''))).text,
      /Choose the files of your export/,
    );
    const sheet = await zipOf({ 'xl/workbook.xml': 'x' });
    assert.match((await browser.postFile('/people/import', {}, chosen('p.xlsx', sheet))).text, /is a spreadsheet/);
  });

  test(
    '10,000 rows are read and imported while pages answer, and the page of the import can be left',
    { timeout: 600_000 },
    async (t) => {
      const { browser } = await office(t);
      await browser.get('/people/import');
      const waiting = { on: true };
      const answers: number[] = [];
      const others = (async () => {
        while (waiting.on) {
          answers.push((await browser.get('/people')).status);
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      const to =
        (await browser.postFile('/people/import', {}, chosen('roster.zip', await zipOf(rosterOfRows(10_000)))))
          .location ?? '';
      const during = answers.length;
      const plan = await browser.get(to);
      assert.match(plan.text, /Join 5,000/);
      const run = (await browser.post(to, { fingerprint: fingerprintIn(plan.html) })).location ?? '';
      const shown = async (): Promise<string> => (await browser.get(run)).text;
      const first = await shown();
      assert.match(first, /Importing: [\d,]+ of 5,045|The roster is imported/);
      await until(async () => (await shown()).includes('The roster is imported'), 'the import never ends', 300_000);
      waiting.on = false;
      await others;
      assert.ok(during > 0, 'no page was answered while the files were read');
      assert.ok(answers.length > during + 5, `only ${String(answers.length)} pages were answered`);
      assert.ok(answers.every((status) => status === 200));
    },
  );
});
