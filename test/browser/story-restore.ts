import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSchoolgate, type Running } from '../support/running.ts';
import { testPlace } from '../support/store.ts';

/** The two sheets from the safe, as they were printed from their pages. */
export interface Sheets {
  readonly backupKey: string;
  readonly caseworkKey: string;
}

/**
 * Backs a running school up by the command line, loses it (folder, keys and all), restores the backup into an empty place of the same kind
 * with nothing but the two sheets, and starts it there on the same ports.
 */
export async function lostAndRestored(school: Running, sheets: Sheets): Promise<Running> {
  const above = mkdtempSync(join(tmpdir(), 'schoolgate-story-'));
  const backups = join(above, 'backups');
  const old = {
    SCHOOLGATE_DATA: school.data,
    ...(await testPlace(school.data)).env,
    SCHOOLGATE_BACKUP_FOLDER: backups,
  };
  assert.match(cli(['backup'], old), /written, read back and compared/);
  const [file = ''] = readdirSync(backups).filter((name) => name.endsWith('.backup'));
  await school.end();
  await (await testPlace(school.data)).end();

  const data = join(above, 'data');
  const fresh = { SCHOOLGATE_DATA: data, ...(await testPlace(data)).env };
  const restored = cli(['restore', join(backups, file), '--identity', '-'], fresh, sheets.backupKey);
  assert.match(restored, /Restored: \d+ records[^]*Next: the casework key/);
  assert.match(cli(['keys', 'enter'], fresh, sheets.caseworkKey), /Start Schoolgate again/);
  const running = await startSchoolgate({ data, ports: school.ports });
  return {
    ...running,
    async end() {
      await running.end();
      rmSync(above, { recursive: true, force: true });
    },
  };
}

function cli(args: readonly string[], env: Readonly<Record<string, string>>, input = ''): string {
  const program = join(import.meta.dirname, '..', '..', 'src', 'cli.ts');
  const ran = spawnSync(process.execPath, [program, ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
  });
  assert.equal(ran.status, 0, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}
