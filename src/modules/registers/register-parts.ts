import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { Asking } from '../../platform/commands/command.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import type { ModuleParts } from '../module.ts';
import { allFields, type Entry } from './entry.ts';
import { granteesOf, grantsOf } from './grants.ts';
import type { Standing } from './policy.ts';
import { settingByCode, textsOf, type SettingsOf } from './rules.ts';
import type { Grantee, RegisterShape } from './shape.ts';
import { findShape, type KnownShape } from './shapes.ts';
import { lastCorrector, loadEntry } from './store.ts';

/** What every command and query of registers is made from. */
export interface RegisterParts {
  readonly declared: readonly RegisterShape[];
  readonly settings: SettingsOf;
  readonly files: ModuleParts['files'];
  readonly key: ModuleParts['key'];
}

/** A register as somebody stands before it. */
export type StandingBefore = Standing & Pick<KnownShape, 'version'> & { readonly deciders: readonly Grantee[] };

/** A register as somebody stands before it; undefined when the school has none of this code. */
export async function standingBefore(
  parts: RegisterParts,
  db: ReadHandle,
  code: string,
  { actor, now }: Asking,
): Promise<StandingBefore | undefined> {
  const known = await findShape(db, parts.declared, code);
  if (known === undefined) return undefined;
  return {
    ...known,
    grants: await grantsOf(db, actor, now),
    deciders: await decidersOf(parts, db, known.shape),
  };
}

/** An entry as somebody stands before it. */
export interface EntryStanding extends StandingBefore {
  readonly entry: Entry & { readonly correctedBy: string | undefined };
}

/** An entry as somebody stands before it; undefined when there is none, and, in a restricted register, to whoever it is about. */
export async function entryBefore(
  parts: RegisterParts,
  db: ReadHandle,
  given: { readonly register: string; readonly number: number },
  asking: Asking,
): Promise<EntryStanding | undefined> {
  const standing = await standingBefore(parts, db, given.register, asking);
  if (standing === undefined) return undefined;
  const entry = await loadEntry(db, given.register, given.number);
  if (entry === undefined || isHiddenFrom(asking.actor, standing.shape, entry)) return undefined;
  const correctedBy = entry.state === 'waiting' ? await lastCorrector(db, entry.id) : undefined;
  return { ...standing, entry: { ...entry, correctedBy } };
}

/** Nobody looks into a restricted register for what is said of themselves. */
export function isHiddenFrom(actor: Asking['actor'], shape: RegisterShape, entry: Pick<Entry, 'values'>): boolean {
  return shape.restricted === true && (actor.kind !== 'person' || peopleIn(shape, entry).has(actor.person));
}

/** The adults and pupils named in an entry. */
export function peopleIn(shape: RegisterShape, entry: Pick<Entry, 'values'>): ReadonlySet<PersonId> {
  const people = new Set<PersonId>();
  for (const { code, kind } of allFields(shape)) {
    if (!['person', 'people', 'pupil', 'pupils'].includes(kind.type)) continue;
    for (const id of [entry.values[code] ?? []].flat()) people.add(asId(id));
  }
  return people;
}

/** Who decides on what waits in this register: as it says, or as the policy's setting does. */
export async function decidersOf(
  parts: Pick<RegisterParts, 'settings'>,
  db: ReadHandle,
  shape: RegisterShape,
): Promise<readonly Grantee[]> {
  const by = shape.approval?.by ?? [];
  return 'setting' in by ? granteesOf(textsOf(await settingByCode(db, parts.settings, by.setting))) : by;
}
