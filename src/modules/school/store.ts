import { tables, type ReadHandle, type WriteHandle } from '../../platform/db/scoped-tables.ts';
import type { Store } from '../../platform/db/store.ts';
import { asId, type SchoolId } from '../../platform/ids/ids.ts';

interface SchoolRow {
  readonly school_id: string;
  readonly name: string;
  readonly website: string;
  readonly created_at: string;
  readonly version: number;
}

interface SiteRow {
  readonly id: string;
  readonly school_id: string;
  readonly name: string;
  readonly created_at: string;
}

interface SetUpLinkRow {
  readonly token_hash: string;
  readonly school_id: string;
  readonly made_at: string;
  readonly until: string;
  readonly spent_at: string | null;
}

const owned = tables<{ school: SchoolRow; site: SiteRow; set_up_link: SetUpLinkRow }>('school', 'site', 'set_up_link');

export const tableNames = owned.names;

/** What is kept about the school itself. `website` is '' when it has none. */
export interface School {
  readonly id: SchoolId;
  readonly name: string;
  readonly website: string;
  readonly version: number;
  readonly createdAt: string;
}

/** The school of the handle; undefined before it is set up. */
export async function findSchool(db: ReadHandle): Promise<School | undefined> {
  const row = await owned.read(db).select('school').selectAll().executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: asId(row.school_id),
    name: row.name,
    website: row.website,
    version: row.version,
    createdAt: row.created_at,
  };
}

/** The name of the handle's school, as the top of each page shows it. '' before the school is set up. */
export async function schoolName(db: ReadHandle): Promise<string> {
  const row = await owned.read(db).select('school').select('name').executeTakeFirst();
  return row?.name ?? '';
}

/** Every school that this installation serves, oldest first. */
export async function theSchools(store: Store): Promise<SchoolId[]> {
  const rows = await store.reading
    .selectFrom('school')
    .select('school_id')
    .orderBy('created_at')
    .orderBy('school_id')
    .execute();
  return rows.map((row) => asId(String(row['school_id'])));
}

/** Makes the school's record and its first site. */
export async function addSchool(
  db: WriteHandle,
  school: { name: string; website: string; siteId: string; now: Temporal.Instant },
): Promise<void> {
  const at = school.now.toString();
  await owned.write(db).insert('school', { name: school.name, website: school.website, created_at: at, version: 1 });
  await owned.write(db).insert('site', { id: school.siteId, name: 'Main site', created_at: at });
}

/** A conditional change of the school's record: pass it to `changeOne`. */
export function changeSchool(db: WriteHandle, change: { name: string; website: string; version: number }) {
  return owned
    .write(db)
    .update('school')
    .set({ name: change.name, website: change.website, version: change.version + 1 })
    .where('version', '=', change.version);
}

/** The sites of the school: places with a filter of their own. */
export async function sitesOf(db: ReadHandle): Promise<readonly { id: string; name: string }[]> {
  return owned.read(db).select('site').select(['id', 'name']).orderBy('name').execute();
}

/** Keeps a new set-up link: only the hash of its token. */
export async function addSetUpLink(
  db: WriteHandle,
  link: { tokenHash: string; madeAt: Temporal.Instant; until: Temporal.Instant },
): Promise<void> {
  await owned.write(db).insert('set_up_link', {
    token_hash: link.tokenHash,
    made_at: link.madeAt.toString(),
    until: link.until.toString(),
    spent_at: null,
  });
}

/** True while the link of this hash belongs to the handle's school, is not spent and not too old. */
export async function setUpLinkHolds(db: ReadHandle, tokenHash: string, now: Temporal.Instant): Promise<boolean> {
  const row = await owned
    .read(db)
    .select('set_up_link')
    .select(['until', 'spent_at'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst();
  return row?.spent_at === null && isBefore(now, row.until);
}

function isBefore(now: Temporal.Instant, until: string): boolean {
  return Temporal.Instant.compare(now, Temporal.Instant.from(until)) < 0;
}

/** Spends the link: pass it to `changeOne`, which refuses when it was spent before. */
export function spendSetUpLink(db: WriteHandle, tokenHash: string, now: Temporal.Instant) {
  return owned
    .write(db)
    .update('set_up_link')
    .set({ spent_at: now.toString() })
    .where('token_hash', '=', tokenHash)
    .where('spent_at', 'is', null);
}

/** The school for which a link that still holds was made: the token is all that is known before there is a school. */
export async function schoolOfSetUpLink(
  store: Store,
  tokenHash: string,
  now: Temporal.Instant,
): Promise<SchoolId | undefined> {
  const row = await store.reading
    .selectFrom('set_up_link')
    .select(['school_id', 'until'])
    .where('token_hash', '=', tokenHash)
    .where('spent_at', 'is', null)
    .executeTakeFirst();
  return row === undefined || !isBefore(now, String(row['until'])) ? undefined : asId(String(row['school_id']));
}

/** The school that earlier set-up links are for: every link before the school exists is for the same one. */
export async function schoolToBe(store: Store): Promise<SchoolId | undefined> {
  const row = await store.reading.selectFrom('set_up_link').select('school_id').limit(1).executeTakeFirst();
  return row === undefined ? undefined : asId(String(row['school_id']));
}
