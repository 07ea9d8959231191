import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { examplePage } from './example.ts';
import { makeViews } from './views.ts';

const views = makeViews({ demo: false });
const EXAMPLE = 'platform/views/example.njk';

test('a form that was refused shows a summary whose links lead to the fields, and the title says so', () => {
  const html = views.render(EXAMPLE, examplePage());
  assert.match(html, /<title>Error: Log a concern – Schoolgate<\/title>/);
  assert.match(html, /There is a problem/);
  for (const id of ['when', 'danger']) {
    assert.match(html, new RegExp(`<a href="#${id}">`));
    assert.match(html, new RegExp(`<input[^>]* id="${id}"`));
  }
  assert.match(html, /<p id="when-date-error" class="govuk-error-message">[\s\S]*?Enter the day it happened/);
  assert.match(html, /<p id="danger-error" class="govuk-error-message">[\s\S]*?Say whether a child is in danger now/);
});

test('what was typed comes back in every kind of field', () => {
  const html = views.render(EXAMPLE, examplePage());
  assert.match(html, /name="when-day"[^>]*value="31"/);
  assert.match(html, /name="when-year"[^>]*value="2026"/);
  assert.match(html, /name="time"[^>]*value="3:40pm"/);
  assert.match(html, /<option value="library" selected>/);
  assert.match(html, /value="words" checked/);
  assert.doesNotMatch(html, /value="picture" checked/);
  assert.match(html, /name="device"[^>]*value="T-14"/);
});

test('a form without errors has no summary and a plain title', () => {
  const html = views.render(EXAMPLE, examplePage({ errors: [], values: {} }));
  assert.match(html, /<title>Log a concern – Schoolgate<\/title>/);
  assert.doesNotMatch(html, /There is a problem|govuk-error-message/);
});

test('an error of one part of a date belongs to the date', () => {
  const html = views.render(
    EXAMPLE,
    examplePage({ errors: [{ field: 'when-month', message: 'There is no month 13' }] }),
  );
  assert.match(html, /<a href="#when">There is no month 13<\/a>/);
  assert.match(html, /<p id="when-date-error" class="govuk-error-message">[\s\S]*?There is no month 13/);
});

test('text from outside is never markup, wherever it stands', () => {
  const evil = '"><script>alert(1)</script>';
  const html = views.render(
    EXAMPLE,
    examplePage({
      title: evil,
      school: evil,
      person: { name: evil, role: evil },
      navigation: [{ text: evil, href: '/', active: true }],
      csrf: evil,
      back: { href: evil, text: evil },
      notice: evil,
      errors: [{ field: 'words', message: evil }],
      values: { words: evil, device: evil, time: evil, 'when-day': evil },
    }),
  );
  assert.ok(html.includes('&lt;script&gt;alert(1)'));
  assert.ok(!html.includes('<script>alert'));
  assert.ok(!html.includes('""><script'));
});

test('no page has an inline script, an inline style or a handler attribute', () => {
  const pages = [
    views.render(EXAMPLE, examplePage({ notice: 'Saved.' })),
    makeViews({ demo: true }).render(EXAMPLE, examplePage({ errors: [] })),
    views.render(
      'platform/views/refused.njk',
      examplePage({ data: { heading: 'No', message: 'No.', typed: [{ label: 'Words', value: 'x' }] } }),
    ),
    views.render('platform/views/broken.njk', examplePage({ data: { reference: 'R-1' } })),
    views.render('platform/views/sign-in-needed.njk', examplePage({ data: { href: '/sign-in' } })),
  ];
  for (const html of pages) {
    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=/i);
    const scripts = [...html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
    assert.deepEqual(
      scripts.map(([, attributes, body]) => [attributes, body]),
      [[' type="module" src="/assets/js/start.js"', '']],
    );
  }
});

test('a demonstration says so on every page, and a real school never does', () => {
  assert.match(makeViews({ demo: true }).render(EXAMPLE, examplePage()), /DEMONSTRATION: made-up school/);
  assert.doesNotMatch(views.render(EXAMPLE, examplePage()), /DEMONSTRATION/);
});

test('school, person and role stand in the bar, and signing out is a form with its token', () => {
  const html = views.render(EXAMPLE, examplePage());
  assert.match(html, /Willow Bank Primary School/);
  assert.match(html, /Sam Example<\/span>, <span[^>]*>Class teacher/);
  assert.match(
    html,
    /<form[^>]*method="post" action="\/sign-out">\s*<input type="hidden" name="_csrf" value="token-for-this-session">/,
  );
  const outside = views.render(EXAMPLE, examplePage({ school: undefined, person: undefined, navigation: [] }));
  assert.doesNotMatch(outside, /sign-out|govuk-service-navigation/);
});

test('nothing is said to be unsaved when nobody knows, and what was typed is given back all the same', () => {
  const page = (code: string): string =>
    views.render(
      'platform/views/refused.njk',
      examplePage({ data: { heading: 'No', message: 'No.', code, typed: [{ label: 'Words', value: 'x' }] } }),
    );
  assert.match(page('SG-BUSY'), /Nothing was saved/);
  assert.doesNotMatch(page('SG-IN-DOUBT'), /Nothing was saved/);
  assert.match(page('SG-IN-DOUBT'), /What you typed is kept below/);
});

test('a refused page gives back what was typed, its lines kept and its markup shown as text', () => {
  const html = views.render(
    'platform/views/refused.njk',
    examplePage({
      errors: [],
      data: {
        heading: 'Somebody else saved first',
        message: 'Look at what changed.',
        typed: [{ label: 'Words', value: '<b>one</b>\ntwo' }],
        reference: 'R-7Q2M',
        explanation: {
          what: 'It was not saved.',
          why: 'It changed meanwhile.',
          until: 'You look again.',
          who: 'The lead.',
        },
      },
    }),
  );
  assert.match(html, /<h1[^>]*>Somebody else saved first<\/h1>/);
  assert.match(html, /What you typed/);
  assert.match(html, /&lt;b&gt;one&lt;\/b&gt;\ntwo/);
  assert.match(html, /R-7Q2M/);
  for (const line of ['What happened', 'Why', 'Until when', 'Who can help'])
    assert.match(html, new RegExp(`<dt>${line}</dt>`));
});

test('a broken page gives its reference and blames nobody', () => {
  const html = views.render('platform/views/broken.njk', examplePage({ errors: [], data: { reference: 'R-7Q2M' } }));
  assert.match(html, /R-7Q2M/);
  assert.match(html, /not your mistake/);
});

test('a missing template throws', () => {
  assert.throws(() => views.render('modules/nothing/pages/here/page.njk', examplePage()), /template not found/);
});

test('the example in the README is the example that is tested', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const example = readFileSync(new URL('example.njk', import.meta.url), 'utf8');
  assert.ok(readme.includes(example.trim()));
});
