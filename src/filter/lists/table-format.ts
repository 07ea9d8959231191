import { crc32 } from 'node:zlib';

import { z } from 'zod';

/**
 * The file of compiled lists (`lists-<sha256>.bin`): layout and limits. All numbers are little-endian 32-bit words.
 *
 *   bytes        what
 *   0            magic "SGLT"
 *   4            format version, 1
 *   8, 12        seeds of the two hash states
 *   16           slots: a power of two
 *   20           names: slots in use
 *   24           bytes of the class table
 *   28           offset of the slots: 64 + class table, rounded up to 8
 *   32           CRC-32 of everything from byte 64
 *   36           CRC-32 of bytes 0 to 35
 *   40..63       zero
 *   64           class table: JSON { members: [{ category, list, version }], classes: [[index of member, …], …] }
 *   offset       slots of 8 bytes: word 0 = lower 32 bits of the fingerprint,
 *                word 1 = upper 16 bits of the fingerprint << 16 | class id; class id 0 = empty slot
 *
 * Invariants:
 * - class id n (from 1) is `classes[n - 1]`; there are at most 65,535;
 * - a name's class holds what is said of the name *and of every listed parent*: the longest listed suffix says all;
 * - a run of slots from a name's first slot to its own has no empty slot; at most three quarters are in use;
 * - no listed name is a single label, so lookups skip the first one.
 */

export const TABLE_MAGIC = 0x544c4753;
export const TABLE_FORMAT = 1;
export const HEADER_BYTES = 64;
export const MAX_CLASSES = 65_535;
/** 2^27 slots are a GiB: far above any school's lists. */
export const MAX_SLOTS = 2 ** 27;

const classTableSchema = z.strictObject({
  members: z
    .array(z.strictObject({ category: z.string().max(64), list: z.string().max(64), version: z.string().max(100) }))
    .max(4096),
  classes: z.array(z.array(z.int().min(0)).min(1).max(4096)).max(MAX_CLASSES),
});

export type ClassTable = z.infer<typeof classTableSchema>;

export interface TableHeader {
  readonly seedA: number;
  readonly seedB: number;
  readonly slots: number;
  readonly names: number;
  readonly slotsOffset: number;
  readonly classTable: ClassTable;
}

/** Lays out an empty table; gives its bytes and the view of its slots. `sealTable` must be called when the slots are filled. */
export function layOutTable(
  classTable: ClassTable,
  slots: number,
  names: number,
  seedA: number,
  seedB: number,
): { bytes: Uint8Array<ArrayBuffer>; words: Uint32Array<ArrayBuffer> } {
  const json = new TextEncoder().encode(JSON.stringify(classTable));
  const slotsOffset = Math.ceil((HEADER_BYTES + json.length) / 8) * 8;
  const bytes = new Uint8Array(slotsOffset + slots * 8);
  bytes.set(json, HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  [TABLE_MAGIC, TABLE_FORMAT, seedA, seedB, slots, names, json.length, slotsOffset].forEach((word, index) => {
    view.setUint32(index * 4, word, true);
  });
  return { bytes, words: new Uint32Array(bytes.buffer, slotsOffset, slots * 2) };
}

/** Writes the two checksums. */
export function sealTable(bytes: Uint8Array<ArrayBuffer>): void {
  const view = new DataView(bytes.buffer);
  view.setUint32(32, crc32(bytes.subarray(HEADER_BYTES)), true);
  view.setUint32(36, crc32(bytes.subarray(0, 36)), true);
}

/** Reads and checks everything but the slots' contents; a string says what is wrong. `checkContent` compares the checksum of the body too. */
export function readTableHeader(bytes: Uint8Array, checkContent: boolean): TableHeader | string {
  if (bytes.length < HEADER_BYTES) return 'is shorter than its header';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (index: number): number => view.getUint32(index * 4, true);
  if (word(0) !== TABLE_MAGIC) return 'is not a file of compiled lists';
  if (word(1) !== TABLE_FORMAT)
    return `has format ${String(word(1))}; this version of Schoolgate reads format ${String(TABLE_FORMAT)}`;
  if (word(9) !== crc32(bytes.subarray(0, 36))) return 'has a damaged header (its checksum does not match)';
  const [slots, names, jsonBytes, slotsOffset] = [word(4), word(5), word(6), word(7)];
  if (slots < 8 || slots > MAX_SLOTS || (slots & (slots - 1)) !== 0 || names > slots * 0.75)
    return 'has an impossible number of slots';
  if (slotsOffset !== Math.ceil((HEADER_BYTES + jsonBytes) / 8) * 8) return 'has an impossible class table size';
  if (bytes.length !== slotsOffset + slots * 8) {
    return `has ${String(bytes.length)} bytes where its header promises ${String(slotsOffset + slots * 8)}`;
  }
  if (checkContent && word(8) !== crc32(bytes.subarray(HEADER_BYTES)))
    return 'is damaged (its checksum does not match)';
  const classTable = readClassTable(bytes.slice(HEADER_BYTES, HEADER_BYTES + jsonBytes));
  if (typeof classTable === 'string') return classTable;
  return { seedA: word(2) | 0, seedB: word(3) | 0, slots, names, slotsOffset, classTable };
}

function readClassTable(json: Uint8Array): ClassTable | string {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    return 'has a class table that is not JSON';
  }
  const parsed = classTableSchema.safeParse(value);
  if (!parsed.success) return 'has a class table of another shape';
  const { members, classes } = parsed.data;
  if (classes.some((one) => one.some((member) => member >= members.length))) return 'has a class that names no member';
  return parsed.data;
}
