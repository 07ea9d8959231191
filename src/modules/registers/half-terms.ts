import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { before, calendarOf } from '../school/index.ts';
import type { RegisterShape } from './shape.ts';

/** The choice of a half term beside a day: the coverage grid goes by the one, evidence by the other, and so they must say the same. */
export const HALF_TERM = 'half-term';

/** The half term that a day is in, by its code in the choice: `autumn-2`. Undefined in holidays between terms, and by dates that are only guessed. */
export type HalfTermOf = (day: string) => string | undefined;

/** For a register that is asked for an entry in each half term, and has the choice; undefined for the others. */
export async function halfTermRule(
  db: ReadHandle,
  shape: RegisterShape,
): Promise<{ readonly day: string; readonly of: HalfTermOf } | undefined> {
  const asked = shape.controls.some(({ shows }) => shows.kind === 'each-half-term');
  if (!asked || shape.about === undefined || shape.fields.every(({ code }) => code !== HALF_TERM)) return undefined;
  const calendar = await calendarOf(db);
  const of: HalfTermOf = (text) => {
    const day = Temporal.PlainDate.from(text);
    const term = calendar.termAt(day);
    // A holiday of half term counts to the half after it, as for evidence.
    return term?.confirmed === true ? `${term.name}-${before(day, term.breakFrom) ? '1' : '2'}` : undefined;
  };
  return { day: shape.about, of };
}
