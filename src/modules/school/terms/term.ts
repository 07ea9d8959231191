/** School terms, in England's pattern: three terms, each with a half-term holiday in it. Days are school days of Europe/London. */

export const termNames = ['autumn', 'spring', 'summer'] as const;
export type TermName = (typeof termNames)[number];

export const termLabels: Readonly<Record<TermName, string>> = {
  autumn: 'Autumn term',
  spring: 'Spring term',
  summer: 'Summer term',
};

export interface Term {
  /** The calendar year in which the school year begins. */
  readonly year: number;
  readonly name: TermName;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
  /** The half-term holiday, both days included. */
  readonly breakFrom: Temporal.PlainDate;
  readonly breakTo: Temporal.PlainDate;
  /** False while the days are our guess. */
  readonly confirmed: boolean;
}

/** True when `one` is before `other`. */
export const before = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(one, other) < 0;

/** True when `day` is from the first to the last day, both included. */
export const within = (day: Temporal.PlainDate, from: Temporal.PlainDate, to: Temporal.PlainDate): boolean =>
  !before(day, from) && !before(to, day);
