import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

import { readPack, type Pack } from '../src/modules/policy/pack.ts';
import { Unusable } from '../src/platform/errors/errors.ts';
import { programControls, type KnownControl } from './clauses/program-controls.ts';
import { packReport, unusedReport } from './clauses/report.ts';

/*
 * `npm run clauses`: reads the packs of policies/ and says of each how its clauses are bound. With names of packs (`npm run clauses -- village pies`) only those.
 * Ends with 1 when a pack has a fault (file, line, cure) or a clause that is bound to nothing.
 */

const folder = join(import.meta.dirname, '..', 'policies');

/** Reads the packs of a folder: each as it is, or with its fault as a sentence. */
export function readPacks(
  names: readonly string[],
  controls: ReadonlyMap<string, KnownControl>,
): readonly { readonly file: string; readonly pack: Pack | undefined; readonly fault: string | undefined }[] {
  return names.map((name) => {
    const file = `policies/${name}.yaml`;
    try {
      const text = readFileSync(join(folder, `${name}.yaml`), 'utf8');
      return { file, pack: readPack(text, file, (code) => controls.has(code)), fault: undefined };
    } catch (error) {
      if (error instanceof Unusable) return { file, pack: undefined, fault: error.message };
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
        return { file, pack: undefined, fault: `${file} is not there. The packs are: ${allPacks().join(', ')}.` };
      }
      throw error;
    }
  });
}

/** The names of the packs of policies/. */
export function allPacks(): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/\.yaml$/, ''))
    .sort();
}

async function main(asked: readonly string[]): Promise<number> {
  const controls = await programControls();
  const packs = readPacks(asked.length === 0 ? allPacks() : asked, controls);
  let worst = 0;
  for (const { pack, fault } of packs) {
    if (pack === undefined) {
      console.error(fault);
      worst = 1;
      continue;
    }
    const { lines, unbound } = packReport(pack, controls);
    console.log(lines.join('\n'));
    if (unbound > 0) worst = 1;
  }
  if (asked.length === 0 && worst === 0) {
    console.log(
      unusedReport(
        packs.flatMap(({ pack }) => (pack === undefined ? [] : [pack])),
        controls,
      ),
    );
  }
  return worst;
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
