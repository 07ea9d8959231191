import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';

import { Refused } from '../errors/errors.ts';

/*
 * The one reader of forms with files (multipart/form-data): fields as the plain forms have them, and each file handed on as it comes, to be
 * held (rosters) or sealed into the file store (upload-pages.ts).
 */

/** What the forms whose files are held in memory may bring. */
export interface UploadLimits {
  /** The field of the files. */
  readonly field: string;
  readonly mostFiles: number;
  /** Bytes a file, and bytes of all files together. */
  readonly mostEach: number;
  readonly mostAll: number;
}

/** A file that somebody chose, as it came: nothing about it is known to be true. */
export interface Upload {
  /** Its name, without the folders that some browsers send. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How a form is read. */
export interface FormReading {
  readonly field: string;
  readonly mostFiles: number;
  /** Bytes after which a file is cut, bytes of all text together, and bytes of all that is sent. */
  readonly mostEach: number;
  readonly mostText: number;
  readonly mostSent: number;
  /** Whether what came so far is a form of ours. Fields come before files: of a stranger's form no byte of a file is kept. */
  readonly isOurs: (body: Readonly<Record<string, unknown>>) => boolean;
  /** Takes a file in. What it throws is thrown when the form is at its end, and no file after it is taken. */
  readonly take: (file: MultipartFile) => Promise<void>;
}

/** Bytes the fields of text may have beside files that are held: a roster may be pasted instead of chosen. */
const TEXT_BYTES = 20 * 1024 * 1024;
/** Fields beside the files: the largest of our forms fits several times over. */
const MOST_FIELDS = 60;

/**
 * Reads a form into `body`. Too many files, or too large ones, and too much text are refused before they are held. The form is read to its
 * end even when a file cannot be taken: a browser that is still sending would see a broken connection, not the page of the error; one that
 * sends far too much is refused at once.
 */
export async function readFileForm(
  request: FastifyRequest,
  body: Record<string, unknown>,
  reading: FormReading,
): Promise<void> {
  const length = Number(request.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (length > reading.mostSent) throw new Refused('SG-TOO-LARGE', 'The file is far too large. Choose a smaller one.');
  const limits = {
    fields: MOST_FIELDS,
    fieldNameSize: 100,
    fieldSize: reading.mostText,
    files: reading.mostFiles,
    fileSize: reading.mostEach,
    headerPairs: 20,
    parts: MOST_FIELDS + reading.mostFiles,
  };
  let text = 0;
  let foreign = false;
  const failed: { why?: unknown } = {};
  for await (const part of request.parts({ limits })) {
    if (part.type === 'field') {
      text += typeof part.value === 'string' ? Buffer.byteLength(part.value) : 0;
      // Half a file that was pasted must not be taken for the whole.
      if (part.valueTruncated || text > reading.mostText) {
        throw new Refused(
          'SG-TOO-LARGE',
          'What you typed or pasted is too long. Shorten it, or choose a file instead.',
        );
      }
      put(body, part.fieldname, part.value);
      continue;
    }
    foreign ||= !reading.isOurs(body);
    // A form whose file was left empty sends one without a name.
    if (foreign || 'why' in failed || part.fieldname !== reading.field || part.filename === '') {
      part.file.resume();
      continue;
    }
    try {
      await reading.take(part);
    } catch (error) {
      failed.why = error;
      part.file.resume();
    }
  }
  if ('why' in failed) throw failed.why;
}

/** Reads a form whose files are held: they stand in `request.body` as a list under their field. Forms of another kind are left as they are. */
export async function readUploads(
  request: FastifyRequest,
  limits: UploadLimits,
  isOurs: FormReading['isOurs'],
): Promise<void> {
  if (!request.isMultipart()) return;
  const files: Upload[] = [];
  let total = 0;
  const body: Record<string, unknown> = {};
  // Set before it is filled: when it is refused, the page of the error gives back what was typed.
  request.body = body;
  await readFileForm(request, body, {
    ...limits,
    mostText: TEXT_BYTES,
    mostSent: 4 * (limits.mostAll + TEXT_BYTES),
    isOurs,
    take: async (file) => {
      const bytes = await file.toBuffer();
      total += bytes.length;
      if (total > limits.mostAll) {
        throw new Refused('SG-TOO-LARGE', 'The files are too large. Choose fewer, or smaller ones.');
      }
      files.push({ name: file.filename.split(/[/\\]/).at(-1) ?? '', bytes });
    },
  });
  body[limits.field] = files;
}

/** As a form without a file has it: a field that comes twice is a list. A name that would reach an object's own workings is dropped. */
function put(body: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__' || typeof value !== 'string') return;
  const before = Object.hasOwn(body, name) ? body[name] : undefined;
  const list: unknown[] = Array.isArray(before) ? before : [before];
  body[name] = before === undefined ? value : [...list, value];
}
