import type { BarChart } from '../../platform/views/chart.ts';
import { formatDate, formatPlural } from '../../platform/views/format.ts';
import type { Week } from './queries/view-week.ts';
import { gapLabels, kindLabel } from './words.ts';

/** The week's figures as two pages show them. Pure. */
export function weekModel(week: Week, label: (category: string) => string) {
  const { figures, alerts } = week;
  const blocks = figures.days.reduce((sum, day) => sum + day.blocks, 0);
  const visits = figures.days.reduce((sum, day) => sum + day.visits, 0);
  const help = figures.days.reduce((sum, day) => sum + day.help, 0);
  return {
    filter: filterLine(week),
    figures: [
      { label: 'Visits recorded in seven days', value: visits.toLocaleString('en-GB'), kind: kindOf(week) },
      { label: 'Attempts that were blocked', value: blocks.toLocaleString('en-GB'), kind: kindOf(week) },
      { label: 'Calls for an adult', value: String(help), kind: kindOf(week) },
      {
        label: 'Alerts that are open',
        value: String(alerts.open.help + alerts.open.urgent + alerts.open.others),
        kind: 'measured',
      },
    ],
    alerts: `${formatPlural(alerts.raised, 'alert')} began in these seven days and ${formatPlural(alerts.closed, 'was', 'were')} closed.`,
    chart: {
      id: 'blocked-by-day',
      title: 'Blocked attempts by day',
      description: 'How many attempts the filter blocked on each of the last seven days.',
      labelHeading: 'Day',
      unit: 'Blocked attempts',
      points: figures.days.map((day) => ({ label: dayLabel(day.day), value: day.blocks })),
    } satisfies BarChart,
    days: figures.days.map((day) => ({ ...day, label: formatDate(day.day) })),
    byRule: figures.blocksByRule.map(({ tier, rule, blocks: count }) => ({
      what: ruleWords(tier, rule, label),
      count,
    })),
    byProfile: figures.blocksByProfile,
    gaps: week.gaps.map((gap) => ({ what: gapLabels[gap.kind] ?? gap.kind, count: gap.events, latest: gap.latest })),
  };
}

/** Measured only while the filter is heard: a quiet week and a dead filter look alike in the counts alone. */
function kindOf(week: Week): 'measured' | 'out-of-date' | 'not-covered' {
  if (week.filter.alive) return 'measured';
  return week.newest === undefined ? 'not-covered' : 'out-of-date';
}

function filterLine({ filter, newest, now }: Week): { ok: boolean; text: string } {
  if (filter.alive) {
    return {
      ok: true,
      text:
        newest === undefined
          ? 'The filter is running and has reported nothing yet.'
          : 'The filter is running. A day without figures was a quiet one.',
    };
  }
  const heard = filter.heard ?? newest;
  return {
    ok: false,
    text:
      heard === undefined
        ? 'The filter has never been heard. These figures show nothing, not a quiet week.'
        : `The filter was last heard ${silence(heard, now)} ago. Since then these figures show nothing, not a quiet time.`,
  };
}

function silence(since: Temporal.Instant, now: Temporal.Instant): string {
  const minutes = Math.max(0, Math.floor((now.epochMilliseconds - since.epochMilliseconds) / 60_000));
  if (minutes < 120) return formatPlural(minutes, 'minute');
  return minutes < 2880
    ? formatPlural(Math.floor(minutes / 60), 'hour')
    : formatPlural(Math.floor(minutes / 1440), 'day');
}

function dayLabel(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return `${date.toLocaleString('en-GB', { weekday: 'short' })} ${String(date.day)}`;
}

function ruleWords(tier: number | null, rule: string, label: (category: string) => string): string {
  switch (tier) {
    case 1:
      return 'Illegal content';
    case 2:
      return 'The person’s internet was stopped';
    case 4:
      return 'Blocked by the school';
    case 6:
      return kindLabel(rule, label)
        .replace('Tried to open ', '')
        .replace(/^./, (letter) => letter.toUpperCase());
    default:
      return 'Sites that no list knows';
  }
}
