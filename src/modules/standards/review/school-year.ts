/** The first day of a school year (school/school-year.ts). */
export function firstDayOf(year: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year, month: 9, day: 1 });
}

/** By when the yearly review is to be finished: before the summer holidays. Ours: the standard says once in each school year. */
export function reviewDue(year: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year: year + 1, month: 7, day: 15 });
}
