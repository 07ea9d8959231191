import { formatDate, formatMonth } from '../../platform/views/format.ts';
import type { Occurrence } from './occurrence.ts';
import { termLabels, termNames } from '../school/index.ts';

/** A period as people call it: "Autumn term 2026, first half". Falls back to its days where the key says nothing. */
export function periodLabel(one: Pick<Occurrence, 'key' | 'from' | 'to' | 'period'>): string {
  const inTerm = /^(\d{4})-(autumn|spring|summer)(?:-(1|2|fortnight-\d+))?$/.exec(one.key);
  if (inTerm !== null) return termLabel(one, inTerm[2] ?? '', inTerm[3]);
  if (one.period === 'annual' || one.period === 'two-yearly') {
    return `School year ${String(one.from.year)} to ${String(one.to.year)}`;
  }
  if (one.period === 'weekly') return `Week of ${formatDate(one.from)}`;
  if (one.period === 'nightly') return `Night of ${formatDate(one.from)}`;
  if (one.period === 'in-february' || one.period === 'in-november') return formatMonth(one.from.toPlainYearMonth());
  return formatDate(one.from);
}

function termLabel(one: Pick<Occurrence, 'from' | 'to'>, name: string, part: string | undefined): string {
  const found = termNames.find((term) => term === name);
  const term = `${found === undefined ? 'Term' : termLabels[found]} ${String(one.from.year)}`;
  if (part === undefined) return term;
  if (part === '1' || part === '2') return `${term}, ${part === '1' ? 'first' : 'second'} half`;
  return `Two weeks from ${formatDate(one.from)}`;
}
