import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barChart, type BarChart } from './chart.ts';

const weeks: BarChart = {
  id: 'weeks',
  title: 'Blocked <visits>',
  description: 'From 10 to 1,280.',
  labelHeading: 'Week',
  unit: 'Visits',
  points: [
    { label: 'Week 1', value: 640 },
    { label: 'Week 2 & the book fair', value: 1280 },
  ],
};

test('a chart has a title, a description and the same numbers as a table', () => {
  const html = barChart(weeks);
  assert.match(
    html,
    /<title id="weeks-title">Blocked &lt;visits&gt;<\/title><desc id="weeks-desc">From 10 to 1,280\.<\/desc>/,
  );
  assert.match(html, /<th scope="row"[^>]*>Week 2 &amp; the book fair<\/th><td[^>]*>1,280<\/td>/);
  assert.match(html, /<th scope="row"[^>]*>Week 1<\/th><td[^>]*>640<\/td>/);
});

test('a bar is as long as its share of the largest', () => {
  const lengths = [...barChart(weeks).matchAll(/<rect[^>]* width="([\d.]+)"/g)].map((match) => Number(match[1]));
  assert.equal(lengths.length, 2);
  assert.equal((lengths[0] ?? 0) * 2, lengths[1]);
});

test('a chart carries no style attribute and nothing typed as markup', () => {
  const html = barChart({ ...weeks, id: '"><script>', points: [{ label: '<script>x</script>', value: 0 }] });
  assert.doesNotMatch(html, /style=|<script/);
});

test('a negative or unknown value is refused, naming the point', () => {
  assert.throws(() => barChart({ ...weeks, points: [{ label: 'Week 3', value: -1 }] }), /Week 3/);
  assert.throws(() => barChart({ ...weeks, points: [{ label: 'Week 3', value: Number.NaN }] }), /Week 3/);
});
