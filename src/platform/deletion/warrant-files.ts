import { createHmac } from 'node:crypto';
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { sameText } from '../auth/machine-key.ts';
import type { Warrant } from './warrants.ts';

/**
 * Executed warrants as small files beside the backups, ids only: the restore of a backup made before a deletion deletes again. Each is marked
 * with the secret that stands in the records (and so in every backup), so that a stranger's file deletes nothing.
 */

const text = z.string().min(1).max(200);

const fileSchema = z.strictObject({
  format: z.literal(1),
  id: text,
  school: text,
  reason: text,
  approvedBy: text,
  approvedAt: z.iso.datetime({ precision: null }),
  executedAt: z.iso.datetime({ precision: null }),
  rows: z.array(z.tuple([text, text])).min(1),
  mark: text,
});

/** More is no warrant of ours: a hundred thousand rows take some ten million bytes. */
const LARGEST_BYTES = 64 * 1024 * 1024;

const folderOf = (backups: string): string => join(backups, 'warrants');

/** Writes the files of executed warrants that have none yet, whole and synced, and returns how many. */
export function writeWarrantFiles(backups: string, warrants: readonly Warrant[], secret: string): number {
  // One of which a legal hold kept all back deletes nothing again.
  const executed = warrants.filter((warrant) => warrant.state === 'executed' && warrant.rows.length > 0);
  if (executed.length === 0) return 0;
  const folder = folderOf(backups);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const there = new Set(readdirSync(folder));
  let written = 0;
  for (const warrant of executed) {
    const name = `${warrant.id}.json`;
    if (there.has(name)) continue;
    const content = {
      format: 1,
      id: warrant.id,
      school: warrant.school,
      reason: warrant.reason,
      approvedBy: warrant.approvedBy,
      approvedAt: warrant.approvedAt,
      executedAt: warrant.executedAt ?? warrant.approvedAt,
      rows: warrant.rows.map(({ table, id }) => [table, id]),
    };
    writeWhole(folder, name, JSON.stringify({ ...content, mark: markOf(content, secret) }));
    written += 1;
  }
  return written;
}

export interface WarrantFiles {
  readonly warrants: readonly Warrant[];
  /** Files that are not what this school's Schoolgate wrote: they delete nothing, and somebody should look. */
  readonly refused: readonly string[];
}

/** Reads the files beside a backup. A folder that is not there has none. */
export function readWarrantFiles(backups: string, secret: string | undefined): WarrantFiles {
  const folder = folderOf(backups);
  const warrants: Warrant[] = [];
  const refused: string[] = [];
  for (const name of names(folder).filter((one) => one.endsWith('.json'))) {
    const read = readOne(join(folder, name), secret);
    if (read === undefined) refused.push(join(folder, name));
    else warrants.push(read);
  }
  warrants.sort((a, b) => (a.approvedAt < b.approvedAt ? -1 : 1));
  return { warrants, refused };
}

function readOne(path: string, secret: string | undefined): Warrant | undefined {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > LARGEST_BYTES || secret === undefined) return undefined;
    const { mark, ...content } = fileSchema.parse(JSON.parse(bytes.toString('utf8')));
    if (!sameText(mark, markOf(content, secret))) return undefined;
    return {
      id: content.id,
      school: content.school,
      state: 'executed',
      reason: content.reason,
      approvedBy: content.approvedBy,
      approvedAt: content.approvedAt,
      executedAt: content.executedAt,
      rows: content.rows.map(([table, id]) => ({ table, id })),
    };
  } catch {
    return undefined;
  }
}

function markOf(content: unknown, secret: string): string {
  return createHmac('sha256', secret)
    .update(`deletion-warrant\0${JSON.stringify(content)}`)
    .digest('base64url');
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function writeWhole(folder: string, name: string, content: string): void {
  const part = join(folder, `${name}.part`);
  const fd = openSync(part, 'w', 0o600);
  try {
    writeSync(fd, content);
    fdatasyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(part, join(folder, name));
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
