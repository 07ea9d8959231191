import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { SCHOOL_TIME_ZONE } from '../time/clock.ts';
import type { AuditHead } from './manifest.ts';
import type { BackupTaken } from './write-backup.ts';

/**
 * The folder of backups: `schoolgate-<time>.backup`, and beside each a note in clear, `….json`, that says what it is without opening it: when,
 * how large, its checksum, the fingerprints of the keys that open it, and the audit heads. The note is for finding and comparing; a restore
 * trusts only what is inside the encryption.
 */

const noteSchema = z.object({
  schoolgateBackup: z.literal(1),
  at: z.iso.datetime({ precision: null }),
  schoolgate: z.string(),
  bytes: z.int(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  keys: z.array(z.string().regex(/^[0-9a-f]{16}$/)),
  heads: z.array(z.object({ school: z.string(), seq: z.int(), hash: z.string().regex(/^[0-9a-f]{64}$/) })),
});

export type BackupNote = z.infer<typeof noteSchema>;

const SUFFIX = '.backup';
const namePattern = /^schoolgate-(\d{8}T\d{6}Z)\.backup$/;

/** The name of a backup taken at `at`: sorts by time. */
export function backupName(at: Temporal.Instant): string {
  const compact = at.round({ smallestUnit: 'second', roundingMode: 'floor' }).toString().replaceAll(/[-:]/g, '');
  return `schoolgate-${compact}${SUFFIX}`;
}

/** The text of the note beside a backup. */
export function noteOf(taken: BackupTaken, keys: readonly string[]): string {
  const note: BackupNote = {
    schoolgateBackup: 1,
    at: taken.manifest.at,
    schoolgate: taken.manifest.schoolgate,
    bytes: taken.bytes,
    sha256: taken.sha256,
    keys: [...keys],
    heads: taken.manifest.heads,
  };
  return `${JSON.stringify(note, undefined, 2)}\n`;
}

/** A backup in the folder. `note` is undefined when there is none that can be read: the file may be good all the same. */
export interface KeptBackup {
  readonly file: string;
  readonly name: string;
  readonly at: Temporal.Instant;
  readonly bytes: number;
  readonly note: BackupNote | undefined;
}

/** The backups in a folder, newest first. A folder that is not there has none. */
export function listBackups(folder: string): readonly KeptBackup[] {
  return names(folder)
    .flatMap((name): KeptBackup[] => {
      const [, compact] = namePattern.exec(name) ?? [];
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      if (compact === undefined || stat?.isFile() !== true) return [];
      const at = Temporal.Instant.from(
        compact.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
      );
      return [{ file: join(folder, name), name, at, bytes: stat.size, note: readNote(join(folder, `${name}.json`)) }];
    })
    .sort((a, b) => Temporal.Instant.compare(b.at, a.at));
}

/** Reads the note beside a backup; undefined when it is missing or is no such note. */
export function readNote(path: string): BackupNote | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** How many are kept: the newest of each of so many days, weeks and months. */
export interface KeepRule {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

/**
 * Which backups are past keeping: none that is the newest of one of the last `daily` days that have one, `weekly` weeks or `monthly` months
 * (days of the school, weeks from Monday). The newest of all always stays.
 */
export function pastKeeping(backups: readonly KeptBackup[], keep: KeepRule): readonly KeptBackup[] {
  const newestFirst = backups.toSorted((a, b) => Temporal.Instant.compare(b.at, a.at));
  const kept = new Set<string>(newestFirst.slice(0, 1).map((one) => one.name));
  for (const [many, spanOf] of [
    [keep.daily, (day: Temporal.PlainDate) => day.toString()],
    [keep.weekly, (day: Temporal.PlainDate) => `${String(day.yearOfWeek)}-${String(day.weekOfYear)}`],
    [keep.monthly, (day: Temporal.PlainDate) => `${String(day.year)}-${String(day.month)}`],
  ] as const) {
    const spans = new Set<string>();
    for (const one of newestFirst) {
      const span = spanOf(one.at.toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainDate());
      if (spans.has(span)) continue;
      if (spans.size >= many) break;
      spans.add(span);
      kept.add(one.name);
    }
  }
  return newestFirst.filter((one) => !kept.has(one.name));
}

/** Removes backups with their notes. */
export function removeBackups(backups: readonly KeptBackup[]): void {
  for (const { file } of backups) {
    rmSync(file, { force: true });
    rmSync(`${file}.json`, { force: true });
  }
}

/** Half-written files that a power cut left behind; ours alone, and only while no backup runs. */
export function removeLeftovers(folder: string): void {
  for (const name of names(folder).filter((one) => /^schoolgate-\d{8}T\d{6}Z\.backup(\.json)?\.part$/.test(one))) {
    rmSync(join(folder, name), { force: true });
  }
}

/** The heads as people and mails write them, one line each; `readHeads` reads them back. */
export function headLine(head: AuditHead): string {
  return `Schoolgate audit head: school ${head.school}, row ${String(head.seq)}, ${head.hash}`;
}

/** Every audit head in a text: a note beside a backup, a daily mail (its `school` is ''), or lines copied from one. */
export function readHeads(text: string): readonly AuditHead[] {
  try {
    return noteSchema.parse(JSON.parse(text)).heads;
  } catch {
    // A mail may break the long line, and quoted-printable ends such a line in "=".
    const plain = text.replaceAll(/=\r?\n/g, '').replaceAll(/\s+/g, ' ');
    // The daily mail says "Row 145, hash …" and no school: there is one.
    const mailed = [...plain.matchAll(/\bRow (\d{1,15}), hash ([0-9a-f]{64})/g)];
    if (mailed.length > 0) return mailed.map(([, seq = '', hash = '']) => ({ school: '', seq: Number(seq), hash }));
    return [
      ...plain.matchAll(/Schoolgate audit head: school ([0-9a-zA-Z-]{1,64}), row (\d{1,15}), ([0-9a-f]{64})/g),
    ].map(([, school = '', seq = '', hash = '']) => ({ school, seq: Number(seq), hash }));
  }
}
