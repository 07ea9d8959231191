import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { ask } from '../../../../../test/support/ask.ts';
import { clamdProgram, startClamd, TEST_VIRUS } from '../../../../../test/support/clamd.ts';
import { makeWorld, type World } from '../../../../../test/support/world.ts';
import { openBrowser, type Browser, type Page } from '../../../../../test/support/browser.ts';
import { verifyChain } from '../../../../platform/audit/chain.ts';
import type { PersonActor } from '../../../../platform/access/access.ts';
import { signedIn } from '../../../people/testing.ts';
import type { IncidentId } from '../../incident.ts';
import { aCast, aClassifiedOne, aReport, type Cast } from '../../testing.ts';
import { MOST_FILE_BYTES } from '../../attachments.ts';

const SECRET = 'The letter says that Robin was at the bus stop.';

const storedFiles = (world: World): string[] => {
  const folder = join(world.folder, 'files');
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name))
    : [];
};

const versionOf = (page: Page): string => /name="version" value="(\d+)"/.exec(page.html)?.[1] ?? '';

async function addTo(
  browser: Browser,
  id: IncidentId,
  file: { name: string; bytes: Uint8Array | string },
  words = 'A letter from home.',
): Promise<Page> {
  const form = await browser.get(`/incidents/${id}/file`);
  assert.equal(form.status, 200);
  return browser.postFile(`/incidents/${id}/file`, { version: versionOf(form), words }, { field: 'file', ...file });
}

describe('a file of an incident', () => {
  let world: World;
  let cast: Cast;
  before(async () => {
    world = await makeWorld({ seed: 'incident-files' });
    cast = await aCast(world);
  });
  after(() => world.end());

  const browserOf = (actor: PersonActor): Promise<Browser> => signedIn(world, actor.person, cast.school);
  const aCase = async (category?: string): Promise<IncidentId> =>
    aClassifiedOne(
      world,
      cast.dsl,
      await aReport(world, cast.teacher),
      'inappropriate',
      category === undefined ? {} : { category },
    );

  it('is added, listed with who and when, opened as it was, and stands in the history; the file lies sealed', async () => {
    const id = await aCase();
    const browser = await browserOf(cast.dsl);
    assert.match((await browser.get(`/incidents/${id}`)).text, /Add a file/);
    const added = await addTo(browser, id, { name: '../Letter home.txt', bytes: SECRET });
    assert.equal(added.status, 303);
    const shown = await browser.follow();
    assert.match(shown.text, /The file is added\..*Letter home\.txt \(plain text, 1 KB\), added by Alex Safe/);
    assert.match(shown.text, /File added by Alex Safe .* A letter from home\. File: Letter home\.txt/);
    const href = /href="(\/incidents\/[^"]+\/files\/[^"]+)"/.exec(shown.html)?.[1] ?? '';
    const opened = await browser.get(href);
    assert.equal(opened.status, 200);
    assert.equal(opened.html, SECRET);
    assert.match(String(opened.headers['content-disposition']), /^attachment; filename="incident-\d+-file-1\.txt"$/);
    assert.equal(opened.headers['x-content-type-options'], 'nosniff');
    assert.match(String(opened.headers['content-security-policy']), /^sandbox; default-src 'none'/);
    assert.match(String(opened.headers['content-type']), /^text\/plain/);
    assert.equal(opened.headers['cache-control'], 'no-store');
    assert.match((await browser.get(`/incidents/${id}/print`)).text, /Files Letter home\.txt/);
    const [file] = storedFiles(world);
    assert.ok(file !== undefined);
    assert.equal(readFileSync(join(world.folder, 'files', file)).includes('bus stop'), false);
    const events = await world.store.reading
      .selectFrom('audit_event')
      .select(['event', 'data'])
      .where('subject', '=', id)
      .where('event', 'like', 'incident-file-%')
      .orderBy('seq')
      .execute();
    assert.deepEqual(
      events.map((row) => String(row['event'])),
      ['incident-file-added', 'incident-file-opened'],
    );
    assert.equal(JSON.stringify(events).includes('Letter'), false);
    assert.equal((await verifyChain(world.store.reading, cast.school)).ok, true);
  });

  it('is opened by nobody who may not open the case, nor under another case', async () => {
    const id = await aCase();
    const browser = await browserOf(cast.dsl);
    await addTo(browser, id, { name: 'a.txt', bytes: SECRET });
    const href = /href="(\/incidents\/[^"]+\/files\/[^"]+)"/.exec((await browser.follow()).html)?.[1] ?? '';
    for (const actor of [cast.teacher, cast.technician, cast.office, cast.governor, cast.chair]) {
      const answer = await (await browserOf(actor)).get(href);
      assert.equal(answer.status, 403);
      assert.equal(answer.html.includes('bus stop'), false);
      assert.equal((await (await browserOf(actor)).get(`/incidents/${id}/file`)).status, 403);
    }
    const other = await aCase();
    assert.equal((await browser.get(href.replace(id, other))).status, 404);
    const hidden = await aReport(world, cast.teacher, { about: 'staff' });
    assert.equal((await browser.get(href.replace(id, hidden))).status, 404);
  });

  it('is never added to what may be illegal, nor before the case is classified, nor a picture where pictures are the matter', async () => {
    const head = await browserOf(cast.head);
    const fresh = await aReport(world, cast.teacher);
    assert.match((await head.get(`/incidents/${fresh}/file`)).text, /Classify the incident first/);
    const illegal = await aClassifiedOne(world, cast.dsl, fresh, 'illegal');
    const refused = await head.get(`/incidents/${illegal}/file`);
    assert.equal(refused.status, 403);
    assert.match(refused.text, /never copy, save or store such pictures/);
    assert.doesNotMatch((await head.get(`/incidents/${illegal}`)).text, /Add a file/);
    const pictures = await aCase('image-sharing');
    const before = storedFiles(world).length;
    const png = Buffer.from(
      '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6300010000000500010d0a2db40000000049454e44ae426082',
      'hex',
    );
    const answer = await addTo(head, pictures, { name: 'a.png', bytes: png });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /no picture is kept/);
    assert.equal(storedFiles(world).length, before + 1, 'what came in waits for the sweep');
    const sweep = world.jobs.find((one) => one.name === 'sweep-files');
    const now = world.clock.now();
    world.clock.set(Temporal.Now.instant().add({ hours: 25 }));
    await sweep?.run();
    world.clock.set(now);
    assert.equal(storedFiles(world).length, before, 'what nothing refers to is gone, what a case refers to stays');
  });

  it('that is refused is told at its field, and what was typed is kept', async () => {
    const id = await aCase();
    const browser = await browserOf(cast.dsl);
    const before = storedFiles(world).length;
    for (const [name, bytes, message] of [
      ['a.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(400)]), /must be one of these: PDF/],
      ['a.html', '<b>x</b>', /its name must end in \.txt/],
      ['a.txt', '', /The file is empty/],
      ['a.txt', Buffer.alloc(MOST_FILE_BYTES + 1, 'x'), /must be 20 MB or smaller/],
    ] as const) {
      const answer = await addTo(browser, id, { name, bytes }, 'Words that must not be lost.');
      assert.equal(answer.status, 422, name);
      assert.match(answer.html, /href="#file"/);
      assert.match(answer.text, message);
      assert.match(answer.html, /Words that must not be lost\./);
    }
    const none = await browser.post(`/incidents/${id}/file`, {
      version: versionOf(await browser.get(`/incidents/${id}/file`)),
      words: 'x',
    });
    assert.equal(none.status, 422);
    assert.match(none.text, /Choose the file/);
    const forged = await browser.post(`/incidents/${id}/file`, { version: '1', words: 'x', file: 'a'.repeat(64) });
    assert.match(forged.text, /Choose the file/);
    assert.equal(storedFiles(world).length, before);
  });

  it('comes beside so much text and no more', async () => {
    const id = await aCase();
    const browser = await browserOf(cast.dsl);
    const most = 256 * 1024;
    // The words, the version and the token of the form are counted together.
    const fits = await addTo(browser, id, { name: 'a.txt', bytes: 'x' }, 'x'.repeat(most - 1000));
    assert.equal(fits.status, 422);
    assert.match(fits.text, /too long|characters/);
    const over = await addTo(browser, id, { name: 'a.txt', bytes: 'x' }, 'x'.repeat(most + 1));
    assert.equal(over.status, 413);
    assert.match(over.text, /What you typed or pasted is too long/);
  });

  it('waits while four others are coming in, and is taken when one of them is done', async (t) => {
    const id = await aCase();
    const base = await world.web.listen({ host: '127.0.0.1', port: 0 });
    const secret = await world.parts.sessions.start(cast.school, cast.dsl.person, 'test');
    const headers = {
      cookie: `sg_session=${secret}`,
      'content-type': 'multipart/form-data; boundary=b',
      origin: base,
    };
    const head = '--b\r\nContent-Disposition: form-data; name="words"\r\n\r\nSlow';
    const rest = '\r\n--b--\r\n';
    const url = `${base}/incidents/${id}/file`;
    const slow = Array.from({ length: 4 }, () => {
      const length = Buffer.byteLength(`${head}${rest}`);
      const sent = request(url, { method: 'POST', headers: { ...headers, 'content-length': length }, agent: false });
      sent.on('error', () => undefined);
      sent.write(head);
      return sent;
    });
    t.after(() => {
      for (const one of slow) one.destroy();
    });
    const fifth = () => ask(url, { method: 'POST', headers, body: `${head}${rest}` });
    const until = async (refused: boolean): Promise<void> => {
      const end = AbortSignal.timeout(30_000);
      while ((await fifth()).body.includes('Several files are coming in just now') !== refused) {
        assert.ok(!end.aborted, 'it never came to that');
        // Asking again and again is not what is limited here.
        world.clock.advance({ minutes: 1 });
      }
    };
    await until(true);
    slow[0]?.end(rest);
    await until(false);
  });

  it('is not read from a form that is not ours, nor from somebody who is not signed in', async () => {
    const id = await aCase();
    const before = storedFiles(world).length;
    const browser = await browserOf(cast.dsl);
    await browser.get(`/incidents/${id}/file`);
    const foreign = await browser.postFile(
      `/incidents/${id}/file`,
      { _csrf: 'made-up', words: 'x' },
      { field: 'file', name: 'a.txt', bytes: 'x' },
    );
    assert.equal(foreign.status, 403);
    const stranger = openBrowser(world.web);
    await stranger.get('/sign-in');
    const answer = await stranger.postFile(
      `/incidents/${id}/file`,
      { words: 'x' },
      { field: 'file', name: 'a.txt', bytes: 'x' },
    );
    assert.equal(answer.status, 401);
    const elsewhere = await browser.postFile(
      `/incidents/${id}/note`,
      { words: 'x' },
      { field: 'file', name: 'a.txt', bytes: 'x' },
    );
    assert.ok(elsewhere.status >= 400 && elsewhere.status < 500);
    assert.equal(storedFiles(world).length, before);
  });
});

describe('with a virus scanner', () => {
  const program = clamdProgram();
  it(
    'a virus is refused, written down without the file, and the form kept (the real clamd)',
    { skip: program === undefined },
    async (t) => {
      assert.ok(program !== undefined);
      const clamd = await startClamd(program);
      t.after(() => clamd.end());
      const world = await makeWorld({ seed: 'incident-virus', env: { SCHOOLGATE_CLAMD: clamd.socket } });
      t.after(() => world.end());
      const cast = await aCast(world);
      const id = await aClassifiedOne(world, cast.dsl, await aReport(world, cast.teacher), 'minor');
      const browser = await signedIn(world, cast.dsl.person, cast.school);
      const answer = await addTo(browser, id, { name: 'invoice.txt', bytes: `x${TEST_VIRUS}x` }, 'Came by mail.');
      assert.equal(answer.status, 422);
      assert.match(answer.text, /A virus was found in this file/);
      assert.match(answer.html, /Came by mail\./);
      assert.deepEqual(storedFiles(world), []);
      const [row] = await world.store.reading
        .selectFrom('audit_event')
        .selectAll()
        .where('event', '=', 'file-refused')
        .execute();
      assert.equal(row?.['actor'], cast.dsl.person);
      assert.equal(row['data'], '{"why":"virus"}');
      assert.equal((await addTo(browser, id, { name: 'a.txt', bytes: 'clean' })).status, 303);
    },
  );
});
