import type { BroughtFile } from './archive.ts';
import type { ClassChange, PersonChange } from './changes.ts';
import type { Mapping } from './formats/mapping.ts';
import type { Format } from './formats/recognise.ts';
import type { RosterTexts } from './formats/roster.ts';
import type { Answers, Question } from './match.ts';
import type { Leaving } from './plan.ts';
import type { CsvRecord, RosterRefusal } from './read-csv.ts';
import type { StateRows } from './state.ts';
import type { StepText } from './steps.ts';
import type { Taken } from './take-files.ts';

/** How many lines of each kind a page shows; the rest are counted. */
export const MOST_SHOWN = 200;

/** What the worker is asked to plan. */
export interface PlanAsked {
  readonly format: Format;
  readonly texts: RosterTexts;
  readonly mapping: Mapping | undefined;
  readonly answers: Answers;
  readonly state: StateRows;
  /** ISO day. */
  readonly today: string;
  /** How many lines of each kind are wanted. */
  readonly most: number;
  /** True when the steps of the import are wanted too. */
  readonly steps: boolean;
}

export type Task =
  | { readonly do: 'take'; readonly files: readonly BroughtFile[] }
  | { readonly do: 'sample'; readonly file: string; readonly text: string; readonly whole: boolean }
  | ({ readonly do: 'plan' } & PlanAsked);

/** A plan as far as it is shown: all figures, and so many lines of each kind as were asked for. */
export interface ShownPlan {
  readonly counts: {
    readonly classes: number;
    readonly joiners: number;
    readonly movers: number;
    readonly leavers: number;
    readonly refusals: number;
    readonly questions: number;
  };
  readonly classes: readonly ClassChange[];
  readonly joiners: readonly PersonChange[];
  readonly movers: readonly PersonChange[];
  readonly leavers: readonly PersonChange[];
  readonly questions: readonly Question[];
  readonly refusals: readonly RosterRefusal[];
  readonly unchanged: number;
  readonly leaving: Leaving;
  readonly manyLeave: boolean;
  readonly usable: boolean;
  readonly fingerprint: string;
}

export type Answer =
  | { readonly did: 'take'; readonly taken: Taken }
  | {
      readonly did: 'sample';
      readonly records: readonly CsvRecord[];
      readonly refusals: readonly RosterRefusal[];
      readonly rows: number;
    }
  | { readonly did: 'plan'; readonly plan: ShownPlan; readonly steps: readonly StepText[] };
