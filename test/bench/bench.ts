import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { findPrototypes } from './prototypes.ts';
import type { Bench, Line } from './row.ts';
import { decisions } from './rows/decisions.ts';
import { disk } from './rows/disk.ts';
import { policyYear } from './rows/policy-year.ts';
import { proxy } from './rows/proxy.ts';
import { register50000 } from './rows/register-50000.ts';
import { roster } from './rows/roster.ts';
import { school } from './rows/school.ts';

/*
 * `npm run bench`: measures and prints one table; asserts nothing. `--only <row>` (again for more) measures these rows. How to read it: README.md.
 */

/** After this long no further round begins, and after the second figure no further row: a busy machine must not make the run endless. */
const LATE_MS = 200_000;
const TOO_LATE_MS = 290_000;

const rows = [disk, school, decisions, proxy, roster, register50000, policyYear];

/** Measures the rows asked for and prints the table. Gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const only = args.flatMap((arg, at) => (args[at - 1] === '--only' ? [arg] : []));
  const unknown = only.find((name) => !rows.some((row) => row.name === name));
  if (unknown !== undefined || args.length !== only.length * 2) {
    console.error(`Use: npm run bench -- [--only <row>]…\nRows: ${rows.map((row) => row.name).join(', ')}`);
    return 64;
  }
  const ends: (() => Promise<void> | void)[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-bench-'));
  const bench: Bench = {
    folder,
    prototypes: findPrototypes(process.env),
    say: (text) => {
      console.error(`  ${text}`);
    },
    late: () => performance.now() > LATE_MS,
    atEnd: (end) => ends.push(end),
  };
  const lines: Line[] = [];
  try {
    for (const row of rows) {
      if (only.length > 0 && !only.includes(row.name)) continue;
      lines.push(...(await measured(row.name, () => row.measure(bench))));
    }
  } finally {
    for (const end of ends.reverse()) await end();
    rmSync(folder, { recursive: true, force: true });
  }
  print(lines);
  return 0;
}

/** A row that fails says so in its place: the others are still worth having. */
async function measured(name: string, measure: () => Promise<readonly Line[]>): Promise<readonly Line[]> {
  try {
    if (performance.now() > TOO_LATE_MS) throw new Error(`no time left on this busy machine: use --only ${name}`);
    return await measure();
  } catch (error) {
    const problem = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown failure';
    return [{ what: name, figure: 'not measured', ratio: '-', beside: problem, aim: '-' }];
  }
}

function print(lines: readonly Line[]): void {
  const head: Line = { what: 'What', figure: 'Measured', ratio: 'Ratio', beside: 'Beside', aim: 'Aim' };
  const columns = ['what', 'figure', 'ratio', 'beside', 'aim'] as const;
  const width = columns.map((column) => Math.max(...[head, ...lines].map((line) => line[column].length)));
  for (const line of [head, ...lines]) {
    console.log(
      columns
        .map((column, at) => line[column].padEnd(width[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    if (line === head) console.log(width.map((wide) => '-'.repeat(wide)).join('  '));
  }
}

process.exitCode = await main(process.argv.slice(2));
