import type { Id } from '../../platform/ids/ids.ts';
import type { Field, RegisterShape } from './shape.ts';

/** What a field holds: text as people gave it, days and times in ISO 8601, codes and ids; several of them where the field takes several. */
export type Value = string | readonly string[];
export type Values = Readonly<Record<string, Value>>;

export type RegisterEntryId = Id<'register-entry'>;

/** Where an entry stands. `kept` is that of registers whose entries are not closed. */
export const entryStates = ['waiting', 'refused', 'open', 'closed', 'kept', 'struck-out'] as const;
export type EntryState = (typeof entryStates)[number];

/** States that count: neither struck out, nor refused, nor waiting for approval. */
export const countingStates: readonly EntryState[] = ['open', 'closed', 'kept'];
/** States in which something is still to come, so that a day can pass it by. */
export const liveStates: readonly EntryState[] = ['open', 'kept'];

export interface Entry {
  readonly id: RegisterEntryId;
  readonly register: string;
  readonly number: number;
  readonly version: number;
  readonly state: EntryState;
  readonly values: Values;
  readonly about: string;
  readonly due: string | null;
  readonly title: string;
  readonly importedBy: string | null;
  readonly addedBy: string;
  readonly addedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly closedAt: string | null;
}

/** Whether the day by which an entry has to be closed or renewed has passed, and it is not. */
export function isOverdue({ due, state }: Pick<Entry, 'due' | 'state'>, today: Temporal.PlainDate): boolean {
  return due !== null && liveStates.includes(state) && due < today.toString();
}

/** How people read a state in this register. */
export function stateLabel(shape: RegisterShape, state: EntryState): string {
  switch (state) {
    case 'waiting':
      return 'Waits for approval';
    case 'refused':
      return 'Not approved';
    case 'open':
      return shape.closing?.open ?? 'Open';
    case 'closed':
      return shape.closing?.closed ?? 'Closed';
    case 'kept':
      return 'Recorded';
    case 'struck-out':
      return 'Struck out';
  }
}

const colours: Readonly<Record<EntryState, string>> = {
  waiting: 'yellow',
  refused: 'red',
  open: 'blue',
  closed: 'grey',
  kept: 'green',
  'struck-out': 'grey',
};

export function stateColour(state: EntryState): string {
  return colours[state];
}

/** The states that entries of this register can have. */
export function statesOf(shape: RegisterShape): readonly EntryState[] {
  return entryStates.filter((state) => {
    if (state === 'waiting' || state === 'refused') return shape.approval !== undefined;
    if (state === 'open' || state === 'closed') return shape.closing !== undefined;
    return state === 'struck-out' || shape.closing === undefined;
  });
}

/** The state of an entry that counts and is not closed. */
export function firstState(shape: RegisterShape): EntryState {
  return shape.closing === undefined ? 'kept' : 'open';
}

/** All fields: those of an entry, then those of its closing. */
export function allFields(shape: RegisterShape): readonly Field[] {
  return [...shape.fields, ...(shape.closing?.fields ?? [])];
}

/** Whether a field is kept sealed. */
export function isSealed(shape: RegisterShape, field: Field): boolean {
  return shape.restricted === true || field.sealed === true;
}

/** Whether anything in the register is sealed: then each look at it is recorded. */
export function hasSealed(shape: RegisterShape): boolean {
  return shape.restricted === true || allFields(shape).some((field) => field.sealed === true);
}

/** The date field by which an open entry has to be closed: as the register says, or the one that its evidence looks at. */
export function dueField(shape: RegisterShape): string | undefined {
  if (shape.due !== undefined) return shape.due.field;
  const shown = shape.controls.map((control) => control.shows).find((shows) => shows.kind === 'nothing-overdue');
  return shown?.field;
}
