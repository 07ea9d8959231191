/** A school year begins on 1 September. */

/** The year in which the school year of a day begins: 2026 for 21 November 2026 and for 3 July 2027. */
export function schoolYearOf(day: Temporal.PlainDate): number {
  return day.month >= 9 ? day.year : day.year - 1;
}

/** "2026 to 2027". */
export function schoolYearLabel(year: number): string {
  return `${String(year)} to ${String(year + 1)}`;
}
