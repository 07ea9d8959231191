import type { FastifyRequest } from 'fastify';

import { Refused } from '../errors/errors.ts';

/** What the forms that take files may bring. */
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

/** Bytes the fields of text may have beside the files, each and all together. */
const TEXT_BYTES = 20 * 1024 * 1024;
const MOST_FIELDS = 50;

/**
 * Reads a form with files (multipart/form-data) into `request.body`, as the plain forms are: fields as text, the files as a list under their
 * field. Forms of another kind are left as they are. Too many files, or too large ones, and too much text are refused before they are held.
 */
export async function readUploads(request: FastifyRequest, limits: UploadLimits): Promise<void> {
  if (!request.isMultipart()) return;
  const body: Record<string, unknown> = {};
  const files: Upload[] = [];
  let total = 0;
  let text = 0;
  const parts = request.parts({
    limits: {
      files: limits.mostFiles,
      fileSize: limits.mostEach,
      fieldSize: TEXT_BYTES,
      fields: MOST_FIELDS,
      parts: MOST_FIELDS + limits.mostFiles,
    },
  });
  for await (const part of parts) {
    if (part.type === 'field') {
      text += typeof part.value === 'string' ? Buffer.byteLength(part.value) : 0;
      // Half a file that was pasted must not be taken for the whole.
      if (part.valueTruncated || text > TEXT_BYTES) {
        throw new Refused('SG-TOO-LARGE', 'What you typed or pasted is too long. Choose the file instead.');
      }
      if (typeof part.value === 'string' && part.fieldname !== '__proto__') body[part.fieldname] = part.value;
      continue;
    }
    const bytes = await part.toBuffer();
    total += bytes.length;
    if (total > limits.mostAll) {
      throw new Refused('SG-TOO-LARGE', 'The files are too large. Choose fewer, or smaller ones.');
    }
    // A form whose files were left empty sends one file without a name.
    if (part.fieldname === limits.field && (part.filename !== '' || bytes.length > 0)) {
      files.push({ name: part.filename.split(/[/\\]/).at(-1) ?? '', bytes });
    }
  }
  body[limits.field] = files;
  request.body = body;
}
