import { escapeHtml } from '../../platform/views/escape.ts';
import { levels } from './standard-schema.ts';

/** A radar chart of levels: 5 lies in the middle, 1 at the rim. */
export interface RadarChart {
  readonly id: string;
  readonly title: string;
  /** Names of the series, in the order of the values. */
  readonly series: readonly string[];
  readonly axes: readonly { readonly label: string; readonly values: readonly (number | undefined)[] }[];
}

const SIZE = 420;
const MIDDLE = SIZE / 2;
const RIM = 170;

/** One dash pattern for each series, so that nothing depends on colour. */
const dashes = ['', '6 4', '2 3'] as const;

/**
 * Draws the chart as HTML: an SVG with title and description, then the same numbers as a table, so that nobody depends on the picture. Texts from outside are escaped;
 * no style attributes (the Content Security Policy forbids them).
 */
export function radarChart(chart: RadarChart): string {
  const id = escapeHtml(chart.id);
  return `<div class="sg-chart">
<h2 class="govuk-heading-m" id="${id}-heading">${escapeHtml(chart.title)}</h2>
${picture(chart, id)}
${numbers(chart, id)}
</div>`;
}

/** Where a level lies on an axis. What has no level lies in the middle. */
function point(axis: number, axes: number, level: number | undefined): string {
  const angle = (2 * Math.PI * axis) / axes - Math.PI / 2;
  const out = level === undefined ? 0 : ((levels.length + 1 - level) / levels.length) * RIM;
  const round = (value: number): string => String(Math.round(value * 10) / 10);
  return `${round(MIDDLE + out * Math.cos(angle))},${round(MIDDLE + out * Math.sin(angle))}`;
}

function picture({ title, series, axes }: RadarChart, id: string): string {
  const ring = (level: number): string => axes.map((_axis, index) => point(index, axes.length, level)).join(' ');
  const rings = levels.map(
    (level) =>
      `<polygon points="${ring(level)}" fill="none" stroke="currentColor" stroke-width="0.5" stroke-opacity="0.4"/>`,
  );
  const spokes = axes.map((_axis, index) => {
    const [x = '', y = ''] = point(index, axes.length, 1).split(',');
    const far = point(index, axes.length, 0.35).split(',');
    return (
      `<line x1="${String(MIDDLE)}" y1="${String(MIDDLE)}" x2="${x}" y2="${y}" stroke="currentColor" stroke-width="0.5" stroke-opacity="0.4"/>` +
      `<text class="sg-chart__text" x="${far[0] ?? ''}" y="${far[1] ?? ''}" text-anchor="middle" dominant-baseline="middle">${String(index + 1)}</text>`
    );
  });
  const lines = series.map(
    (_name, which) =>
      `<polygon points="${axes.map(({ values }, index) => point(index, axes.length, values[which])).join(' ')}" fill="currentColor" fill-opacity="${which === 0 ? '0.15' : '0'}" stroke="currentColor" stroke-width="${which === 0 ? '2.5' : '1.5'}" stroke-dasharray="${dashes[which] ?? '1 2'}"/>`,
  );
  const described = `A radar with ${String(axes.length)} axes, numbered as in the table below. The rim is level 1, the middle is level 5 or none. ${series.map((name, which) => `${name}: ${which === 0 ? 'solid line' : 'dashed line'}`).join('; ')}.`;
  return (
    `<svg class="sg-chart__picture" viewBox="0 0 ${String(SIZE)} ${String(SIZE)}" role="img" aria-labelledby="${id}-title ${id}-desc">` +
    `<title id="${id}-title">${escapeHtml(title)}</title><desc id="${id}-desc">${escapeHtml(described)}</desc>` +
    `${rings.join('')}${spokes.join('')}${lines.join('')}</svg><p class="govuk-hint">${escapeHtml(described)}</p>`
  );
}

function numbers({ series, axes }: RadarChart, id: string): string {
  const columns = ['Aspect', ...series];
  const head = columns
    .map((name) => `<th scope="col" role="columnheader" class="govuk-table__header">${escapeHtml(name)}</th>`)
    .join('');
  const cell = (text: string, column: number): string =>
    `<td role="cell" class="govuk-table__cell" data-label="${escapeHtml(columns[column] ?? '')}"><span>${escapeHtml(text)}</span></td>`;
  const rows = axes.map(({ label, values }, index) => {
    const levelsOf = series.map((_name, which) => cell(String(values[which] ?? 'none yet'), which + 1));
    return `<tr class="govuk-table__row" role="row">${cell(`${String(index + 1)}. ${label}`, 0)}${levelsOf.join('')}</tr>`;
  });
  return (
    `<table class="govuk-table sg-table" role="table" aria-labelledby="${id}-heading"><thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">${head}</tr></thead>` +
    `<tbody class="govuk-table__body" role="rowgroup">${rows.join('')}</tbody></table>`
  );
}
