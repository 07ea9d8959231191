import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { Browser, Page } from '../../../../test/support/browser.ts';
import { aRegisterSchool, type RegisterSchool } from '../../../../test/support/register-school.ts';
import { actorFor, anAdult, signedIn, worked } from '../../people/testing.ts';
import { asId } from '../../../platform/ids/ids.ts';
import { takeImportStep } from '../commands/import-commands.ts';
import { registerTables } from '../rows.ts';
import { MOST_IMPORT_BYTES } from './read-records.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';

const HEAD =
  'Item,Serial number,Kind,Where it is kept,Does it leave the school?,Is it encrypted?,Who has it,Bought or got on';
const line = (at: number): string =>
  `Tablet ${String(at)},SN-${String(at)},Tablet,Trolley,No,Yes,Robin Named,21/11/2026`;

describe('bringing in a file of entries', () => {
  let set: RegisterSchool;
  let office: Browser;
  before(async () => {
    set = await aRegisterSchool('registers-import');
    office = await signedIn(set.world, await anAdult(set.world, set.school, { roles: ['office'] }), set.school);
  });
  after(() => set.world.end());

  const bring = async (text: string | Uint8Array): Promise<Page> => {
    await office.get('/registers/hardware/import');
    const sent = await office.postFile(
      '/registers/hardware/import',
      {},
      { field: 'files', name: 'a.csv', bytes: text },
    );
    return sent.status === 303 ? office.follow() : sent;
  };
  const count = async (): Promise<number> =>
    (await set.world.store.reading.selectFrom('register_entry').select('id').execute()).length;
  const runJob = () => set.world.jobs.find((job) => job.name === 'import-registers')?.run();

  it('names each line that is wrong with its column and the cure, and takes nothing in', async () => {
    const found = await bring(
      [
        HEAD,
        line(1),
        'Tablet,SN-2,Spaceship,Trolley,No,Yes,,',
        ',SN-3,Tablet,Trolley,Maybe,Yes,Nobody Known,31/02/2026',
        `${line(4)},more`,
      ].join('\n'),
    );
    assert.match(found.text, /3 of 4 lines need mending/);
    assert.match(found.text, /3 Kind Kind: choose one of these: Laptop, Desktop computer/);
    assert.match(found.text, /4 Item Enter “Item”/);
    assert.match(found.text, /4 Does it leave the school\? Does it leave the school\?: choose one of these: Yes, No/);
    assert.match(found.text, /4 Who has it Who has it: there is no adult of the school called “Nobody Known”/);
    assert.match(found.text, /4 Bought or got on .*must be a real date/);
    assert.match(found.text, /5 The whole line The line has 9 cells, the first line 8/);
    assert.equal(found.html.includes('Take them in'), false);
    const refused = await office.post(await lastImport());
    assert.equal(refused.status, 422);
    assert.equal(await count(), 0);
  });
  async function lastImport(): Promise<string> {
    const rows = await registerTables
      .read(readHandle(set.world.store.reading, set.school))
      .select('register_import')
      .selectAll()
      .orderBy('id', 'desc')
      .execute();
    return `/registers/hardware/import/${rows[0]?.id ?? ''}`;
  }

  it('refuses at once what is no such file', async () => {
    for (const [text, pattern] of [
      ['', /The file is empty/],
      [
        'Item,Colour\nx,y\n',
        /Column 2, “Colour”, is no column of this register\. Take it out, or call it one of these: Item, /,
      ],
      ['Item,Item\n', /Two columns are called “Item”/],
      ['Item\nx\n', /The file has no column for: Serial number, Kind/],
      [Buffer.from('PK\u0003\u0004\0\0 a workbook', 'latin1'), /must be CSV: save the sheet as CSV/],
    ] as const) {
      const answer = await bring(text);
      assert.equal(answer.status, 422, String(pattern));
      assert.match(answer.text, pattern);
    }
    const broken = await bring(`${HEAD}\n"Tablet,SN-1,Tablet\n`);
    assert.match(broken.text, /Line 2 cannot be read as CSV: look for a quotation mark that has no partner/);
    assert.equal(await count(), 0);
  });

  it('refuses a file of more than 20 MB, and says so', async () => {
    const answer = await bring(Buffer.alloc(MOST_IMPORT_BYTES + 1, 'x'));
    assert.equal(answer.status, 413);
    assert.match(answer.text, /too large/);
    const largest = await bring(Buffer.alloc(MOST_IMPORT_BYTES, 'x'));
    assert.equal(largest.status, 422, 'it is looked into');
    assert.equal(await count(), 0);
  });

  it('reads semicolons, Excel’s own characters, headings in any case, and passes over our own columns', async () => {
    const text = `ITEM;serial number;Kind;Where it is kept;Does it leave the school?;Is it encrypted?;Entry number\r\nCafé-Tablet;=1+1;laptop;Büro;no;YES;99\r\n`;
    const found = await bring(Buffer.from(text, 'latin1'));
    assert.match(found.text, /1 entry, and nothing wrong with them/);
    assert.match(found.text, /Item Café-Tablet .*Serial number =1\+1/);
  });

  it('counts nothing before the last line is in, goes on after a stop, and leaves two rows of the trail and one for each part', async () => {
    const before = await count();
    const found = await bring([HEAD, ...Array.from({ length: 230 }, (_, at) => line(at))].join('\r\n'));
    assert.match(found.text, /230 entries, and nothing wrong with them/);
    const address = await lastImport();
    const begun = await office.post(address);
    assert.equal(begun.location, address);
    assert.match((await office.follow()).text, /Being taken in: 0 of 230/);
    // A part of it, as the job writes it, and then a stop.
    const id = address.split('/').at(-1) ?? '';
    const actor = { kind: 'job', name: 'import-registers', school: set.school, request: asId<'request'>('r') } as const;
    const [row] = await set.world.store.reading
      .selectFrom('register_import')
      .selectAll()
      .where('id', '=', id)
      .execute();
    const entry = {
      id: set.world.ids.next<'register-entry'>(),
      register: 'hardware',
      number: 0,
      version: 1,
      state: 'open',
      about_day: '2026-11-21',
      due_day: null,
      counts_from: null,
      title: 'Tablet 0',
      search: 'tablet 0',
      facets: '',
      gaps: 0,
      plain_values: '{"item":"Tablet 0"}',
      sealed_values: null,
      import_id: id,
      added_by: String(row?.['asked_by']),
      added_at: '2026-11-23T09:10:00Z',
      decided_by: null,
      decided_at: null,
      closed_at: null,
      changed_at: '2026-11-23T09:10:00Z',
    };
    worked(await set.world.runner.run(takeImportStep, actor, { import: id, from: 0, rows: [entry] }));
    assert.equal(await count(), before + 1);
    assert.match((await office.get('/registers/hardware')).text, /Entries appear here/, 'it does not count yet');
    assert.equal((await office.get('/registers/hardware/1')).status, 404);
    const again = await set.world.runner.run(takeImportStep, actor, { import: id, from: 0, rows: [entry] });
    assert.equal(again.ok, false, 'no part is taken in twice');
    await runJob();
    assert.equal(await count(), before + 230);
    assert.match((await office.get(address)).text, /Taken in: 230/);
    assert.match((await office.get('/registers/hardware')).text, /1 to 25 of 230 entries/);
    assert.equal((await office.post(address)).status, 403, 'a file is taken in once');
    const events = await set.world.store.reading
      .selectFrom('audit_event')
      .select('event')
      .where('event', 'like', 'register-import-%')
      .where('data', 'like', `%${id}%`)
      .execute();
    assert.equal(events.length, 2 + 1 + 3);
  });

  it('that cannot be taken in, as its file is gone, holds up none of the others', async () => {
    const before = await count();
    await bring([HEAD, line(501)].join('\n'));
    const gone = await lastImport();
    assert.equal((await office.post(gone)).status, 303);
    await bring([HEAD, line(502), line(503)].join('\n'));
    assert.equal((await office.post(await lastImport())).status, 303);
    const id = gone.split('/').at(-1) ?? '';
    const setContent = (content: string) =>
      set.world.store.transaction((db) =>
        db.updateTable('register_import').set({ content }).where('id', '=', id).execute(),
      );
    const [row] = await set.world.store.reading
      .selectFrom('register_import')
      .select('content')
      .where('id', '=', id)
      .execute();
    await setContent('there-is-none');
    await assert.rejects(async () => runJob(), 'the program’s log tells of it');
    assert.equal(await count(), before + 2);
    await setContent(String(row?.['content']));
    await runJob();
    assert.equal(await count(), before + 3);
  });

  it('is nobody’s but of who may add all of it: others cannot look at the file', async () => {
    const lead = await signedIn(set.world, await anAdult(set.world, set.school, { roles: ['lead'] }), set.school);
    assert.equal((await lead.get(await lastImport())).status, 403);
    const head = await actorFor(set.world, set.school, await anAdult(set.world, set.school, { roles: ['head'] }));
    const step = set.world.runner.run(takeImportStep, head, {
      import: (await lastImport()).split('/').at(-1),
      from: 0,
      rows: [],
    });
    await assert.rejects(step, /nobody can do it by hand/);
  });

  it('is put aside after a day in which nobody took it in', async () => {
    await bring([HEAD, line(1)].join('\n'));
    const address = await lastImport();
    set.world.clock.advance({ hours: 25 });
    await runJob();
    office = await signedIn(set.world, await anAdult(set.world, set.school, { roles: ['office'] }), set.school);
    assert.match((await office.get(address)).text, /The file was put aside/);
  });
});
