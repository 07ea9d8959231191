import type { Role } from '../../../platform/access/roles.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import { findPerson, holdersOf } from '../lists.ts';
import { givenRoles } from '../words.ts';
import { groupRoles, groupsOf } from './store.ts';

export interface GroupChanges {
  readonly give: readonly { readonly role: Role; readonly group: string }[];
  readonly end: readonly { readonly id: string; readonly role: Role; readonly period: string }[];
}

/**
 * What the groups somebody is in change about their roles today. A role given by hand is left alone; one that a group gave ends when they
 * are in no confirmed group that gives it any more. The last headteacher stays one.
 */
export async function changesByGroups(
  db: ReadHandle,
  asked: { readonly person: PersonId; readonly groups: readonly string[]; readonly now: Temporal.Instant },
): Promise<GroupChanges> {
  const mine = new Set(asked.groups.map((group) => group.toLowerCase()));
  const summary = await findPerson(db, asked.person, asked.now);
  if (summary === undefined) return { give: [], end: [] };
  const confirmed = (await groupsOf(db, 'microsoft')).filter(
    (one) => one.confirmed_at !== null && mine.has(one.group_ref),
  );
  const due = new Map<Role, string>();
  for (const one of confirmed) {
    const role = givenRoles.find((known) => known === one.role);
    if (role !== undefined && !due.has(role)) due.set(role, one.id);
  }
  const held = await groupRoles(db, { person: asked.person });
  const end = [];
  for (const one of held) {
    if (due.has(one.role)) continue;
    if (one.role === 'head' && (await holdersOf(db, 'head', asked.now)).length <= 1) continue;
    end.push({ id: one.id, role: one.role, period: one.role_period });
  }
  const give = [...due].filter(([role]) => !summary.roles.includes(role)).map(([role, group]) => ({ role, group }));
  return { give, end };
}
