import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Unusable } from '../../platform/errors/errors.ts';
import { defaultLimits, parseList, type ListLimits, type ParsedList } from './parse-list.ts';

/**
 * Reads a folder of categories, each a folder with a file `domains` in it: the form of the Toulouse lists (UT1) and of squidGuard.
 */

export interface CategoryList extends ParsedList {
  readonly category: string;
  readonly file: string;
}

export interface CategoryFolder {
  readonly lists: readonly CategoryList[];
  /** Lists refused as a whole: file, line and cure. The others are used. */
  readonly refused: readonly { readonly file: string; readonly message: string }[];
}

const MAX_CATEGORIES = 500;

/**
 * Reads every `<category>/domains` below `folder`, in order of category. Links are not followed. Category codes are made of lower-case
 * letters, digits, hyphens and dots; an underscore in a folder's name becomes a hyphen.
 * Throws Unusable when the folder cannot be read or has over 500 categories.
 */
export function readCategoryFolder(folder: string, limits: ListLimits = defaultLimits): CategoryFolder {
  const lists: CategoryList[] = [];
  const refused: { file: string; message: string }[] = [];
  for (const name of subfolders(folder)) {
    const file = join(folder, name, 'domains');
    const stat = lstatSync(file, { throwIfNoEntry: false });
    if (stat === undefined) continue;
    try {
      const category = name.toLowerCase().replaceAll('_', '-');
      if (!/^[a-z0-9][a-z0-9.-]{0,63}$/.test(category)) {
        throw new Unusable(
          join(folder, name),
          'cannot be the code of a category.',
          'Rename the folder: lower-case letters, digits and hyphens.',
        );
      }
      if (!stat.isFile()) throw new Unusable(file, 'is not a plain file.', 'Put the list itself there, not a link.');
      if (stat.size > limits.maxBytes) {
        throw new Unusable(
          file,
          `has ${String(stat.size)} bytes, more than ${String(limits.maxBytes)}.`,
          'Split it, or use a smaller list.',
        );
      }
      lists.push({ category, file, ...parseList(readFileSync(file), file, limits) });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      refused.push({
        file,
        message: error instanceof Unusable ? error.message : `${file}: cannot be read. Check its owner.`,
      });
    }
  }
  return { lists, refused };
}

function subfolders(folder: string): string[] {
  const names: string[] = [];
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isDirectory()) names.push(entry.name);
  } catch {
    throw new Unusable(
      folder,
      'cannot be read.',
      'Give a folder with one folder per category, each with a file named domains.',
    );
  }
  if (names.length > MAX_CATEGORIES) {
    throw new Unusable(
      folder,
      `has ${String(names.length)} categories, more than ${String(MAX_CATEGORIES)}.`,
      'Keep only those the policy names.',
    );
  }
  return names.sort();
}
