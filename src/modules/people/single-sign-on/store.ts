import type { ReadHandle, WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { roles, type Role } from '../../../platform/access/roles.ts';
import { asId, type PersonId } from '../../../platform/ids/ids.ts';
import type { ProviderSettings } from './provider-client.ts';
import { providerKinds, type ProviderKind } from './providers.ts';
import { ssoTables, type SsoTables } from './rows.ts';

export type ProviderRow = SsoTables['sso_provider'];
export type GroupRow = SsoTables['sso_group'];

/** The settings of one kind; undefined until somebody has filled them in. The secret is in them: never for a page as it is. */
export async function findProvider(db: ReadHandle, kind: ProviderKind): Promise<ProviderRow | undefined> {
  return ssoTables.read(db).select('sso_provider').selectAll().where('kind', '=', kind).executeTakeFirst();
}

/** The kinds that are turned on. */
export async function kindsOn(db: ReadHandle): Promise<readonly ProviderKind[]> {
  const rows = await ssoTables.read(db).select('sso_provider').select('kind').where('state', '=', 'on').execute();
  return providerKinds.filter((kind) => rows.some((row) => row.kind === kind));
}

/** What the client needs of a row. */
export function settingsOf(row: ProviderRow, kind: ProviderKind): ProviderSettings {
  const { client_id: clientId, secret, domain, tenant, version } = row;
  return { kind, clientId, secret, domain, tenant, version };
}

/** The groups of one kind that were not ended, oldest first. */
export async function groupsOf(db: ReadHandle, kind: ProviderKind): Promise<readonly GroupRow[]> {
  return ssoTables
    .read(db)
    .select('sso_group')
    .selectAll()
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .orderBy('added_at')
    .orderBy('id')
    .execute();
}

/** One group by its id here. */
export async function findGroup(db: ReadHandle, id: string): Promise<GroupRow | undefined> {
  return ssoTables.read(db).select('sso_group').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Whose account at a provider this is; undefined when nobody's yet. */
export async function ownerOf(db: ReadHandle, issuer: string, subject: string): Promise<PersonId | undefined> {
  const row = await ssoTables
    .read(db)
    .select('sso_identity')
    .select('person_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row === undefined ? undefined : asId(row.person_id);
}

/** The accounts at providers by which a person signs in. */
export async function identitiesOf(db: ReadHandle, person: PersonId) {
  return ssoTables
    .read(db)
    .select('sso_identity')
    .select(['id', 'kind', 'issuer', 'subject', 'bound_at'])
    .where('person_id', '=', person)
    .where('ended_at', 'is', null)
    .execute();
}

/** Everybody who signs in by one kind. */
export async function boundPeople(db: ReadHandle, kind: ProviderKind) {
  return ssoTables
    .read(db)
    .select('sso_identity')
    .select(['id', 'person_id', 'bound_at'])
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .orderBy('bound_at', 'desc')
    .limit(500)
    .execute();
}

/** The roles that somebody, or everybody, holds because of groups. */
export async function groupRoles(db: ReadHandle, of: { person: PersonId } | { group: string }) {
  const rows = ssoTables
    .read(db)
    .select('sso_group_role')
    .select(['id', 'person_id', 'group_id', 'role', 'role_period'])
    .where('ended_at', 'is', null);
  const found = await (
    'person' in of ? rows.where('person_id', '=', of.person) : rows.where('group_id', '=', of.group)
  ).execute();
  return found.flatMap((row) => {
    const role = roles.find((one) => one === row.role);
    return role === undefined ? [] : [{ ...row, role }];
  });
}

/** Notes that a role period was given by a group. */
export async function noteGroupRole(
  db: WriteHandle,
  given: { id: string; person: PersonId; group: string; role: Role; period: string; now: Temporal.Instant },
): Promise<void> {
  await ssoTables.write(db).insert('sso_group_role', {
    id: given.id,
    person_id: given.person,
    group_id: given.group,
    role: given.role,
    role_period: given.period,
    given_at: given.now.toString(),
    ended_at: null,
  });
}

/** Notes that a role given by a group is over. */
export async function endGroupRole(db: WriteHandle, id: string, now: Temporal.Instant): Promise<void> {
  await ssoTables
    .write(db)
    .update('sso_group_role')
    .set({ ended_at: now.toString() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}
