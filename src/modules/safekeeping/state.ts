import type { RunRow } from '../../platform/backup/runs.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { HOLDERS_NEEDED, keysInForce, type HeldKey } from './key-holders.ts';
import { runTables } from './tables.ts';

/** A backup older than this is too old: one night was missed, and the next morning has come. */
export const TOO_OLD_HOURS = 36;

/** How it stands with the backups, for home page, health and pages. */
export interface BackupState {
  readonly keys: readonly HeldKey[];
  readonly verified: RunRow | undefined;
  readonly newest: RunRow | undefined;
  /** Hours since the newest verified backup was begun; undefined when there is none. */
  readonly ageHours: number | undefined;
  /** What somebody must do, the worst first; empty when all is well. */
  readonly troubles: readonly ('no-keys' | 'one-key' | 'never' | 'too-old')[];
}

/** Reads it. */
export async function backupState(db: ReadHandle, now: Temporal.Instant): Promise<BackupState> {
  const runs = runTables.read(db);
  const [verified, newest, keys] = [
    await runs
      .select('backup_run')
      .selectAll()
      .where('state', '=', 'verified')
      .orderBy('started_at', 'desc')
      .limit(1)
      .executeTakeFirst(),
    await runs
      .select('backup_run')
      .selectAll()
      .orderBy('asked_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    await keysInForce(db),
  ];
  const begun = verified?.started_at ?? undefined;
  const ageHours = begun === undefined ? undefined : now.since(Temporal.Instant.from(begun)).total('hours');
  const holders = new Set(keys.map((key) => key.person)).size;
  const troubles: BackupState['troubles'][number][] = [];
  if (holders === 0) troubles.push('no-keys');
  else if (holders < HOLDERS_NEEDED) troubles.push('one-key');
  if (ageHours === undefined) troubles.push('never');
  else if (ageHours > TOO_OLD_HOURS) troubles.push('too-old');
  return { keys, verified, newest, ageHours, troubles };
}

/** A size as people read it. */
export function sizeInWords(bytes: number): string {
  const [size, unit]: [number, string] =
    bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${size < 10 ? size.toFixed(1) : size.toFixed(0)} ${unit}`;
}

/** Names as a sentence lists them: "Sam Hill and Ruth Ash". */
export function namesInWords(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const last = unique.at(-1) ?? 'nobody';
  return unique.length < 2 ? last : `${unique.slice(0, -1).join(', ')} and ${last}`;
}
