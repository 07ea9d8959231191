import { setImmediate as pause } from 'node:timers/promises';

import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { owned } from '../rows.ts';
import type { StateRows } from './state.ts';

/** So many rows are read at once; then others get their turn (contracts.md, "Writing": 20 ms at most). */
const ROWS = 1000;

/** Reads the state in pieces, with a pause after each. */
export async function readState(db: ReadHandle, today: string): Promise<StateRows> {
  const read = owned.read(db);
  const people = await inPieces((after) =>
    read.select('person').selectAll().where('id', '>', after).orderBy('id').limit(ROWS).execute(),
  );
  const identities = await inPieces(async (after) => {
    const rows = await read
      .select('person_identity')
      .selectAll()
      .where('person_id', '>', after)
      .orderBy('person_id')
      .limit(ROWS)
      .execute();
    return rows.map((row) => ({ ...row, id: row.person_id }));
  });
  const roles = await inPieces((after) =>
    read
      .select('person_role')
      .select(['id', 'person_id', 'role'])
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS)
      .execute(),
  );
  const members = await inPieces((after) =>
    read
      .select('class_member')
      .select(['id', 'person_id', 'class_id', 'part'])
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS)
      .execute(),
  );
  const links = await inPieces((after) =>
    read
      .select('guardian')
      .select(['id', 'pupil_id', 'contact_id', 'relation'])
      .where((is) => is.or([is('until_day', 'is', null), is('until_day', '>', today)]))
      .where('id', '>', after)
      .orderBy('id')
      .limit(ROWS)
      .execute(),
  );
  const classes = await read.select('school_class').selectAll().orderBy('id').execute();
  return { people, identities, roles, members, links, classes };
}

async function inPieces<Row extends { readonly id: string }>(
  next: (after: string) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const all: Row[] = [];
  for (;;) {
    const rows = await next(all.at(-1)?.id ?? '');
    // Rows of node:sqlite have no prototype, which cannot be sent to a worker as it is.
    for (const row of rows) all.push({ ...row });
    if (rows.length < ROWS) return all;
    await pause();
  }
}
