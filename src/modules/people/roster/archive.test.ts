import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { describe, test } from 'node:test';

import fc from 'fast-check';
import { ZipFile } from 'yazl';

import { isZip, MOST_ALL, MOST_RATIO, SMALL, unpack } from './archive.ts';
import { takeFiles } from './take-files.ts';

/** A zip of these files, as an export is. */
async function zipOf(files: readonly (readonly [name: string, content: Buffer | string])[]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of files) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts);
}

/** The same zip with a path written into it that no packer writes: of the same length. */
const renamed = (zip: Buffer, from: string, to: string): Buffer =>
  Buffer.from(zip.toString('latin1').replaceAll(from, to), 'latin1');

const problemOf = async (bytes: Uint8Array): Promise<string> => {
  const found = await unpack('export.zip', bytes);
  return 'problem' in found ? `${found.problem} ${found.cure}` : 'none';
};

describe('unpacking an export', () => {
  test('the CSV files come out, in a folder or not; everything else is passed over', async () => {
    const bytes = await zipOf([
      ['export/users.csv', 'sourcedId\n1\n'],
      ['export/readme.pdf', 'x'],
      ['__MACOSX/export/._users.csv', 'x'],
      ['export/orgs.csv', ''],
    ]);
    assert.equal(isZip(bytes), true);
    const found = await unpack('export.zip', bytes);
    assert.ok('files' in found);
    assert.deepEqual(
      found.files.map((file) => [file.name, Buffer.from(file.bytes).toString()]),
      [
        ['users.csv', 'sourcedId\n1\n'],
        ['orgs.csv', ''],
      ],
    );
  });

  test('a bomb, too many files, and a file there twice are refused with a cure', async () => {
    assert.match(await problemOf(await zipOf([['users.csv', Buffer.alloc(8 * 1024 * 1024)]])), /packed more tightly/);
    assert.match(await problemOf(await zipOf([['users.csv', Buffer.alloc(21 * 1024 * 1024)]])), /too large unpacked/);
    const many = Array.from({ length: 60 }, (_, n) => [`f${String(n)}.csv`, 'x'] as const);
    assert.match(await problemOf(await zipOf(many)), /holds 60 files; 50 are allowed/);
    assert.match(
      await problemOf(
        await zipOf([
          ['a/users.csv', 'x'],
          ['b/USERS.csv', 'x'],
        ]),
      ),
      /holds USERS.csv twice/,
    );
    assert.match(await problemOf(await zipOf([['photo.jpg', 'x']])), /holds no CSV file/);
  });

  /** So many bytes, the first `noise` of them of a kind that nothing packs: the rest packs to a thousandth. */
  const packed = (bytes: number, noise: number): Buffer =>
    Buffer.concat([
      createCipheriv('aes-256-ctr', Buffer.alloc(32, 1), Buffer.alloc(16)).update(Buffer.alloc(noise)),
      Buffer.alloc(bytes - noise),
    ]);

  test('a file packed to a two-hundredth is taken, one packed more tightly is not, and a small one may be as it likes', async () => {
    const mebibyte = 1024 * 1024;
    const part = mebibyte / MOST_RATIO;
    assert.equal(await problemOf(await zipOf([['users.csv', packed(mebibyte, Math.ceil(part))]])), 'none');
    assert.match(
      await problemOf(await zipOf([['users.csv', packed(mebibyte, Math.floor(part * 0.6))]])),
      /packed more tightly/,
    );
    assert.equal(await problemOf(await zipOf([['users.csv', Buffer.alloc(SMALL)]])), 'none');
    assert.match(await problemOf(await zipOf([['users.csv', Buffer.alloc(SMALL + 1)]])), /packed more tightly/);
  });

  test('files that each are small enough are too large together', async () => {
    const each = MOST_ALL / 4;
    const four = ['a', 'b', 'c', 'd'].map((name) => [`${name}.csv`, packed(each, Math.ceil(each / 100))] as const);
    assert.equal(await problemOf(await zipOf(four)), 'none');
    assert.match(await problemOf(await zipOf([...four, ['e.csv', 'x']])), /too large unpacked/);
  });

  test('a path that leads out of it, a password, a size that is not so, and a broken one are refused', async () => {
    const plain = await zipOf([['aa/users.csv', 'sourcedId\n']]);
    for (const path of ['../users.csv', '/a/users.csv', 'a\\/users.csv']) {
      assert.match(await problemOf(renamed(plain, 'aa/users.csv', path)), /damaged or is not a zip/, path);
    }
    const locked = Buffer.from(plain);
    // General purpose bit 0 of both headers: encrypted (APPNOTE 4.4.4).
    for (const [mark, offset] of [
      ['PK\u0003\u0004', 6],
      ['PK\u0001\u0002', 8],
    ] as const) {
      const at = locked.indexOf(mark, 0, 'latin1') + offset;
      locked.writeUInt16LE(locked.readUInt16LE(at) | 1, at);
    }
    assert.match(await problemOf(locked), /locked with a password/);
    assert.match(await problemOf(plain.subarray(0, plain.length - 30)), /damaged or is not a zip/);
    const lied = Buffer.from(plain);
    lied.writeUInt32LE(3, lied.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
    assert.match(await problemOf(lied), /damaged or is not a zip/);
  });

  test('whatever bytes follow the mark of a zip, the answer is a sentence', async () => {
    const good = await zipOf([
      ['users.csv', 'sourcedId,givenName\n1,Sam\n'],
      ['orgs.csv', 'x'],
    ]);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
        async (flips) => {
          const broken = Buffer.from(good);
          for (const [at, value] of flips) broken[at] = value;
          const taken = await takeFiles([{ name: 'export.zip', bytes: broken }]);
          assert.ok(taken.ok || taken.problem.endsWith('.'));
        },
      ),
      { seed: 20261123, numRuns: 150 },
    );
  });

  test('a spreadsheet and a mixture of files are turned away with what to do', async () => {
    const bytes = await zipOf([['xl/workbook.xml', 'x']]);
    const sheet = await takeFiles([{ name: 'pupils.xlsx', bytes }]);
    assert.match(sheet.ok ? '' : sheet.problem, /is a spreadsheet\. Save it as “CSV UTF-8”/);
    const two = ['pupils.csv', 'staff.csv'].map((name) => ({ name, bytes: Buffer.from('a,b\n1,2\n') }));
    const mixed = await takeFiles(two);
    assert.match(mixed.ok ? '' : mixed.problem, /one file of your own at a time/);
  });
});
