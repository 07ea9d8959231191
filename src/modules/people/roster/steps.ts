import type { PersonChange, StepChanges } from './changes.ts';
import type { RosterPlan } from './plan.ts';

/** So many people are changed in one transaction: each is far below what a page would notice (contracts.md, "Writing": 20 ms). */
export const PEOPLE_A_STEP = 20;
const CLASSES_A_STEP = 50;

/** A step as the journal keeps it. */
export interface StepText {
  readonly size: number;
  readonly changes: string;
}

/** The steps of an import, in order: new and changed classes, contacts (pupils are linked to them), everybody else, classes that end. */
export function stepsOf(plan: RosterPlan): readonly StepText[] {
  const steps: StepText[] = [];
  const add = (changes: StepChanges): void => {
    steps.push({ size: changes.classes.length + changes.people.length, changes: JSON.stringify(changes) });
  };
  for (const classes of inPieces(
    plan.classes.filter((one) => one.do !== 'end'),
    CLASSES_A_STEP,
  ))
    add({ classes, people: [] });
  const all: readonly PersonChange[] = [...plan.leavers, ...plan.joiners, ...plan.movers];
  // Contacts in steps of their own: a step finds whom it links to among those that earlier steps made.
  for (const contacts of [true, false]) {
    const some = all.filter((one) => (one.kind === 'contact') === contacts);
    for (const people of inPieces(some, PEOPLE_A_STEP)) add({ classes: [], people });
  }
  for (const classes of inPieces(
    plan.classes.filter((one) => one.do === 'end'),
    CLASSES_A_STEP,
  ))
    add({ classes, people: [] });
  return steps;
}

function* inPieces<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let from = 0; from < items.length; from += size) yield items.slice(from, from + size);
}
