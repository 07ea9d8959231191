import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

/** A file that somebody brought, as it came. */
export interface BroughtFile {
  /** Its name without folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Files of an archive. A roster of a large school is some 5 MB unpacked. */
export const MOST_FILES = 50;
/** Bytes of one file of an archive, and of all of them, unpacked. */
const MOST_EACH = 20 * 1024 * 1024;
export const MOST_ALL = 60 * 1024 * 1024;
/** CSV packs to a tenth or twentieth; a thousandth is a bomb. */
export const MOST_RATIO = 200;
/** Below this a high ratio harms nobody. */
export const SMALL = 256 * 1024;

/** True when the bytes begin as a zip does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/**
 * The CSV files of a zip. Everything else in it is passed over unread. Gives a sentence saying why instead, when it is no zip, is encrypted,
 * is too large or too tightly packed, holds a path that leads out of it, or two files of one name. Never throws for what is in the file.
 */
export async function unpack(
  archive: string,
  bytes: Uint8Array,
): Promise<{ files: readonly BroughtFile[] } | { problem: string; cure: string }> {
  const again = 'Export it again from your records system.';
  try {
    const zip = await open(bytes);
    if (zip.entryCount > MOST_FILES) {
      return {
        problem: `${archive} holds ${String(zip.entryCount)} files; ${String(MOST_FILES)} are allowed.`,
        cure: again,
      };
    }
    const entries = await entriesOf(zip);
    const files: BroughtFile[] = [];
    const seen = new Set<string>();
    let total = 0;
    for (const entry of entries) {
      const name = nameOf(entry.fileName);
      if (name === undefined) continue;
      if (entry.isEncrypted()) {
        return { problem: `${archive} is locked with a password.`, cure: 'Make the export without one.' };
      }
      if (seen.has(name.toLowerCase())) {
        return { problem: `${archive} holds ${name} twice.`, cure: 'Bring one export at a time.' };
      }
      seen.add(name.toLowerCase());
      total += entry.uncompressedSize;
      if (entry.uncompressedSize > MOST_EACH || total > MOST_ALL) {
        return { problem: `${archive} is too large unpacked.`, cure: 'Export one school only.' };
      }
      if (entry.uncompressedSize > SMALL && entry.uncompressedSize > entry.compressedSize * MOST_RATIO) {
        return { problem: `${archive} is packed more tightly than a roster can be.`, cure: again };
      }
      files.push({ name, bytes: await contentOf(zip, entry) });
    }
    zip.close();
    if (files.length === 0) return { problem: `${archive} holds no CSV file.`, cure: again };
    return { files };
  } catch {
    // yauzl says what is wrong with the bytes in words for programmers: an absolute path, a size that is not so, a broken directory.
    return { problem: `${archive} is damaged or is not a zip of CSV files.`, cure: again };
  }
}

/** The plain name of a CSV file in an archive; undefined for what is passed over: folders, other kinds, what a Mac adds. */
function nameOf(path: string): string | undefined {
  const name = path.split('/').at(-1) ?? '';
  if (path.startsWith('__MACOSX/') || name.startsWith('.')) return undefined;
  return /\.(csv|txt|tsv)$/i.test(name) ? name : undefined;
}

function open(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      // Names that lead out of the archive and sizes that are not what is unpacked are errors.
      { lazyEntries: true, autoClose: false, decodeStrings: true, validateEntrySizes: true, strictFileNames: true },
      (error, zip) => {
        if (error === null) resolve(zip);
        else reject(error);
      },
    );
  });
}

function entriesOf(zip: ZipFile): Promise<readonly Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = [];
    zip.on('entry', (entry: Entry) => {
      entries.push(entry);
      // The directory may name more than it says it does.
      if (entries.length > MOST_FILES) reject(new Error('more files than it says'));
      else zip.readEntry();
    });
    zip.once('end', () => {
      resolve(entries);
    });
    zip.once('error', reject);
    zip.readEntry();
  });
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) {
        reject(error);
        return;
      }
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.once('error', reject);
      stream.once('end', () => {
        resolve(Buffer.concat(parts));
      });
    });
  });
}
