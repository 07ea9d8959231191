import { createReadStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';

import { Decrypter } from 'age-encryption';
import { extract } from 'tar-stream';
import { z } from 'zod';

import { Unusable } from '../errors/errors.ts';
import {
  BACKUP_FORMAT,
  fileEntry,
  MANIFEST_ENTRY,
  manifestSchema,
  tableEntry,
  type Manifest,
  type ManifestFile,
  type ManifestTable,
} from './manifest.ts';
import { tally } from './table-lines.ts';

/** What happens to a backup's parts as they pass. Each is awaited before more is read, so memory stays small. */
export interface BackupTaker {
  manifest?(manifest: Manifest): Promise<void>;
  /** Some rows of a table, in the file's order. */
  rows?(table: ManifestTable, rows: readonly Readonly<Record<string, string | number | null>>[]): Promise<void>;
  /** A stored file, as pieces of bytes. It must be read to its end. */
  file?(file: ManifestFile, bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

/** More is no manifest of ours. */
const MANIFEST_BYTES = 64 * 1024 * 1024;
/** More is no row of ours: the largest is a policy pack. */
const LINE_BYTES = 64 * 1024 * 1024;
/** Rows handed on at once. */
const ROWS_AT_ONCE = 500;

const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/**
 * Reads a backup from its first byte to its last: decrypts with whichever identity fits, and checks every entry's name, length and checksum
 * and every table's count against the manifest. Throws Unusable, with the cure, for a file that is no backup, is damaged or cut short, was
 * made for other keys, or by a newer Schoolgate; what the taker throws is thrown on. `seen` is told the encrypted bytes as they pass.
 */
export async function readBackup(
  source: string,
  identities: readonly string[],
  taker: BackupTaker = {},
  seen: (bytes: Uint8Array) => void = () => undefined,
): Promise<Manifest> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  const raw = createReadStream(source, { highWaterMark: 256 * 1024 });
  const watched = new Transform({
    transform(chunk: Uint8Array, _encoding, next) {
      seen(chunk);
      next(null, chunk);
    },
  });
  const trouble: { first?: unknown } = {};
  const note = (error: unknown): void => {
    trouble.first ??= error;
  };
  raw.on('error', (error) => {
    note(error);
    watched.destroy(error);
  });
  let clear: Readable | undefined;
  const zstd = createZstdDecompress();
  const tar = extract();
  const taken = { failed: false };
  try {
    clear = Readable.fromWeb(await decrypter.decrypt(webStream(raw.pipe(watched))));
    for (const [from, to] of [
      [clear, zstd],
      [zstd, tar],
    ] as const) {
      from.on('error', (error: unknown) => {
        note(error);
        to.destroy(error instanceof Error ? error : new Error('a stream broke'));
      });
      from.pipe(to);
    }
    const ended = finished(tar, { readable: false });
    ended.catch(note);
    const manifest = await readEntries(tar, {
      ...taker,
      guard: async (work) => {
        try {
          await work;
        } catch (error) {
          taken.failed = true;
          throw error;
        }
      },
    });
    await ended;
    return manifest;
  } catch (error) {
    if (taken.failed || error instanceof Unusable) throw error;
    throw explained(source, trouble.first ?? error);
  } finally {
    raw.destroy();
    watched.destroy();
    clear?.destroy();
    zstd.destroy();
    tar.destroy();
  }
}

/** Marked: age reads bytes, and a stream of a file gives bytes. */
function webStream(from: Readable): ReadableStream<Uint8Array> {
  const reader = from[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next: unknown = await reader.next();
        const { done, value } = z.object({ done: z.boolean().optional(), value: z.unknown() }).parse(next);
        if (done === true || !(value instanceof Uint8Array)) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        from.destroy();
      },
    },
    { highWaterMark: 1 },
  );
}

interface GuardedTaker extends BackupTaker {
  /** Runs what the taker does, and remembers when it was the taker that failed. */
  readonly guard: (work: Promise<void>) => Promise<void>;
}

async function readEntries(tar: ReturnType<typeof extract>, taker: GuardedTaker): Promise<Manifest> {
  let manifest: Manifest | undefined;
  let expected: readonly Expected[] = [];
  let at = 0;
  for await (const entry of tar) {
    const { name } = entry.header;
    if (manifest === undefined) {
      if (name !== MANIFEST_ENTRY) throw new Error('its first entry is no manifest');
      manifest = parseManifest(await wholeText(bytesOf(entry)));
      expected = entriesOf(manifest);
      await taker.guard(taker.manifest?.(manifest) ?? Promise.resolve());
      continue;
    }
    const wanted = expected[at++];
    if (name !== wanted?.name || entry.header.size !== wanted.is.bytes) {
      throw new Error(`an entry is not the one the manifest names: ${name}`);
    }
    const counted = tally();
    const bytes = counting(bytesOf(entry), counted);
    if ('columns' in wanted.is) {
      const rows = await readRows(bytes, wanted.is, taker);
      if (rows !== wanted.is.rows) throw new Error(`${name} has ${String(rows)} rows, not ${String(wanted.is.rows)}`);
    } else if (taker.file === undefined) {
      for await (const piece of bytes) if (piece.length === 0) continue;
    } else {
      await taker.guard(taker.file(wanted.is, bytes));
    }
    const { sha256, bytes: length } = counted.result();
    if (sha256 !== wanted.is.sha256 || length !== wanted.is.bytes) throw new Error(`${name} is not what was written`);
  }
  if (manifest === undefined) throw new Error('it holds nothing');
  if (at !== expected.length) throw new Error(`it ends after ${String(at)} of ${String(expected.length)} entries`);
  return manifest;
}

interface Expected {
  readonly name: string;
  readonly is: ManifestTable | ManifestFile;
}

function entriesOf(manifest: Manifest): readonly Expected[] {
  return [
    ...manifest.tables.map((is) => ({ name: tableEntry(is.name), is })),
    ...manifest.files.map((is) => ({ name: fileEntry(is.name), is })),
  ];
}

/** Pieces of an entry, known to be bytes. */
async function* bytesOf(entry: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  for await (const piece of entry) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('an entry gave something other than bytes');
    yield piece;
  }
}

async function* counting(entry: AsyncIterable<Uint8Array>, counted: ReturnType<typeof tally>) {
  for await (const piece of entry) {
    counted.add(piece);
    yield piece;
  }
}

async function wholeText(entry: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of entry) {
    length += piece.length;
    if (length > MANIFEST_BYTES) throw new Error('its manifest is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function parseManifest(text: string): Manifest {
  const value: unknown = JSON.parse(text);
  const format = z.object({ format: z.int(), schoolgate: z.string() }).safeParse(value).data;
  if (format !== undefined && format.format > BACKUP_FORMAT) {
    throw new Unusable(
      'backup',
      `it was made by a newer Schoolgate (${format.schoolgate}, backup format ${String(format.format)}; this program reads up to ${String(BACKUP_FORMAT)}).`,
      'Install that version or a later one, and restore with it.',
    );
  }
  return manifestSchema.parse(value);
}

async function readRows(bytes: AsyncIterable<Uint8Array>, table: ManifestTable, taker: GuardedTaker): Promise<number> {
  let count = 0;
  let batch: z.infer<typeof row>[] = [];
  let rest: Buffer[] = [];
  let restLength = 0;
  const names = new Set(table.columns.map((column) => column.name));
  const hand = async (): Promise<void> => {
    const rows = batch;
    batch = [];
    if (rows.length > 0) await taker.guard(taker.rows?.(table, rows) ?? Promise.resolve());
  };
  const line = (text: string): void => {
    count += 1;
    if (taker.rows === undefined) return;
    const read = row.parse(JSON.parse(text));
    if (Object.keys(read).length !== names.size || Object.keys(read).some((key) => !names.has(key))) {
      throw new Error(`a row of ${table.name} has other columns than the manifest names`);
    }
    batch.push(read);
  };
  for await (const piece of bytes) {
    const buffer = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = buffer.indexOf(10); end !== -1; end = buffer.indexOf(10, start)) {
      line(Buffer.concat([...rest, buffer.subarray(start, end)]).toString('utf8'));
      rest = [];
      restLength = 0;
      start = end + 1;
      if (batch.length >= ROWS_AT_ONCE) await hand();
    }
    // A copy: the stream may use its buffer again.
    rest.push(Buffer.from(buffer.subarray(start)));
    restLength += buffer.length - start;
    if (restLength > LINE_BYTES) throw new Error(`a row of ${table.name} is too long`);
  }
  if (restLength > 0) throw new Error(`${table.name} does not end in a whole row`);
  await hand();
  return count;
}

function explained(source: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  if (code === 'ENOENT') return new Unusable(source, 'there is no such file.', 'Name the backup file to restore.');
  if (code === 'EACCES' || code === 'EISDIR' || code === 'EIO') {
    return new Unusable(source, `it cannot be read (${code}).`, 'Check the path, its permissions and the disk.');
  }
  if (message.includes('no identity matched')) {
    return new Unusable(
      source,
      'the key given does not open it: it was made for other keys.',
      'Use the sheet of a person who was a key holder on the day it was made; npx schoolgate backups lists their fingerprints.',
    );
  }
  if (message.includes('invalid version') || message.includes('invalid header') || message.includes('header')) {
    return new Unusable(source, 'it is no backup of Schoolgate, or its beginning is damaged.', OTHER_BACKUP);
  }
  return new Unusable(source, `it is damaged or cut short${message === '' ? '' : ` (${message})`}.`, OTHER_BACKUP);
}

const OTHER_BACKUP = 'Nothing was changed. Copy the file again from where it was kept, or take the backup before it.';
