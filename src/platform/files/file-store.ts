import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { SealBroken, type SealingKeys } from '../db/sealing.ts';
import { cleanName, HEAD_BYTES, kindOfBytes, KINDS_IN_WORDS, nameFits, type FileKind } from './file-kinds.ts';
import { openSealedFile, sealFile } from './sealed-file.ts';
import { refusedUpload, storedUpload, type RefusedUpload, type StoredUpload } from './upload.ts';
import { scanWith, type ClamdAddress } from './virus-scan.ts';

/**
 * Files that people give, sealed (sealed-file.ts), in the data folder under `files/ab/<name>`. The name is the SHA-256 of the sealed bytes: it
 * tells nothing of what is in it, and whoever copies the folder can check a file without the key. A file is complete and on the disk before
 * the transaction that refers to it begins; one that nothing refers to is swept away after a day.
 */
export interface FileStore {
  /** Takes a file in. What is not to be kept is refused with a sentence for the form, and leaves nothing behind. */
  put(source: AsyncIterable<Uint8Array>, given: { readonly name: string; readonly most: number }): Promise<Upload>;
  /** The file's bytes, piece by piece. Throws `SealBroken` at once when it is not there. */
  read(content: string): AsyncIterable<Uint8Array>;
  /** Removes what is older than a day and not among `kept`, and returns how many. */
  sweep(kept: ReadonlySet<string>, now: Temporal.Instant): Promise<number>;
  /** The names of all files, for whoever has to find the ones that nothing refers to. */
  all(): Promise<readonly string[]>;
}

export type Upload = StoredUpload | RefusedUpload;

const NAME = /^[0-9a-f]{64}$/;
/** A file that nothing refers to stays so long: its form may still be on its way. */
const KEPT_ANYWAY = Temporal.Duration.from({ hours: 24 });

/** Opens the files of a data folder. With `clamd`, nothing is kept that it has not looked at. */
export function openFileStore(parts: {
  readonly folder: string;
  readonly keys: SealingKeys;
  readonly clamd: ClamdAddress | undefined;
}): FileStore {
  const incoming = join(parts.folder, 'incoming');
  const placeOf = (content: string): string => {
    if (!NAME.test(content)) throw new TypeError('a file is named by 64 hexadecimal digits');
    return join(parts.folder, content.slice(0, 2), content);
  };
  return {
    async put(source, { name, most }) {
      await mkdir(incoming, { recursive: true, mode: 0o700 });
      const part = join(incoming, `${randomBytes(12).toString('hex')}.part`);
      const watch = watching(source, most, parts.clamd);
      try {
        const content = await writeSealed(part, sealFile(parts.keys, watch.bytes));
        const problem = await watch.problem(cleanName(name));
        if ('refused' in problem) return problem;
        await mkdir(join(parts.folder, content.slice(0, 2)), { recursive: true, mode: 0o700 });
        await rename(part, placeOf(content));
        await syncFolder(join(parts.folder, content.slice(0, 2)));
        return storedUpload({ content, name: cleanName(name), kind: problem.kind, bytes: watch.count() });
      } finally {
        watch.drop();
        await rm(part, { force: true });
      }
    },
    read(content) {
      const file = placeOf(content);
      if (!existsSync(file)) throw new SealBroken(`the file ${content} is not there`);
      return openSealedFile(parts.keys, content, createReadStream(file));
    },
    async sweep(kept, now) {
      let gone = 0;
      const old = async (file: string): Promise<boolean> =>
        (await stat(file)).mtimeMs < now.subtract(KEPT_ANYWAY).epochMilliseconds;
      for (const content of await namesIn(parts.folder)) {
        if (kept.has(content) || !(await old(placeOf(content)))) continue;
        await rm(placeOf(content));
        gone += 1;
      }
      for (const part of await listed(incoming)) {
        if (await old(join(incoming, part))) await rm(join(incoming, part), { force: true });
      }
      return gone;
    },
    all: () => namesIn(parts.folder),
  };
}

async function writeSealed(file: string, source: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file, 'wx', 0o600);
  try {
    for await (const bytes of source) {
      hash.update(bytes);
      // A disk with little room takes a part of it and says so only by the count.
      for (let at = 0; at < bytes.length;) at += (await handle.write(bytes, at)).bytesWritten;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

/** Looks at a file as it goes by: how long it is, what it is, whether it is text, whether clamd finds a virus. What is too long stops. */
function watching(source: AsyncIterable<Uint8Array>, most: number, clamd: ClamdAddress | undefined) {
  const scan = clamd === undefined ? undefined : scanWith(clamd);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let head = Buffer.alloc(0);
  let count = 0;
  let isText = true;
  async function* bytes(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of source) {
      count += piece.length;
      // The rest is let go by: the form behind it must still be read.
      if (count > most) continue;
      if (head.length < HEAD_BYTES) head = Buffer.concat([head, piece.subarray(0, HEAD_BYTES - head.length)]);
      if (isText) isText = textGoesOn(decoder, piece);
      await scan?.take(piece);
      yield piece;
    }
  }
  return {
    bytes: bytes(),
    count: () => count,
    drop: () => scan?.drop(),
    async problem(name: string): Promise<{ readonly kind: FileKind } | RefusedUpload> {
      if (count === 0) return refusedUpload('empty', 'The file is empty. Choose another');
      if (count > most) {
        return refusedUpload('too-large', `The file must be ${inMegabytes(most)} or smaller. Choose another`);
      }
      const kind = await kindOfBytes(head, isText && textEnds(decoder));
      if (kind === undefined) return refusedUpload('kind', `The file must be one of these: ${KINDS_IN_WORDS}`);
      if (!nameFits(name, kind)) {
        const ending = `.${kind.endings[0]}`;
        return refusedUpload('name', `The file is a ${kind.label}, so its name must end in ${ending}. Rename it first`);
      }
      const found = scan === undefined ? 'clean' : await scan.end();
      if (found === 'virus') {
        return refusedUpload('virus', 'A virus was found in this file, so it was not kept. Tell IT support');
      }
      if (found === 'unanswered') {
        return refusedUpload(
          'not-scanned',
          'The virus scanner does not answer, so no file is taken. Tell IT support, and try again later',
        );
      }
      return { kind };
    },
  };
}

// eslint-disable-next-line no-control-regex -- characters that no text has
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/;

function textGoesOn(decoder: TextDecoder, piece: Uint8Array): boolean {
  try {
    return !NOT_TEXT.test(decoder.decode(piece, { stream: true }));
  } catch {
    return false;
  }
}

function textEnds(decoder: TextDecoder): boolean {
  try {
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** A number of bytes for people: "20 MB". */
export function inMegabytes(bytes: number): string {
  return bytes < 1_000_000
    ? `${String(Math.max(1, Math.round(bytes / 1000)))} KB`
    : `${String(Math.round(bytes / 100_000) / 10)} MB`;
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for (const first of await listed(folder)) {
    if (!/^[0-9a-f]{2}$/.test(first)) continue;
    names.push(...(await listed(join(folder, first))).filter((name) => NAME.test(name)));
  }
  return names;
}

async function listed(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
