/**
 * How a clause stands: `enforced` (Schoolgate does not let it be otherwise, and saw so today), `measured` (records or the program show it), `self-reported`, `out-of-date`,
 * `nothing-yet` (what it speaks of has not happened: decision 28), `shown` (it only tells), `not-covered`.
 */
export type State = 'enforced' | 'measured' | 'self-reported' | 'nothing-yet' | 'out-of-date' | 'shown' | 'not-covered';

/** What was found: `kept in part` where its controls are kept and make only part of it true. */
export type Found = 'kept' | 'kept in part' | 'not kept' | 'no finding';

/** A clause, how it must stand after the term of a-term.ts, and why: written from the story and the clause's words. */
export type Expected = Readonly<Record<string, readonly [state: State, found: Found, why: string]>>;
