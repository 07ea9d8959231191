import type { Actor } from '../../platform/access/access.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { ModuleParts } from '../module.ts';
import { dutyInForce, type DutyInForce, type SettingsOf } from './in-force.ts';
import type { DutyFacts } from './policy.ts';
import { postsOn } from './owners.ts';

/** What the parts of this module are made from. */
export interface DutyParts {
  readonly settings: SettingsOf;
  /** The other modules. Called when answering, not when being made. */
  readonly whole: ModuleParts['whole'];
  readonly files: ModuleParts['files'];
  readonly publicUrl: string;
}

/** A duty as a policy and a page look at it. */
export interface Standing extends DutyFacts {
  readonly duty: DutyInForce;
}

/** Loads a duty for somebody; undefined when there is none of this code. */
export async function standingFor(
  parts: Pick<DutyParts, 'settings'>,
  db: ReadHandle,
  code: string,
  asking: { readonly actor: Actor; readonly now: Temporal.Instant },
): Promise<Standing | undefined> {
  const duty = await dutyInForce(db, parts.settings, code);
  if (duty === undefined) return undefined;
  return { duty, own: await postsOn(db, asking.now).isOwn(asking.actor, duty.owner) };
}
