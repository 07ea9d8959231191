import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

import { Unusable } from '../../platform/errors/errors.ts';
import type { ListInput } from './compile-lists.ts';
import { parseList } from './parse-list.ts';

/**
 * The starter lists that ship with Schoolgate (lists/starter): a handful of well-known sites per category, made by us, so that a
 * school's first day is not without a filter. `index.yaml` says what each category is.
 */

const indexSchema = z.strictObject({
  /** Grows when the lists change; decisions name it. */
  version: z.string().min(1).max(40),
  categories: z
    .array(
      z.strictObject({
        code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/),
        /** As a reader sees it: "gambling sites". */
        label: z.string().min(1).max(100),
        /** How serious a blocked attempt is for the DSL. */
        alert: z.enum(['none', 'notice', 'serious']),
        /** Where the names come from. */
        source: z.string().min(1).max(300),
      }),
    )
    .min(1)
    .max(256),
});

export type StarterCategory = z.infer<typeof indexSchema>['categories'][number];

export interface StarterLists {
  readonly version: string;
  readonly categories: readonly StarterCategory[];
  /** For compileLists; the list is named "starter". */
  readonly lists: readonly ListInput[];
  /** SHA-256 (hex) of everything read. */
  readonly sha256: string;
}

/**
 * Reads `index.yaml` and `<category>.txt` for each category from `folder`. They are ours, so they must be faultless: throws Unusable for
 * any line that cannot be used, a category without a file, or a file without a category.
 */
export function readStarterLists(folder: string): StarterLists {
  const hash = createHash('sha256');
  const indexFile = join(folder, 'index.yaml');
  const indexBytes = readOurs(indexFile);
  hash.update(indexBytes);
  const index = indexSchema.safeParse(parseYaml(indexBytes.toString('utf8')));
  if (!index.success) {
    const field = index.error.issues[0]?.path.join('.') ?? '';
    throw new Unusable(`${indexFile}, ${field}`, 'has another shape than it should.', 'See lists/README.md.');
  }
  const { version, categories } = index.data;
  const lists = categories.map(({ code }) => {
    const file = join(folder, `${code}.txt`);
    const bytes = readOurs(file);
    hash.update(bytes);
    const { names, refusals } = parseList(bytes, file);
    const [refusal] = refusals;
    if (refusal !== undefined)
      throw new Unusable(`${file}, line ${String(refusal.line)}`, refusal.reason, 'Correct the line.');
    return { category: code, list: 'starter', version, names };
  });
  const codes = new Set(categories.map(({ code }) => code));
  const stray = readdirSync(folder).find((file) => file.endsWith('.txt') && !codes.has(file.slice(0, -4)));
  if (stray !== undefined)
    throw new Unusable(join(folder, stray), 'is in no category.', 'Name its category in index.yaml.');
  return { version, categories, lists, sha256: hash.digest('hex') };
}

function readOurs(file: string): Buffer {
  if (!existsSync(file))
    throw new Unusable(file, 'is missing.', 'It is part of Schoolgate: install again, or restore it from the release.');
  return readFileSync(file);
}
