import { z } from 'zod';

import { failed, type Failed } from '../../platform/commands/command.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { policyProfiles } from '../policy/index.ts';

/** The box for all levels. Opening a site for everybody is a choice of its own: nothing ticked never means the widest opening. */
export const EVERYBODY = 'everybody';

/** Levels ticked in a form: one alone counts as a list of one. Which exist is asked by `forWhom`. */
export function levels() {
  return z
    .union([z.array(z.string()), z.string().transform((value) => (value === '' ? [] : [value]))])
    .default([])
    .pipe(z.array(z.string().max(64)).max(50));
}

/** What a form shows: the school's levels, and everybody. */
export function levelItems(
  profiles: readonly { readonly code: string; readonly label: string }[],
): readonly { value: string; text: string }[] {
  return [
    ...profiles.map(({ code, label }) => ({ value: code, text: label })),
    { value: EVERYBODY, text: 'Everybody' },
  ];
}

/** The boxes that say what is kept: null is everybody. */
export function levelValues(profiles: readonly string[] | null): readonly string[] {
  return profiles ?? [EVERYBODY];
}

/** The levels chosen, null for everybody; a failure by the field when nothing or something unknown is ticked. */
export async function forWhom(
  db: ReadHandle,
  ticked: readonly string[],
): Promise<{ readonly ok: true; readonly profiles: readonly string[] | null } | Failed> {
  if (ticked.length === 0) return failed('profiles', 'Choose for whom. Tick “Everybody” if you mean all');
  if (ticked.includes(EVERYBODY)) return { ok: true, profiles: null };
  const known = new Set<string>((await policyProfiles(db)).map((profile) => profile.code));
  return ticked.every((code) => known.has(code))
    ? { ok: true, profiles: ticked }
    : failed('profiles', 'Choose from the levels in the list');
}
