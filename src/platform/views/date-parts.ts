/** The part of a date that one of its three boxes shows. */
export type DatePart = 'day' | 'month' | 'year';

/**
 * What stands in one box of a date field. A form that comes back holds the parts as they were typed, together
 * (`when: {day, month, year}`) or one by one (`when-day`); a form that is first shown may hold the day itself, as a
 * `Temporal.PlainDate` or "2026-11-21". '' when there is nothing to show.
 */
export function datePart(values: Readonly<Record<string, unknown>>, name: string, part: DatePart): string {
  const alone = values[`${name}-${part}`];
  if (typeof alone === 'string') return alone;
  const whole = values[name];
  if (whole instanceof Temporal.PlainDate) return String(whole[part]);
  if (typeof whole === 'string') {
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(whole) ?? [];
    const found = { day, month, year }[part];
    return found === undefined ? '' : String(Number(found));
  }
  if (typeof whole === 'object' && whole !== null && part in whole) {
    const typed: unknown = Reflect.get(whole, part);
    return typeof typed === 'string' ? typed : '';
  }
  return '';
}
