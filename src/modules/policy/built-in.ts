import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { readPack, type PackProfile, type Reaction, type Sanction } from './pack.ts';
import { packInForce } from './store.ts';

/** What holds before a school has chosen a policy: the levels and measures of the village pack, naming no clause, because no policy says so yet. */

const villageFile = join(import.meta.dirname, '..', '..', '..', 'policies', 'village.yaml');
const village = readPack(readFileSync(villageFile, 'utf8'), 'village.yaml');

/** Who says so: the school's policy, or Schoolgate because no policy is loaded. */
export type Source = 'policy' | 'built-in';

export interface PolicyProfile extends PackProfile {
  readonly source: Source;
}

/** The filtering levels in force, at least one for each audience. */
export async function policyProfiles(db: ReadHandle): Promise<readonly PolicyProfile[]> {
  const pack = await packInForce(db);
  if (pack !== undefined) return pack.profiles.map((profile) => ({ ...profile, source: 'policy' }));
  return village.profiles.map((profile) => ({
    ...profile,
    blocks: profile.blocks.map(({ category }) => ({ category, clause: null })),
    source: 'built-in',
  }));
}

/** What may be decided after an incident. */
export async function policySanctions(db: ReadHandle): Promise<readonly Sanction[]> {
  return (await packInForce(db))?.sanctions ?? village.sanctions.map((sanction) => ({ ...sanction, clause: null }));
}

/** What may have been done on the spot: quick choices of an entry in the log. */
export async function policyReactions(db: ReadHandle): Promise<readonly Reaction[]> {
  return (await packInForce(db))?.reactions ?? village.reactions.map((reaction) => ({ ...reaction, clause: null }));
}
