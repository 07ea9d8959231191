import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';

import { Encrypter } from 'age-encryption';
import { sql } from 'kysely';
import { pack as newPack, type Pack } from 'tar-stream';

import { Unusable } from '../errors/errors.ts';
import type { AnyKysely } from '../db/store.ts';
import { makeBackupKey } from './age-keys.ts';
import {
  BACKUP_FORMAT,
  fileEntry,
  MANIFEST_ENTRY,
  storedFileName,
  storedFilePath,
  tableEntry,
  type Manifest,
  type ManifestFile,
} from './manifest.ts';
import { readBackup } from './read-backup.ts';
import { carriedTables, type StoreKind, type TableShape } from './schema-of.ts';
import { tableLines, tally } from './table-lines.ts';

/** What a backup is taken of, and for whom. */
export interface BackupOrder {
  /** A consistent, read-only view of the store: nothing that is written meanwhile may show. */
  readonly snapshot: AnyKysely;
  readonly kind: StoreKind;
  /** Version of this program. */
  readonly schoolgate: string;
  readonly at: Temporal.Instant;
  readonly demonstration: boolean;
  /** Public halves of the holders' keys, one at least. */
  readonly recipients: readonly string[];
  /** Folder of the encrypted file store; it need not exist. */
  readonly filesFolder: string;
  /** Where the finished backup is to stand. Its folder is made when it is not there. */
  readonly target: string;
  /** Told how far it is: parts done of all parts. */
  readonly progress?: (done: number, of: number) => void;
}

export interface BackupTaken {
  readonly file: string;
  readonly bytes: number;
  /** Of the encrypted file. */
  readonly sha256: string;
  readonly manifest: Manifest;
}

/**
 * Takes a backup and verifies it. It is written under a temporary name, synced, read back from the disk and decrypted with a key that exists
 * only during this call (decision 17), compared with what the records were, and only then given its name: under a good name stands a good
 * backup. Throws Unusable, with the cure, when the place cannot be written or is full; then nothing new stands there.
 */
export async function takeBackup(order: BackupOrder): Promise<BackupTaken> {
  const part = `${order.target}.part`;
  const once = await makeBackupKey();
  try {
    await mkdir(dirname(order.target), { recursive: true, mode: 0o700 });
    await rm(part, { force: true });
    const plan = await planOf(order);
    const written = await writeEncrypted(order, plan, part, once.recipient);
    order.progress?.(plan.parts - 1, plan.parts);
    await verifyWritten(part, once.identity, plan.manifest, written);
    await rename(part, order.target);
    await syncFolder(dirname(order.target));
    order.progress?.(plan.parts, plan.parts);
    return { file: order.target, ...written, manifest: plan.manifest };
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw explained(dirname(order.target), error);
  }
}

interface Plan {
  readonly manifest: Manifest;
  readonly shapes: readonly TableShape[];
  /** Steps of the whole, for the progress. */
  readonly parts: number;
}

/** First pass: counts and hashes all there is, because the manifest stands first and a tar entry begins with its length. */
async function planOf(order: BackupOrder): Promise<Plan> {
  const { snapshot, kind } = order;
  const shapes = await carriedTables(snapshot, kind);
  const parts = shapes.length * 2 + 2;
  const tables: Manifest['tables'] = [];
  for (const shape of shapes) {
    const counted = tally();
    let rows = 0;
    for await (const lines of tableLines(snapshot, kind, shape)) {
      counted.add(lines.text);
      rows += lines.rows;
    }
    tables.push({ name: shape.name, columns: [...shape.columns], rows, ...counted.result() });
    order.progress?.(tables.length, parts);
  }
  const steps = await snapshot.selectFrom('schema_version').select(['name', 'checksum']).orderBy('name').execute();
  const heads = await snapshot.selectFrom('audit_head').select(['school_id', 'seq', 'hash']).execute();
  const epoch = await snapshot
    .selectFrom('filter_site')
    .select(sql<number | string | null>`max(epoch)`.as('epoch'))
    .executeTakeFirst();
  const manifest: Manifest = {
    format: BACKUP_FORMAT,
    schoolgate: order.schoolgate,
    at: order.at.toString(),
    store: kind,
    demonstration: order.demonstration,
    migrations: steps.map((row) => ({ name: String(row['name']), checksum: String(row['checksum']) })),
    heads: heads
      .map((row) => ({ school: String(row['school_id']), seq: Number(row['seq']), hash: String(row['hash']) }))
      .sort((a, b) => (a.school < b.school ? -1 : 1)),
    epoch: Number(epoch?.epoch ?? 0),
    tables,
    files: await filesIn(order.filesFolder),
  };
  return { manifest, shapes, parts };
}

/** What lies in the file store, by name. What has another name (a half-written file) is no part of a backup. */
async function filesIn(folder: string): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  for (const shelf of (await listed(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name))) {
    for (const name of (await listed(join(folder, shelf))).filter((one) => storedFileName.test(one))) {
      // Its name is its checksum: whether it still is, the second pass tells.
      files.push({ name, bytes: (await stat(join(folder, storedFilePath(name)))).size, sha256: name });
    }
  }
  return files;
}

async function listed(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function* fileBytes(path: string): AsyncGenerator<Uint8Array> {
  for await (const piece of createReadStream(path)) {
    if (!(piece instanceof Uint8Array)) throw new TypeError('a file gave something other than bytes');
    yield piece;
  }
}

async function writeEncrypted(
  order: BackupOrder,
  plan: Plan,
  part: string,
  recipientOfThisRun: string,
): Promise<{ bytes: number; sha256: string }> {
  const encrypter = new Encrypter();
  for (const recipient of [...order.recipients, recipientOfThisRun]) encrypter.addRecipient(recipient);
  const pack = newPack();
  // Its own checksum too: damage is found before the tar is read.
  const zstd = createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  const compressed = pipeline(pack, zstd);
  const filled = fill(pack, order, plan).catch((error: unknown) => {
    pack.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  const encrypted = await encrypter.encrypt(asWeb(zstd));
  const counted = tally();
  const file = await open(part, 'wx', 0o600);
  try {
    const all = [keep(encrypted, file, counted.add), compressed, filled];
    try {
      await Promise.all(all);
    } catch (error) {
      // What failed first says why; the others are pulled down with it.
      pack.destroy();
      zstd.destroy();
      await Promise.allSettled(all);
      throw error;
    }
    await file.sync();
  } finally {
    pack.destroy();
    zstd.destroy();
    await file.close();
  }
  return counted.result();
}

async function keep(
  from: ReadableStream<Uint8Array>,
  file: FileHandle,
  count: (bytes: Uint8Array) => void,
): Promise<void> {
  for await (const piece of from) {
    count(piece);
    for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten;
  }
}

function asWeb(from: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const pieces = from[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done === true) controller.close();
        else if (next.value instanceof Uint8Array) controller.enqueue(next.value);
        else throw new TypeError('the compressor gave something other than bytes');
      },
      async cancel() {
        await pieces.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}

/** Second pass: the same records again, which must come to the same counts and checksums. */
async function fill(pack: Pack, order: BackupOrder, plan: Plan): Promise<void> {
  const text = JSON.stringify(plan.manifest);
  await entry(pack, MANIFEST_ENTRY, Buffer.byteLength(text), async function* () {
    yield await Promise.resolve(text);
  });
  for (const [at, table] of plan.manifest.tables.entries()) {
    const shape = plan.shapes[at];
    if (shape === undefined) throw new TypeError('the plan has a table without a shape');
    const counted = tally();
    await entry(pack, tableEntry(table.name), table.bytes, async function* () {
      for await (const lines of tableLines(order.snapshot, order.kind, shape)) {
        counted.add(lines.text);
        yield lines.text;
      }
    });
    demandSame(table.name, counted.result(), table);
    order.progress?.(plan.shapes.length + at + 1, plan.parts);
  }
  for (const file of plan.manifest.files) {
    const counted = tally();
    await entry(pack, fileEntry(file.name), file.bytes, async function* () {
      for await (const piece of fileBytes(join(order.filesFolder, storedFilePath(file.name)))) {
        counted.add(piece);
        yield piece;
      }
    });
    demandSame(file.name, counted.result(), file);
  }
  pack.finalize();
}

function demandSame(name: string, now: { sha256: string }, planned: { sha256: string }): void {
  if (now.sha256 !== planned.sha256) throw new Error(`${name} changed while the backup was taken`);
}

/** One entry of the tar, written no faster than it is taken. */
async function entry(
  pack: Pack,
  name: string,
  size: number,
  content: () => AsyncGenerator<string | Uint8Array>,
): Promise<void> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>();
  // The loop below throws first when the pack is destroyed; this one is told of it too.
  ended.catch(() => undefined);
  const sink = pack.entry({ name, size, mode: 0o600 }, (error) => {
    if (error === undefined || error === null) resolve(undefined);
    else reject(error);
  });
  for await (const piece of content()) {
    if (pack.destroying) throw new Error('the backup was given up');
    if (sink.write(piece)) continue;
    const { promise: drained, resolve: goOn } = Promise.withResolvers<undefined>();
    sink.once('drain', () => {
      goOn(undefined);
    });
    await Promise.race([drained, ended]);
  }
  sink.end(null);
  await ended;
}

/** Reads the file as it lies on the disk, decrypts it, and compares every checksum and count with what the records came to. */
async function verifyWritten(
  part: string,
  identity: string,
  manifest: Manifest,
  written: { bytes: number; sha256: string },
): Promise<void> {
  const counted = tally();
  const read = await readBackup(part, [identity], {}, (bytes) => {
    counted.add(bytes);
  });
  if (JSON.stringify(read) !== JSON.stringify(manifest) || counted.result().sha256 !== written.sha256) {
    throw new Unusable(dirname(part), 'what was read back is not what was written.', 'Check this disk for errors.');
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function explained(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const kept = 'The backups before it are as they were.';
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return new Unusable(folder, 'there is no room for the backup.', `Free space there. ${kept}`);
    case 'EROFS':
      return new Unusable(folder, 'it can only be read.', `Make it writable, or name another folder. ${kept}`);
    case 'EACCES':
    case 'EPERM':
      return new Unusable(folder, 'Schoolgate may not write there.', `Give its account the folder. ${kept}`);
    case 'ENOTDIR':
    case 'EEXIST':
      return new Unusable(folder, 'it is no folder.', `Name a folder for backups. ${kept}`);
    case 'EIO':
      return new Unusable(folder, 'the disk reports an error.', `Check this disk. ${kept}`);
    default:
      return error;
  }
}
