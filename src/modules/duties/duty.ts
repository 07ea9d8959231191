import type { PostKind } from '../people/index.ts';
import type { YearPart } from './terms/windows.ts';
import type { Period } from './words.ts';

/** A duty is data: what it is, how often, whose, and what shows that it was done. Ours are typed constants in `declared/`. */

/** What the program can see for itself; `measures.ts` says how. */
export const measureCodes = [
  'backup-verified',
  'week-reviewed',
  'log-signed-by-governor',
  'review-signed',
  'self-review-complete',
  'policy-approved',
  'deletion-signed',
] as const;
export type MeasureCode = (typeof measureCodes)[number];

/** What counts as evidence besides words. */
export interface DutyEvidence {
  /** What to write down, as a question: "What was looked at, and what was found?" */
  readonly asks: string;
  /** Whether a file can come with it: minutes, a report, a receipt. */
  readonly file?: true;
  /** An entry in this register, about a day of the period, counts by itself. `where` narrows to entries whose choice field has the value. */
  readonly register?: { readonly code: string; readonly where?: { readonly field: string; readonly is: string } };
  /** What the program measures: then nobody's word is needed. */
  readonly measure?: MeasureCode;
}

export interface DutyShape {
  /** As in its address: `/duties/contractor-visit`. Never changed. */
  readonly code: string;
  readonly title: string;
  /** What has to be done, in one sentence. */
  readonly does: string;
  readonly period: Period;
  /** For yearly duties: by the end of which part of the school year. Left out, by the end of the summer term. */
  readonly by?: YearPart;
  /** True where the documents say only "regular", or nothing: the period is our proposal, and pages say so. */
  readonly ours: boolean;
  readonly owner: PostKind['code'];
  /** Clauses of the five policies, and other sources, that it comes from. */
  readonly source: string;
  readonly evidence: DutyEvidence;
  /** A setting of the policy that says how often: which of its values is which period. Other values leave the period as it is here. */
  readonly follows?: { readonly setting: string; readonly periods: Readonly<Record<string, Period>> };
}
