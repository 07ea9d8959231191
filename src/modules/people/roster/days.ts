/** Which of two numbers comes first where a date could be read both ways. Schools in England write the day first. */
export const dayOrders = ['day-first', 'month-first'] as const;
export type DayOrder = (typeof dayOrders)[number];

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a day as records systems write it: 2018-09-03, 20180903, 03/09/2018, 3.9.18, 3 Sep 2018, each with or without a time after it.
 * Gives ISO, '' for an empty cell, and undefined for anything that is no real day. Two-digit years are taken from the 99 years before
 * `thisYear` + 1.
 */
export function readDay(text: string, order: DayOrder, thisYear: number): string | undefined {
  const plain = text.trim().replace(/[ T]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?( ?[ap]m)?(Z|[+-]\d{2}:?\d{2})?$/i, '');
  if (plain === '') return '';
  const iso = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/.exec(plain);
  if (iso !== null) return realDay(iso[1], iso[2], iso[3]);
  const worded = /^(\d{1,2})(?:st|nd|rd|th)?[ /.-]+([a-z]{3,9})[ /.,-]+(\d{4}|\d{2})$/i.exec(plain);
  if (worded !== null) {
    const month = months.indexOf(worded[2]?.slice(0, 3).toLowerCase() ?? '') + 1;
    return realDay(wholeYear(worded[3] ?? '', thisYear), String(month), worded[1]);
  }
  const numbers = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(plain);
  if (numbers === null) return undefined;
  const [, first, second, year] = numbers;
  const full = wholeYear(year ?? '', thisYear);
  return order === 'day-first' ? realDay(full, second, first) : realDay(full, first, second);
}

/** Which order makes days of all the samples; day first where both do. */
export function guessDayOrder(samples: readonly string[], thisYear: number): DayOrder {
  const reads = (order: DayOrder): number =>
    samples.filter((one) => readDay(one, order, thisYear) === undefined).length;
  return reads('month-first') < reads('day-first') ? 'month-first' : 'day-first';
}

/** The day after an ISO day: the first that no longer counts. */
export function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString();
}

function wholeYear(text: string, thisYear: number): string {
  if (text.length !== 2) return text;
  const here = Math.floor(thisYear / 100) * 100 + Number(text);
  return String(here > thisYear + 1 ? here - 100 : here);
}

function realDay(year: string | undefined, month: string | undefined, day: string | undefined): string | undefined {
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toString();
  } catch {
    return undefined;
  }
}
