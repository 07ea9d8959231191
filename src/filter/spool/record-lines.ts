import { crc32 } from 'node:zlib';

/**
 * One record a line, each with its own checksum: `<CRC-32 of the JSON's bytes, eight hex digits> <JSON>\n`.
 * Used by the spool and the session log. JSON escapes line breaks, so a line feed always ends a record.
 */

/** A longer line is damage, not a record: it bounds what a reader holds in memory. */
export const MAX_RECORD_BYTES = 64 * 1024;

const LINE_FEED = 10;

/** The line for `value`, line feed included. `value` must be JSON without undefined at the top. */
export function encodeRecord(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value), 'utf8');
  return Buffer.concat([Buffer.from(`${checksum(json)} `, 'latin1'), json, Buffer.from('\n', 'latin1')]);
}

export type DecodedLine =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

/** Reads one line (without its line feed). The checksum is compared before anything is parsed. */
export function decodeRecord(line: Uint8Array): DecodedLine {
  if (line.length > MAX_RECORD_BYTES) return { ok: false, problem: `longer than ${String(MAX_RECORD_BYTES)} bytes` };
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  const head = bytes.toString('latin1', 0, 9);
  if (!/^[0-9a-f]{8} $/.test(head)) return { ok: false, problem: 'no checksum at the start of the line' };
  const json = bytes.subarray(9);
  if (checksum(json) !== head.slice(0, 8)) return { ok: false, problem: 'the checksum does not match' };
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    return { ok: true, value };
  } catch {
    return { ok: false, problem: 'the checksum matches but the text is not JSON' };
  }
}

export interface WholeLine {
  readonly bytes: Buffer;
  /** Offset of the line's first byte, and of the byte after its line feed, within the buffer given. */
  readonly start: number;
  readonly end: number;
}

/** The whole lines in `bytes`, in order; what follows the last line feed is left out. */
export function* wholeLines(bytes: Buffer): Generator<WholeLine> {
  let start = 0;
  for (;;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    if (feed === -1) return;
    yield { bytes: bytes.subarray(start, feed), start, end: feed + 1 };
    start = feed + 1;
  }
}

function checksum(json: Uint8Array): string {
  return crc32(json).toString(16).padStart(8, '0');
}
