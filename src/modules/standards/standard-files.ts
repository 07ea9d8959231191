import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readStandard, type Standard } from './standard.ts';

/** The standards that come with Schoolgate: one file for each edition, read once. A file that cannot be read stops the program, as a broken part of it. */

export const standardsFolder = join(import.meta.dirname, '..', '..', '..', 'standards');

/** All editions of one standard. */
export interface Editions {
  /** The newest: what the school is measured by. */
  readonly current: Standard;
  /** Newest first. */
  readonly earlier: readonly Standard[];
}

let read: ReadonlyMap<string, Editions> | undefined;

/** The standards by code, in the order of their titles. */
export function standards(): ReadonlyMap<string, Editions> {
  return (read ??= standardsIn(standardsFolder));
}

/** Reads a folder of standards, which count from now on: what a newer Schoolgate brings, for tests. */
export function takeStandardsOf(folder: string): void {
  read = standardsIn(folder);
}

function standardsIn(folder: string): ReadonlyMap<string, Editions> {
  return editionsOf(
    readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => readStandard(readFileSync(join(folder, name), 'utf8'), `standards/${name}`)),
  );
}

/** Sorts files into standards with their editions. Throws when one edition is there twice. */
export function editionsOf(files: readonly Standard[]): ReadonlyMap<string, Editions> {
  const byCode = Map.groupBy(files, ({ code }) => code);
  const found = [...byCode].map(([code, all]): readonly [string, Editions] => {
    const [current, ...earlier] = all.toSorted((a, b) => b.edition.localeCompare(a.edition));
    if (current === undefined) throw new Error(`no edition of ${code}`);
    if (new Set(all.map(({ edition }) => edition)).size !== all.length) {
      throw new Error(`one edition of the standard ${code} is there twice`);
    }
    return [code, { current, earlier }];
  });
  return new Map(found.toSorted(([, a], [, b]) => a.current.title.localeCompare(b.current.title)));
}
