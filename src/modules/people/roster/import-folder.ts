import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Actor } from '../../../platform/access/access.ts';
import type { Runner } from '../../../platform/commands/runner.ts';
import { Unusable } from '../../../platform/errors/errors.ts';
import type { Ids, SchoolId } from '../../../platform/ids/ids.ts';
import { bringRoster, makeImportRoster, rosterPlan } from './import-roster.ts';
import type { RosterPlan } from './plan.ts';
import { MOST_BYTES } from './read-csv.ts';

/**
 * Imports a OneRoster 1.1 CSV folder from the command line: what `npx schoolgate import roster PATH` does. With `dryRun` only the plan is
 * made. Returns the plan and whether it was carried out; `problem` says why not. Throws `Unusable` when a file is missing or too large.
 */
export async function importRosterFolder(
  parts: { readonly runner: Runner; readonly ids: Ids },
  asked: { school: SchoolId; folder: string; dryRun: boolean; sure?: boolean },
): Promise<{ plan: RosterPlan; imported: boolean; problem: string | undefined }> {
  const { runner, ids } = parts;
  const files = await readFolder(asked.folder);
  const actor: Actor = { kind: 'command-line', name: 'import-roster', school: asked.school, request: ids.next() };
  const brought = await runner.run(bringRoster, actor, files);
  if (!brought.ok) {
    throw new Unusable(asked.folder, `${brought.errors[0]?.message ?? ''}.`, 'Export the folder again.');
  }
  const plan = await runner.ask(rosterPlan, actor, { id: brought.value });
  if (asked.dryRun) return { plan, imported: false, problem: undefined };
  const outcome = await runner.run(
    makeImportRoster(() => runner),
    actor,
    {
      id: brought.value,
      fingerprint: plan.fingerprint,
      ...(asked.sure === true ? { sure: 'yes' } : {}),
    },
  );
  return { plan, imported: outcome.ok, problem: outcome.ok ? undefined : outcome.errors[0]?.message };
}

async function readFolder(folder: string): Promise<Record<string, string>> {
  const manifest = await readOne(folder, 'manifest.csv', false);
  if (/^"?file\.(users|classes|enrollments)"?\s*,\s*"?delta"?\s*$/im.test(manifest)) {
    throw new Unusable(
      join(folder, 'manifest.csv'),
      'the folder holds only what has changed (“delta”).',
      'Export it in full (“bulk”).',
    );
  }
  return {
    users: await readOne(folder, 'users.csv', true),
    classes: await readOne(folder, 'classes.csv', true),
    enrollments: await readOne(folder, 'enrollments.csv', true),
    orgs: await readOne(folder, 'orgs.csv', false),
    academicSessions: await readOne(folder, 'academicSessions.csv', false),
  };
}

async function readOne(folder: string, name: string, needed: boolean): Promise<string> {
  const path = join(folder, name);
  let size;
  try {
    size = (await stat(path)).size;
  } catch {
    if (!needed) return '';
    throw new Unusable(
      path,
      'there is no such file.',
      'Give the folder that a OneRoster 1.1 CSV export was unpacked to.',
    );
  }
  if (size > MOST_BYTES) throw new Unusable(path, 'it is larger than 20 MB.', 'Export one school only.');
  return readFile(path, 'utf8');
}

/** The plan in lines for a terminal: counts, then each refusal with file, line, reason and cure. */
export function describePlan(plan: RosterPlan): readonly string[] {
  const name = (one: { given: string; family: string; kind: string }): string =>
    `  ${one.given} ${one.family} (${one.kind})`;
  return [
    `joiners: ${String(plan.joiners.length)}`,
    ...plan.joiners.map(name),
    `movers: ${String(plan.movers.length)}`,
    ...plan.movers.map((one) => `${name(one)}: ${one.what.join(', ')}`),
    `leavers: ${String(plan.leavers.length)} (they get an end date; nothing is deleted)`,
    ...plan.leavers.map(name),
    `unchanged: ${String(plan.unchanged)}`,
    `refusals: ${String(plan.refusals.length)}`,
    ...plan.refusals.map(
      (one) => `  ${one.file}${one.line > 0 ? `:${String(one.line)}` : ''}: ${one.reason} ${one.cure}`,
    ),
  ];
}
