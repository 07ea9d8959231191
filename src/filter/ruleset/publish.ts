import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { Unusable } from '../../platform/errors/errors.ts';
import { encodeRuleset, type RulesetNumber } from './ruleset-file.ts';
import { RULESET_FORMAT, rulesetSchema, type Ruleset } from './ruleset.ts';
import { compareNumbers, parseRulesetFile, type SiteFolder } from './site-folder.ts';
import { syncFolder, writeWhole } from './write-whole.ts';

/** How many rulesets stay in the folder: the one in force and four to fall back to. */
const KEPT = 5;

/**
 * Publishes a ruleset: from the rename on, a filter takes it into force. The last five are kept, with the lists they use; others go.
 * Its lists must have been published before. `privateKey` is Ed25519, PEM.
 * Throws Unusable when the lists are missing, the ruleset breaks its own schema, or the number does not grow.
 */
export function publishRuleset(
  folder: SiteFolder,
  ruleset: Ruleset,
  { epoch, number, privateKey }: RulesetNumber & { readonly privateKey: string },
): void {
  const path = folder.ruleset(epoch, number);
  const shape = rulesetSchema.safeParse(ruleset);
  if (!shape.success) {
    const field = shape.error.issues[0]?.path.join('.') ?? '';
    throw new Unusable(
      `ruleset ${String(epoch)}.${String(number)}`,
      `the field ${field} does not fit format ${String(RULESET_FORMAT)}.`,
      'The ruleset before stays in force; correct the record that this field comes from.',
    );
  }
  if (!existsSync(folder.lists(ruleset.lists.sha256))) {
    throw new Unusable(
      folder.lists(ruleset.lists.sha256),
      'is missing.',
      'Publish the lists before the ruleset that uses them.',
    );
  }
  const newest = publishedRulesets(folder)[0];
  if (newest !== undefined && compareNumbers(newest, { epoch, number }) >= 0) {
    throw new Unusable(
      path,
      `does not come after ${String(newest.epoch)}.${String(newest.number)}, which is published already.`,
      'Give it the next number, or after a restore a new epoch.',
    );
  }
  writeWhole(path, [encodeRuleset(ruleset, { epoch, number }, privateKey)]);
  prune(folder);
}

/** Stores compiled lists under their checksum. Does nothing when they are there whole. Throws RangeError when `sha256` is not that of `bytes`. */
export function publishLists(folder: SiteFolder, bytes: Uint8Array, sha256: string): void {
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new RangeError('sha256: not the checksum of these bytes.');
  const path = folder.lists(sha256);
  if (existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === sha256) return;
  writeWhole(path, [bytes]);
}

/** Numbers of the ruleset files in the folder, newest first. Reads names only. */
export function publishedRulesets(folder: SiteFolder): RulesetNumber[] {
  return readdirSync(folder.appToFilter)
    .flatMap((file) => parseRulesetFile(file) ?? [])
    .sort((a, b) => compareNumbers(b, a));
}

function prune(folder: SiteFolder): void {
  const rulesets = publishedRulesets(folder);
  const kept = rulesets.slice(0, KEPT);
  for (const old of rulesets.slice(KEPT)) rmSync(folder.ruleset(old.epoch, old.number), { force: true });

  const used = new Set<string>();
  let newest = 0;
  for (const { epoch, number } of kept) {
    const path = folder.ruleset(epoch, number);
    // The file as it stands, without checking it: a lists file too many does no harm, one too few does.
    for (const [, sha256] of readFileSync(path, 'latin1').matchAll(/"lists":\{"sha256":"([0-9a-f]{64})"/g)) {
      if (sha256 !== undefined) used.add(folder.lists(sha256));
    }
    newest = Math.max(newest, statSync(path).mtimeMs);
  }
  for (const file of readdirSync(folder.appToFilter)) {
    const path = join(folder.appToFilter, file);
    if (!/^lists-[0-9a-f]{64}\.bin$/.test(file) || used.has(path)) continue;
    // Lists younger than every ruleset wait for the ruleset that will use them.
    if (statSync(path).mtimeMs < newest) rmSync(path, { force: true });
  }
  syncFolder(folder.appToFilter);
}
