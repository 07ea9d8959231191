import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { Actor } from '../../../platform/access/access.ts';
import type { Runner } from '../../../platform/commands/runner.ts';
import { Unusable } from '../../../platform/errors/errors.ts';
import type { Ids, SchoolId } from '../../../platform/ids/ids.ts';
import type { BroughtFile } from './archive.ts';
import { bringRoster, MOST_BROUGHT } from './bring-roster.ts';
import { takeSteps } from './driver.ts';
import { makeImportRoster, rosterPlan } from './import-roster.ts';
import { MOST_BYTES } from './read-csv.ts';
import type { ShownPlan } from './worker-tasks.ts';

/** How many lines of each kind a terminal is given. */
const MOST_LINES = 2000;

/** What an import from the command line asks for. */
export interface ImportAsked {
  readonly school: SchoolId;
  /** A folder, a zip, or files. */
  readonly paths: readonly string[];
  readonly dryRun: boolean;
  /** How many pupils and staff leave, when they are very many. */
  readonly leaving?: string;
}

/**
 * Imports a roster of any format from the command line: what `npx schoolgate import roster PATH…` does. With `dryRun` only the plan is made.
 * Returns the plan and whether it was carried out; `problem` says why not. Throws `Unusable` when a file is missing, too large, or no roster.
 */
export async function importRosterFiles(
  parts: { readonly runner: Runner; readonly ids: Ids },
  asked: ImportAsked,
): Promise<{ plan: ShownPlan; imported: boolean; problem: string | undefined }> {
  const { runner, ids } = parts;
  const where = asked.paths.join(', ');
  const files = (await Promise.all(asked.paths.map(readPath))).flat();
  const actor: Actor = { kind: 'command-line', name: 'import-roster', school: asked.school, request: ids.next() };
  const brought = await runner.run(bringRoster, actor, { files });
  if (!brought.ok) throw new Unusable(where, `${brought.errors[0]?.message ?? ''}.`, 'Then try again.');
  const { id } = brought.value;
  const answer = await runner.ask(rosterPlan, actor, { id, most: MOST_LINES });
  if (!answer.ready) {
    throw new Unusable(
      where,
      `${answer.problem ?? 'nobody has said what the columns of this file mean'}.`,
      'Bring it once in the web app, under People, Import the roster, and say there what each column is. Files with the same headings are taken here from then on.',
    );
  }
  const { plan } = answer;
  if (asked.dryRun) return { plan, imported: false, problem: undefined };
  const started = await runner.run(
    makeImportRoster(
      () => runner,
      () => undefined,
    ),
    actor,
    { id, fingerprint: plan.fingerprint, leaving: asked.leaving ?? '' },
  );
  if (!started.ok) return { plan, imported: false, problem: started.errors[0]?.message };
  const nothing = plan.counts.joiners + plan.counts.movers + plan.counts.leavers + plan.counts.classes === 0;
  if (!nothing) await takeSteps(runner, started.value.id, actor, 'on');
  return { plan, imported: true, problem: undefined };
}

/** As `importRosterFiles`, for one folder. */
export async function importRosterFolder(
  parts: { readonly runner: Runner; readonly ids: Ids },
  asked: { school: SchoolId; folder: string; dryRun: boolean; leaving?: string },
): Promise<{ plan: ShownPlan; imported: boolean; problem: string | undefined }> {
  const { folder, ...rest } = asked;
  return importRosterFiles(parts, { ...rest, paths: [folder] });
}

async function readPath(path: string): Promise<readonly BroughtFile[]> {
  const kind = await stat(path).catch(() => undefined);
  if (kind === undefined) {
    throw new Unusable(path, 'there is no such file or folder.', 'Give the zip, the files or the folder of an export.');
  }
  if (!kind.isDirectory()) return [await readOne(path, kind.size)];
  const names = (await readdir(path)).filter((name) => /\.(csv|txt|tsv)$/i.test(name)).toSorted();
  if (names.length === 0) {
    throw new Unusable(path, 'there is no CSV file in it.', 'Give the folder that an export was unpacked to.');
  }
  const files: BroughtFile[] = [];
  for (const name of names) files.push(await readOne(join(path, name), (await stat(join(path, name))).size));
  return files;
}

async function readOne(path: string, size: number): Promise<BroughtFile> {
  if (size > Math.max(MOST_BYTES, MOST_BROUGHT))
    throw new Unusable(path, 'it is larger than 20 MB.', 'Export one school only.');
  return { name: basename(path), bytes: await readFile(path) };
}

/** The plan in lines for a terminal: counts, then each refusal with file, line, column, reason and cure. */
export function describePlan(plan: ShownPlan): readonly string[] {
  const name = (one: { given: string; family: string; kind: string }): string =>
    `  ${one.given} ${one.family} (${one.kind})`.replace('   ', '  ');
  const { counts } = plan;
  return [
    `joiners: ${String(counts.joiners)}`,
    ...plan.joiners.map(name),
    `movers: ${String(counts.movers)}`,
    ...plan.movers.map((one) => `${name(one)}: ${one.what.join(', ')}`),
    `leavers: ${String(counts.leavers)} (they get an end date; nothing is deleted)`,
    ...plan.leavers.map(name),
    `unchanged: ${String(plan.unchanged)}`,
    `to be recognised by a person: ${String(counts.questions)}${counts.questions > 0 ? ' (left out; answer in the web app)' : ''}`,
    ...plan.questions.map((one) => `  ${one.file}:${String(one.line)}: ${one.name}. ${one.why}`),
    `refusals: ${String(counts.refusals)}`,
    ...plan.refusals.map(
      (one) =>
        `  ${one.file}${one.line > 0 ? `:${String(one.line)}` : ''}${one.column === undefined || one.column === '' ? '' : ` (${one.column})`}: ${one.reason} ${one.cure}`,
    ),
  ];
}
