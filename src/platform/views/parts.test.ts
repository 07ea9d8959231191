import assert from 'node:assert/strict';
import { test } from 'node:test';
import { galleryPage } from './example.ts';
import { makeViews } from './views.ts';

const views = makeViews({ demo: true });
const show = (data: Record<string, unknown> = {}): string =>
  views.render('platform/views/gallery.njk', galleryPage(data));

test('a figure shows its value, its status in words and its link; an unknown one says so', () => {
  const html = show();
  for (const word of ['MEASURED', 'SELF-REPORTED', 'OUT OF DATE', 'NOT COVERED'])
    assert.ok(html.includes(`>${word}<`), word);
  assert.match(html, /14 of 16<\/p>\s*<p[^>]*><a class="govuk-link" href="\/d">staff trained this year<\/a>/);
  assert.match(html, /Not known<\/p>\s*<p[^>]*>photograph checks<\/p>/);
});

test('a figure of nought is a value, not an unknown', () => {
  assert.match(show({ figures: [{ label: 'blocks', value: 0, kind: 'measured' }] }), /sg-figure__value">0<\/p>/);
});

test('a figure in words is set smaller than a number', () => {
  const html = show({
    figures: [
      { label: 'blocks', value: '14 of 16', kind: 'measured' },
      { label: 'rules', value: 'In force since 10:42:07.', kind: 'measured' },
    ],
  });
  assert.match(html, /sg-figure__value">14 of 16</);
  assert.match(html, /sg-figure__value sg-figure__value--words">In force since/);
});

test('a misspelt status breaks the page instead of passing', () => {
  assert.throws(() => show({ figures: [{ label: 'blocks', value: 1, kind: 'mesured' }] }), /is not a status/);
});

test('a list keeps its table roles, says which way it is sorted and labels each cell for phones', () => {
  const html = show();
  assert.match(html, /<table class="govuk-table sg-table" role="table">/);
  assert.match(
    html,
    /<th scope="col" role="columnheader"[^>]* aria-sort="descending">\s*<a[^>]*href="\/incidents\?state=open&amp;sort=when&amp;order=ascending">When/,
  );
  assert.match(html, /<td role="cell"[^>]* data-label="About"><span>Alex Sample &lt;Year 5&gt;<\/span>/);
  assert.match(html, /numeric" data-label="Entries"><span>0<\/span>/);
  assert.match(html, /3 to 4 of 61 concerns: open, newest first/);
  assert.match(html, /aria-current="page"/);
});

test('a drawing passes as markup and an explanation has its four lines', () => {
  const html = show();
  assert.match(html, /<svg class="sg-chart__picture"/);
  const lines = [...html.matchAll(/<dt>([^<]*)<\/dt>/g)].map((match) => match[1]);
  assert.deepEqual(lines, ['What happened', 'Why', 'Until when', 'Who can help']);
});

test('a one-button form says what happens next before its button and carries its token', () => {
  const html = show();
  const form = /<form class="sg-confirm"[\s\S]*?<\/form>/.exec(html)?.[0] ?? '';
  assert.match(form, /name="_csrf" value="token-for-this-session"/);
  assert.match(form, /name="person" value="p1"/);
  assert.ok(form.indexOf('until 3:40pm') < form.indexOf('Stop internet access'));
  assert.ok(form.indexOf('until 3:40pm') > 0);
});

test('a password that was typed is never sent back', () => {
  assert.doesNotMatch(show(), /must-never-come-back/);
});

test('breadcrumbs take the place of the back link', () => {
  const html = show();
  assert.match(html, /govuk-breadcrumbs/);
  assert.doesNotMatch(html, /govuk-back-link/);
});
