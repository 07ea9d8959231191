import { connectionOf, type ReadHandle } from './scoped-tables.ts';

/**
 * Names the state that a school's records are in: another after every command, because each leaves its event in the trail. What follows from records alone is still so
 * while the name is the same. What machines report changes without it.
 */
export async function recordsState(db: ReadHandle): Promise<string> {
  const head = await connectionOf(db)
    .selectFrom('audit_head')
    .select('seq')
    .where('school_id', '=', db.school)
    .executeTakeFirst();
  return String(head?.['seq'] ?? 0);
}
