import { escapeHtml } from './escape.ts';
import { formatNumber } from './format.ts';

/** One bar: what it counts and how many. Values are not negative. */
export interface ChartPoint {
  label: string;
  value: number;
}

/** A bar chart. `id` must be unique on the page; `unit` heads the number column ("Blocked visits"). */
export interface BarChart {
  id: string;
  title: string;
  description: string;
  labelHeading: string;
  unit: string;
  points: readonly ChartPoint[];
}

// Narrow, so that on a phone the letters shrink only a little.
const WIDTH = 420;
const LABEL_WIDTH = 140;
const NUMBER_WIDTH = 70;
const ROW = 38;
const BAR = 24;

/**
 * Draws a chart of lying bars as HTML: an SVG with title and description, then the same numbers as a table, so that nobody
 * depends on the picture. Returns markup in which every text from outside is escaped; no style attributes (the Content
 * Security Policy forbids them). Throws RangeError for a negative or non-finite value.
 */
export function barChart(chart: BarChart): string {
  for (const point of chart.points) {
    if (!Number.isFinite(point.value) || point.value < 0) {
      throw new RangeError(`Chart "${chart.title}": the value of "${point.label}" must be zero or more.`);
    }
  }
  const id = escapeHtml(chart.id);
  return `<div class="sg-chart">
<h3 class="sg-chart__title" id="${id}-heading">${escapeHtml(chart.title)}</h3>
${picture(chart, id)}
${numbers(chart, id)}
</div>`;
}

function picture(chart: BarChart, id: string): string {
  const most = Math.max(1, ...chart.points.map((point) => point.value));
  const height = chart.points.length * ROW + 8;
  const rows = chart.points.map((point, index) => {
    const top = index * ROW + 8;
    const length = Math.round(((WIDTH - LABEL_WIDTH - NUMBER_WIDTH) * point.value * 10) / most) / 10;
    const baseline = top + BAR - 6;
    return (
      `<text class="sg-chart__text" x="${LABEL_WIDTH - 12}" y="${baseline}" text-anchor="end">${escapeHtml(shorten(point.label))}</text>` +
      `<rect class="sg-chart__bar" x="${LABEL_WIDTH}" y="${top}" width="${length}" height="${BAR}"/>` +
      `<text class="sg-chart__text" x="${LABEL_WIDTH + length + 8}" y="${baseline}">${formatNumber(point.value)}</text>`
    );
  });
  return (
    `<svg class="sg-chart__picture" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeHtml(chart.title)}</title><desc id="${id}-desc">${escapeHtml(chart.description)}</desc>` +
    `${rows.join('')}<line class="sg-chart__axis" x1="${LABEL_WIDTH}" y1="0" x2="${LABEL_WIDTH}" y2="${height}"/></svg>`
  );
}

function numbers(chart: BarChart, id: string): string {
  const rows = chart.points.map(
    (point) =>
      `<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">${escapeHtml(point.label)}</th>` +
      `<td class="govuk-table__cell govuk-table__cell--numeric">${formatNumber(point.value)}</td></tr>`,
  );
  return (
    `<table class="govuk-table" aria-labelledby="${id}-heading"><thead class="govuk-table__head"><tr class="govuk-table__row">` +
    `<th scope="col" class="govuk-table__header">${escapeHtml(chart.labelHeading)}</th>` +
    `<th scope="col" class="govuk-table__header govuk-table__header--numeric">${escapeHtml(chart.unit)}</th></tr></thead>` +
    `<tbody class="govuk-table__body">${rows.join('')}</tbody></table>`
  );
}

// The table below holds the whole label; the picture has room for about thirteen letters.
function shorten(label: string): string {
  return label.length <= 14 ? label : `${label.slice(0, 13).trimEnd()}\u2026`;
}
