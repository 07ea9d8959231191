import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it, type TestContext } from 'node:test';

import { ZipFile } from 'yazl';

import { clamdProgram, startClamd, TEST_VIRUS, type Clamd } from '../../../test/support/clamd.ts';
import { SealBroken, newSealingKey, sealingKey, type SealingKeys } from '../db/sealing.ts';
import { cleanName } from './file-kinds.ts';
import { openFileStore, type FileStore, type Upload } from './file-store.ts';
import { PIECE } from './sealed-file.ts';
import { readClamdAddress, type ClamdAddress } from './virus-scan.ts';

const KEYS: SealingKeys = [sealingKey(new Uint8Array(32).fill(5))];
const MOST = 400_000;
const NOW = Temporal.Instant.from('2026-11-23T09:10:00Z');

function store(t: TestContext, clamd?: ClamdAddress, keys: SealingKeys = KEYS): { files: FileStore; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-files-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return { files: openFileStore({ folder, keys, clamd }), folder };
}

/** Bytes as a browser's upload brings them: in pieces of any size. */
async function* pieces(bytes: Uint8Array, size = 16_000): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const put = (files: FileStore, name: string, bytes: Uint8Array | string): Promise<Upload> =>
  files.put(pieces(typeof bytes === 'string' ? Buffer.from(bytes) : bytes), { name, most: MOST });

function kept(upload: Upload): Extract<Upload, { content: string }> {
  assert.ok('content' in upload, 'refused' in upload ? upload.message : '');
  return upload;
}

function refusal(upload: Upload): string {
  assert.ok('refused' in upload, 'it was kept');
  return upload.refused;
}

const everyFile = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{20}/.test(name));

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of Object.entries(files))
    zip.addBuffer(Buffer.from(text), name, { compress: name !== 'mimetype' });
  zip.end();
  return buffer(zip.outputStream);
}

const office = (part: string): Promise<Buffer> =>
  zipOf({
    '[Content_Types].xml': `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/x" ContentType="application/vnd.openxmlformats-officedocument.${part}.main+xml"/></Types>`,
    'word/document.xml': '<x/>',
  });

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6300010000000500010d0a2db40000000049454e44ae426082',
  'hex',
);

describe('the file store', () => {
  it('keeps a file sealed under a name that tells nothing of it, and gives it back', async (t) => {
    const { files, folder } = store(t);
    for (const length of [1, 100, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 77]) {
      const bytes = Buffer.alloc(length, 'planted words of a child. ');
      const upload = kept(await put(files, 'notes.txt', bytes));
      assert.match(upload.content, /^[0-9a-f]{64}$/);
      assert.equal(upload.bytes, length);
      assert.ok((await buffer(files.read(upload.content))).equals(bytes));
      const lies = readFileSync(join(folder, upload.content.slice(0, 2), upload.content));
      assert.equal(lies.includes('planted'), false);
    }
    assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
  });

  it('gives equal files different names: nobody sees that two are the same', async (t) => {
    const { files } = store(t);
    const [one, two] = [kept(await put(files, 'a.txt', 'same')), kept(await put(files, 'a.txt', 'same'))];
    assert.notEqual(one.content, two.content);
  });

  it('finds a file that was changed, cut short, swapped, lost or sealed with another key', async (t) => {
    const { files, folder } = store(t);
    const words = Buffer.alloc(2 * PIECE + 10, 'x');
    const upload = kept(await put(files, 'a.txt', words));
    const path = join(folder, upload.content.slice(0, 2), upload.content);
    const sealed = readFileSync(path);
    const read = () => buffer(files.read(upload.content));
    const head = 44;
    const piece = PIECE + 16;
    const changed = Buffer.from(sealed);
    changed[500] = (changed[500] ?? 0) ^ 1;
    const swapped = Buffer.concat([
      sealed.subarray(0, head),
      sealed.subarray(head + piece, head + 2 * piece),
      sealed.subarray(head, head + piece),
      sealed.subarray(head + 2 * piece),
    ]);
    for (const bytes of [
      changed,
      swapped,
      sealed.subarray(0, -1),
      sealed.subarray(0, head + piece),
      sealed.subarray(0, 20),
      Buffer.alloc(0),
    ]) {
      writeFileSync(path, bytes);
      await assert.rejects(read(), SealBroken);
    }
    writeFileSync(path, sealed);
    assert.equal((await read()).length, words.length);
    const others = openFileStore({ folder, keys: [newSealingKey()], clamd: undefined });
    await assert.rejects(buffer(others.read(upload.content)), /sealed with the key/);
    rmSync(path);
    assert.throws(() => files.read(upload.content), /is not there/);
    assert.throws(() => files.read('../../etc/passwd'), TypeError);
  });

  it('takes what is on the list, by its bytes', async (t) => {
    const { files } = store(t);
    const samples: readonly [string, Uint8Array | string, string][] = [
      ['a.pdf', '%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF', 'pdf'],
      ['a.png', PNG, 'png'],
      [
        'a.JPG',
        Buffer.concat([Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'), Buffer.alloc(300)]),
        'jpeg',
      ],
      ['a.webp', Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(300)]), 'webp'],
      ['a.heic', Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypheic'), Buffer.alloc(300)]), 'heic'],
      ['a.docx', await office('wordprocessingml.document'), 'docx'],
      ['a.xlsx', await office('spreadsheetml.sheet'), 'xlsx'],
      ['a.pptx', await office('presentationml.presentation'), 'pptx'],
      ['a.odt', await zipOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': '<x/>' }), 'odt'],
      [
        'a.ods',
        await zipOf({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' }),
        'ods',
      ],
      ['a.txt', 'Ünïcode text\nand more', 'text'],
      ['a.csv', 'a,b\n1,2\n', 'text'],
      ['a.eml', 'From: a@school.example\r\nSubject: hello\r\n\r\nWords', 'eml'],
    ];
    for (const [name, bytes, code] of samples) assert.equal(kept(await put(files, name, bytes)).kind.code, code, name);
  });

  it('takes nothing else, and nothing under a name of another kind', async (t) => {
    const { files, folder } = store(t);
    const refusals: readonly [string, Uint8Array | string, string][] = [
      ['a.zip', await zipOf({ 'a.txt': 'x' }), 'kind'],
      ['a.pdf', await zipOf({ 'a.txt': 'x' }), 'kind'],
      ['a.exe', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]), 'kind'],
      ['a.docm', await office('wordprocessingml.document.macroEnabled'), 'kind'],
      ['a.txt', Buffer.from([0x61, 0x00, 0x62]), 'kind'],
      ['a.txt', Buffer.from([0x61, 0xff, 0xfe]), 'kind'],
      ['a.html', '<script>alert(1)</script>', 'name'],
      ['a.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'name'],
      ['a.txt', PNG, 'name'],
      ['holiday.png.exe', PNG, 'name'],
      ['a.txt', '', 'empty'],
      ['a.txt', Buffer.alloc(MOST + 1, 'x'), 'too-large'],
    ];
    for (const [name, bytes, why] of refusals) assert.equal(refusal(await put(files, name, bytes)), why, name);
    assert.deepEqual(everyFile(folder), [], 'nothing is left behind');
    assert.equal(kept(await put(files, 'a.txt', Buffer.alloc(MOST, 'x'))).bytes, MOST);
  });

  it('leaves nothing behind when an upload breaks off', async (t) => {
    const { files, folder } = store(t);
    async function* broken(): AsyncGenerator<Uint8Array, void, undefined> {
      yield await Promise.resolve(Buffer.alloc(100_000, 'x'));
      throw new Error('gone');
    }
    await assert.rejects(files.put(broken(), { name: 'a.txt', most: MOST }), /gone/);
    assert.deepEqual(everyFile(folder), []);
  });

  it('sweeps what nothing refers to, a day after it was written and not before', async (t) => {
    const { files, folder } = store(t);
    const [used, stray, fresh] = [
      kept(await put(files, 'a.txt', 'used')).content,
      kept(await put(files, 'a.txt', 'stray')).content,
      kept(await put(files, 'a.txt', 'fresh')).content,
    ];
    writeFileSync(join(folder, 'incoming', 'aaaaaaaaaaaaaaaaaaaaaaaa.part'), 'half');
    const set = (path: string, hours: number): void => {
      const at = NOW.subtract({ hours }).epochMilliseconds / 1000;
      utimesSync(path, at, at);
    };
    set(join(folder, used.slice(0, 2), used), 30);
    set(join(folder, stray.slice(0, 2), stray), 25);
    set(join(folder, fresh.slice(0, 2), fresh), 23);
    set(join(folder, 'incoming', 'aaaaaaaaaaaaaaaaaaaaaaaa.part'), 25);
    assert.equal(await files.sweep(new Set([used]), NOW), 1);
    assert.deepEqual([...(await files.all())].sort(), [used, fresh].sort());
    assert.deepEqual(readdirSync(join(folder, 'incoming')), []);
  });
});

describe('the name of a file', () => {
  it('is made harmless and keeps its ending', () => {
    assert.equal(cleanName('../../etc/passwd'), 'passwd');
    assert.equal(cleanName('C:\\Users\\x\\Report.docx'), 'Report.docx');
    assert.equal(cleanName('a\u0000b\u202Egnp.exe\r\n.txt'), 'abgnp.exe.txt');
    assert.equal(cleanName('...'), 'file');
    assert.equal(cleanName('"><img src=x>.png'), 'img src=x.png');
    const long = cleanName(`${'x'.repeat(300)}.docx`);
    assert.equal(long.length, 120);
    assert.ok(long.endsWith('.docx'));
  });
});

describe('a virus scanner that is configured', () => {
  const program = clamdProgram();
  let clamd: Clamd | undefined;
  before(async () => {
    if (program !== undefined) clamd = await startClamd(program);
  });
  after(() => clamd?.end());
  const asked = (): ClamdAddress => {
    assert.ok(clamd !== undefined);
    return { path: clamd.socket };
  };

  it('lets clean files pass (the real clamd)', { skip: program === undefined }, async (t) => {
    const { files } = store(t, asked());
    kept(await put(files, 'a.txt', 'clean words '.repeat(10_000)));
  });

  it('stops a virus, and nothing of the file stays (the real clamd)', { skip: program === undefined }, async (t) => {
    const { files, folder } = store(t, asked());
    const bytes = `${'words '.repeat(30_000)}${TEST_VIRUS} more`;
    assert.equal(refusal(await put(files, 'a.txt', bytes)), 'virus');
    assert.deepEqual(everyFile(folder), []);
  });

  it(
    'is not passed by a file larger than clamd will look at (the real clamd)',
    { skip: program === undefined },
    async (t) => {
      const { files } = store(t, asked());
      const large = files.put(pieces(Buffer.alloc(3_000_000, 'x')), { name: 'a.txt', most: 5_000_000 });
      assert.equal(refusal(await large), 'not-scanned');
    },
  );

  it('that is not there stops every file', async (t) => {
    const { files, folder } = store(t, { path: '/nonexistent/clamd.ctl' });
    assert.equal(refusal(await put(files, 'a.txt', 'words')), 'not-scanned');
    assert.deepEqual(everyFile(folder), []);
  });

  it('that answers nonsense, or hangs up, stops every file', async (t) => {
    for (const answer of [
      'stream: INSTREAM size limit exceeded. ERROR\0',
      'OK\0',
      'HTTP/1.1 200 OK\r\n',
      '',
      'x'.repeat(9_000),
    ]) {
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', () => socket.end(answer));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      assert.ok(typeof address === 'object' && address !== null);
      const { files } = store(t, { host: '127.0.0.1', port: address.port });
      assert.equal(refusal(await put(files, 'a.txt', 'words '.repeat(50_000))), 'not-scanned', answer.slice(0, 20));
      server.close();
    }
  });
});

describe('where clamd listens', () => {
  it('is a socket or host and port', () => {
    assert.equal(readClamdAddress(''), undefined);
    assert.deepEqual(readClamdAddress('/run/clamav/clamd.ctl'), { path: '/run/clamav/clamd.ctl' });
    assert.deepEqual(readClamdAddress('[::1]:3310'), { host: '::1', port: 3310 });
    for (const text of ['clamd', 'host:0', 'host:70000', 'a b:1'])
      assert.throws(() => readClamdAddress(text), /Write it like/);
    assert.equal(existsSync('/nonexistent/clamd.ctl'), false);
  });
});
