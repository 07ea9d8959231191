import { allFields } from './entry.ts';
import type { RegisterShape } from './shape.ts';

/** Headings of what the program knows of an entry itself. An import passes them over. */
export const ownHeadings = {
  number: 'Entry number',
  state: 'Entry state',
  addedBy: 'Entry recorded by',
  addedOn: 'Entry recorded on',
  decidedBy: 'Entry decided by',
  decidedOn: 'Entry decided on',
  closedOn: 'Entry closed on',
} as const;

/** The headings of a register's file. */
export function csvHeadings(shape: RegisterShape): readonly string[] {
  return [
    ownHeadings.number,
    ownHeadings.state,
    ...allFields(shape).map((field) => field.label),
    ownHeadings.addedBy,
    ownHeadings.addedOn,
    ownHeadings.decidedBy,
    ownHeadings.decidedOn,
    ownHeadings.closedOn,
  ];
}
