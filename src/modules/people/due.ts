import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { holds } from '../../platform/access/access.ts';
import type { DueRecord, RetentionClass } from '../module.ts';
import { factorTables } from './second-factor/rows.ts';
import { passkeyTables } from './passkeys/rows.ts';
import { owned } from './rows.ts';
import { resetTables } from './resets/rows.ts';
import { ssoTables } from './single-sign-on/rows.ts';
import { postTables } from './posts/rows.ts';

/** Which records of people are past their time: those who left long enough ago, with everything of theirs that this module keeps. */

type Due = NonNullable<RetentionClass['due']>;

export const PUPIL_YEARS = 1;
export const ADULT_YEARS = 6;
const RESET_YEARS = 3;
/** People whose parts are asked for at once. */
const PIECE = 200;

/** Somebody who left. */
export interface Leaver {
  readonly id: PersonId;
  readonly name: string;
  readonly leftOn: Temporal.PlainDate;
}

/** Those of these kinds who left before a day, longest ago first, at most `most`. */
export async function leaversBefore(
  db: ReadHandle,
  asked: {
    readonly kinds: readonly ('pupil' | 'adult' | 'contact')[];
    readonly before: Temporal.PlainDate;
    readonly most: number;
  },
): Promise<readonly Leaver[]> {
  const rows = await owned
    .read(db)
    .select('person')
    .where('kind', 'in', [...asked.kinds])
    .where('left_on', 'is not', null)
    .where('left_on', '<=', asked.before.toString())
    .select(['id', 'display_name', 'left_on'])
    .orderBy('left_on')
    .orderBy('id')
    .limit(asked.most)
    .execute();
  return rows.flatMap((row) =>
    row.left_on === null
      ? []
      : [{ id: asId<'person'>(row.id), name: row.display_name, leftOn: Temporal.PlainDate.from(row.left_on) }],
  );
}

/** The dates of birth that are known of these people (any number). */
export async function birthDaysOf(
  db: ReadHandle,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<string, Temporal.PlainDate>> {
  const found = new Map<string, Temporal.PlainDate>();
  const unique = [...new Set(ids)];
  for (let at = 0; at < unique.length; at += PIECE) {
    const rows = await owned
      .read(db)
      .select('person_identity')
      .where('person_id', 'in', unique.slice(at, at + PIECE))
      .select(['person_id', 'birth_date'])
      .execute();
    for (const row of rows) {
      if (row.birth_date !== null && /^\d{4}-\d\d-\d\d$/.test(row.birth_date)) {
        found.set(row.person_id, Temporal.PlainDate.from(row.birth_date));
      }
    }
  }
  return found;
}

const leavers =
  (kinds: readonly ('pupil' | 'adult' | 'contact')[], years: number): Due =>
  async (db, { today, most }) => {
    const people = await leaversBefore(db, { kinds, before: today.subtract({ years }), most });
    const parts = await partsOf(
      db,
      people.map((one) => one.id),
    );
    return people.map((one): DueRecord => ({
      table: 'person',
      id: one.id,
      parts: parts.get(one.id) ?? [],
      people: [one.id],
      dueOn: one.leftOn.add({ years }),
      what: one.name,
      href: `/people/${one.id}`,
      // Nobody signs their own record away.
      mayOpen: (actor) => holds(actor, 'head', 'dsl', 'deputy-dsl', 'lead', 'office') && actor.person !== one.id,
    }));
  };

export const duePupils: Due = leavers(['pupil', 'contact'], PUPIL_YEARS);
export const dueAdults: Due = leavers(['adult'], ADULT_YEARS);

export const dueResets: Due = async (db, { today, most }) => {
  const rows = await resetTables
    .read(db)
    .select('account_reset')
    .where('asked_at', '<', `${today.subtract({ years: RESET_YEARS }).toString()}T00:00:00Z`)
    .select(['id', 'person_id', 'asked_at'])
    .orderBy('asked_at')
    .limit(most)
    .execute();
  return rows.map((row) => ({
    table: 'account_reset',
    id: row.id,
    parts: [],
    people: [row.person_id],
    dueOn: Temporal.Instant.from(row.asked_at).toZonedDateTimeISO('UTC').toPlainDate().add({ years: RESET_YEARS }),
    what: `Help to sign in, asked for on ${row.asked_at.slice(0, 10)}`,
    mayOpen: () => true,
  }));
};

/** Everything of these people, by person, as a warrant names it. */
async function partsOf(
  db: ReadHandle,
  people: readonly string[],
): Promise<ReadonlyMap<string, { table: string; id: string }[]>> {
  const parts = new Map<string, { table: string; id: string }[]>();
  const add = (table: string, rows: readonly { id: string; person: string }[]): void => {
    for (const row of rows) {
      const list = parts.get(row.person) ?? [];
      if (!list.some((one) => one.table === table && one.id === row.id)) list.push({ table, id: row.id });
      parts.set(row.person, list);
    }
  };
  for (let at = 0; at < people.length; at += PIECE) {
    const some = people.slice(at, at + PIECE);
    const t = owned.read(db);
    for (const table of ['person_role', 'class_member'] as const) {
      add(table, await t.select(table).where('person_id', 'in', some).select(['id', 'person_id as person']).execute());
    }
    for (const column of ['contact_id', 'pupil_id'] as const) {
      add(
        'guardian',
        await t
          .select('guardian')
          .where(column, 'in', some)
          .select(['id', `${column} as person`])
          .execute(),
      );
    }
    for (const table of ['account', 'person_identity'] as const) {
      const rows = await t.select(table).where('person_id', 'in', some).select('person_id').execute();
      add(
        table,
        rows.map((row) => ({ id: row.person_id, person: row.person_id })),
      );
    }
    for (const table of ['authenticator', 'recovery_codes'] as const) {
      const rows = await factorTables
        .read(db)
        .select(table)
        .where('person_id', 'in', some)
        .select('person_id')
        .execute();
      add(
        table,
        rows.map((row) => ({ id: row.person_id, person: row.person_id })),
      );
    }
    add(
      'post_holder',
      await postTables
        .read(db)
        .select('post_holder')
        .where('person_id', 'in', some)
        .select(['id', 'person_id as person'])
        .execute(),
    );
    add(
      'passkey',
      await passkeyTables
        .read(db)
        .select('passkey')
        .where('person_id', 'in', some)
        .select(['id', 'person_id as person'])
        .execute(),
    );
    add(
      'sso_identity',
      await ssoTables
        .read(db)
        .select('sso_identity')
        .where('person_id', 'in', some)
        .select(['id', 'person_id as person'])
        .execute(),
    );
    add(
      'account_reset',
      await resetTables
        .read(db)
        .select('account_reset')
        .where('person_id', 'in', some)
        .select(['id', 'person_id as person'])
        .execute(),
    );
  }
  return parts;
}
