import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

// Measured in the stylesheet that is served, not in its sources, so an override that loses the cascade is found.
const css = readFileSync(new URL('../../../assets/built/schoolgate.css', import.meta.url), 'utf8');

/** Contrast ratio of two colours: WCAG 2.2, "relative luminance" and "contrast ratio". */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const long = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  assert.match(long, /^#[0-9a-f]{6}$/i, `${colour} is a hexadecimal colour`);
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The first value of a custom property: the one for screens; print replaces some with black. */
function property(name: string): string {
  const found = new RegExp(`--${name}: ?(#[0-9a-f]{3,6})`).exec(css)?.[1];
  assert.ok(found !== undefined, `the stylesheet sets --${name}`);
  return found;
}

/** The last value that rules with exactly this selector (alone or in a list) give a property. */
function declared(selector: string, name: string): string {
  let last: string | undefined;
  for (const [, selectors = '', body = ''] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!splitSelectors(selectors).includes(selector)) continue;
    last = new RegExp(`(?:^|;)${name}:(#[0-9a-f]{3,6})`).exec(body)?.[1] ?? last;
  }
  assert.ok(last !== undefined, `the stylesheet sets ${name} of ${selector}`);
  return last;
}

function splitSelectors(list: string): string[] {
  return list.split(/,(?![^(]*\))/).map((selector) => selector.trim());
}

function atLeast(ratio: number, text: string, ground: string, what: string): void {
  const measured = contrast(text, ground);
  assert.ok(
    measured >= ratio,
    `${what}: ${text} on ${ground} is ${measured.toFixed(2)}:1, at least ${ratio}:1 is promised`,
  );
}

test('the measure agrees with known ratios', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#767676', '#fff').toFixed(2), '4.54');
});

test('body text, links and errors reach 7:1 on white and on the tinted ground', () => {
  for (const ground of [
    'govuk-body-background-colour',
    'govuk-template-background-colour',
    'govuk-surface-background-colour',
  ]) {
    for (const text of [
      'govuk-text-colour',
      'govuk-secondary-text-colour',
      'govuk-link-colour',
      'govuk-link-visited-colour',
      'govuk-link-hover-colour',
      'govuk-error-colour',
    ]) {
      atLeast(7, property(text), property(ground), `${text} on ${ground}`);
    }
  }
});

test('text and links reach 7:1 on the warm accent', () => {
  for (const text of ['govuk-text-colour', 'govuk-link-colour', 'sg-accent-text']) {
    atLeast(7, property(text), property('sg-accent-tint'), text);
  }
});

test('white words on the service bar and on buttons reach 7:1', () => {
  const primary = '.govuk-button:not(.govuk-button--secondary,.govuk-button--warning,.govuk-button--inverse)';
  const white = declared('.govuk-button', 'color');
  atLeast(7, property('sg-white'), property('sg-green'), 'service bar');
  atLeast(7, white, declared('.govuk-button', 'background-color'), 'primary button');
  atLeast(7, white, declared(`${primary}:hover`, 'background-color'), 'primary button under the pointer');
  atLeast(7, white, declared('.govuk-button--warning', 'background-color'), 'warning button');
  atLeast(7, white, declared('.govuk-button--warning:hover', 'background-color'), 'warning button under the pointer');
  atLeast(7, property('govuk-focus-text-colour'), property('govuk-focus-colour'), 'focus');
});

test('every tag reaches 4.5:1', () => {
  const colours = ['grey', 'green', 'teal', 'purple', 'magenta', 'red', 'orange', 'yellow'];
  // A plain tag is blue: GOV.UK has no rule of its own for the blue one.
  for (const selector of ['.govuk-tag', ...colours.map((colour) => `.govuk-tag--${colour}`)]) {
    atLeast(4.5, declared(selector, 'color'), declared(selector, 'background-color'), selector);
  }
  atLeast(
    4.5,
    declared('.sg-status--not-covered', 'color'),
    declared('.sg-status--not-covered', 'background-color'),
    'not covered',
  );
});

test('nothing served names or holds what is licensed to GOV.UK alone', () => {
  assert.doesNotMatch(css, /GDS Transport/i);
  const names = readdirSync(new URL('../../../assets/built/', import.meta.url), { recursive: true, encoding: 'utf8' });
  assert.ok(names.includes('schoolgate.css'));
  assert.deepEqual(
    names.filter((name) => /crown|crest|logo|transport/i.test(name)),
    [],
  );
});
