import { holds } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { readOnce, readsTogether } from '../../platform/db/read-once.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { DueRecord, RetentionClass } from '../module.ts';
import { keptForNow } from './keeping.ts';
import { registerTables } from './rows.ts';
import type { RegisterShape } from './shape.ts';
import { allShapes } from './shapes.ts';
import { namedIn, valuesOf } from './store.ts';

/**
 * How long the entries of each register are kept, and which are past it. What is open or waits is in use and never due; what was struck out or
 * refused before its time began counts from that day.
 */

/** Entries whose parts are asked for at once. */
const PIECE = 200;
/** Entries of which it is asked at once whom they name. */
const WALK = 5_000;

type Signed = Required<Pick<RetentionClass, 'due' | 'signers'>>;

/** What of a declared register is past its time, and who signs that it goes. */
export function dueOfRegister(shape: RegisterShape): Signed {
  return { signers: [signersOf(shape)], due: (db, asking) => dueIn(db, [shape], asking) };
}

/** The same for the registers that a school made for itself: the head signs for those. */
export const dueOfOwn: Signed = {
  signers: [['head']],
  due: async (db, asking) =>
    dueIn(
      db,
      (await allShapes(db, [])).map((one) => one.shape),
      asking,
    ),
};

/** A post without rights in Schoolgate signs nothing: then it is the head. */
function signerOf(shape: RegisterShape): Role {
  return roles.find((role) => role === shape.keep.signedBy) ?? 'head';
}

function signersOf(shape: RegisterShape): readonly Role[] {
  return [...new Set<Role>([signerOf(shape), 'head'])];
}

async function dueIn(
  db: ReadHandle,
  shapes: readonly RegisterShape[],
  { today, most }: { readonly today: Temporal.PlainDate; readonly most: number },
): Promise<readonly DueRecord[]> {
  const due: (Omit<DueRecord, 'parts' | 'people'> & { readonly by: readonly string[] })[] = [];
  for (const shape of shapes) {
    // A register kept "until the day itself is over" has no years: then the day after.
    const { years } = await keptForNow(db, shape);
    if (years === undefined) continue;
    const time = years === 0 ? { days: 1 } : { years };
    const before = today.subtract(time).toString();
    if (readsTogether(db) && (await beginnings(db)).get(shape.code)?.some((day) => day <= before) !== true) continue;
    const rows = await registerTables
      .read(db)
      .select('register_entry')
      .where('register', '=', shape.code)
      .where((is) =>
        is.or([
          is.and([is('state', 'in', ['kept', 'closed']), is('counts_from', '<=', before)]),
          is.and([is('state', 'in', ['refused', 'struck-out']), is('changed_at', '<=', `${before}T23:59:59Z`)]),
        ]),
      )
      .select([
        'id',
        'number',
        'state',
        'counts_from',
        'changed_at',
        'plain_values',
        'sealed_values',
        'added_by',
        'decided_by',
      ])
      .orderBy('counts_from')
      .orderBy('number')
      .limit(most)
      .execute();
    for (const row of rows) {
      const ended = row.state === 'refused' || row.state === 'struck-out';
      const from = ended || row.counts_from === null ? row.changed_at.slice(0, 10) : row.counts_from;
      due.push({
        table: 'register_entry',
        id: row.id,
        about: namedIn(valuesOf(row)),
        by: [row.added_by, row.decided_by ?? row.added_by],
        dueOn: Temporal.PlainDate.from(from).add(time),
        what: `${shape.title}, entry ${String(row.number)}`,
        href: `/registers/${shape.code}/${String(row.number)}`,
        // A restricted register does not even say how many entries it has, but to those who read it.
        mayOpen: (actor) => shape.restricted !== true || readsRestricted(actor, shape),
      });
    }
  }
  const oldest = due.toSorted((a, b) => Temporal.PlainDate.compare(a.dueOn, b.dueOn)).slice(0, most);
  const parts = await partsOf(
    db,
    oldest.map((one) => one.id),
  );
  return oldest.map(({ by, ...one }) => {
    const its = parts.get(one.id) ?? [];
    return {
      ...one,
      parts: its.map(({ table, id }) => ({ table, id })),
      people: [...new Set([...(one.about ?? []), ...by, ...its.map((part) => part.by)])],
    };
  });
}

/** The days from which times of each register are reckoned: the earliest of its entries, and of those that were struck out or refused. */
const beginnings = readOnce(async (db): Promise<ReadonlyMap<string, readonly string[]>> => {
  const all = registerTables.read(db).select('register_entry').groupBy('register');
  const kept = await all.select((is) => ['register', is.fn.min('counts_from').as('day')]).execute();
  const ended = await all
    .where('state', 'in', ['refused', 'struck-out'])
    .select((is) => ['register', is.fn.min('changed_at').as('day')])
    .execute();
  const days = new Map<string, readonly string[]>();
  for (const { register, day } of [...kept, ...ended]) {
    // Null where no entry of the register has begun its time.
    const from: string | null = day;
    if (from !== null) days.set(register, [...(days.get(register) ?? []), from.slice(0, 10)]);
  }
  return days;
});

function readsRestricted(actor: Parameters<DueRecord['mayOpen']>[0], shape: RegisterShape): boolean {
  return holds(actor, ...roles.filter((role) => shape.read.some((one) => one === role)));
}

/** The history and files of entries, each with whose it is. */
async function partsOf(db: ReadHandle, entries: readonly string[]) {
  const t = registerTables.read(db);
  const parts = new Map<string, { table: string; id: string; by: string }[]>();
  for (let at = 0; at < entries.length; at += PIECE) {
    const piece = entries.slice(at, at + PIECE);
    const changes = await t
      .select('register_change')
      .where('entry_id', 'in', piece)
      .select(['id', 'entry_id', 'by_id as by'])
      .execute();
    const files = await t
      .select('register_file')
      .where('entry_id', 'in', piece)
      .select(['id', 'entry_id', 'added_by as by'])
      .execute();
    for (const [table, rows] of [
      ['register_change', changes],
      ['register_file', files],
    ] as const) {
      for (const { id, by, entry_id: of } of rows) parts.set(of, [...(parts.get(of) ?? []), { table, id, by }]);
    }
  }
  return parts;
}

/**
 * Which of these people entries still name, in a sealed field too: their own record stays as long, or a list would show nobody. One walk over the entries, a batch at
 * a time, for all of them: an id inside the values has no index.
 */
export async function namedInRegisters(db: ReadHandle, people: readonly string[]): Promise<ReadonlySet<string>> {
  const wanted = new Set(people);
  const named = new Set<string>();
  let after = '';
  while (named.size < wanted.size) {
    const rows = await registerTables
      .read(db)
      .select('register_entry')
      .where('id', '>', after)
      .select(['id', 'plain_values', 'sealed_values'])
      .orderBy('id')
      .limit(WALK)
      .execute();
    for (const row of rows) for (const id of namedIn(valuesOf(row))) if (wanted.has(id)) named.add(id);
    after = rows.at(-1)?.id ?? after;
    if (rows.length < WALK) break;
  }
  return named;
}
