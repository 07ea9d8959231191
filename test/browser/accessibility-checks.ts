import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Page } from 'playwright-core';
import { z } from 'zod';

/** WCAG 2.2 levels A and AA, with all that came before. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The narrowest phone that a page must fit, the usual phone, and a desk. */
const NARROWEST = 320;
export const widths = { phone: 390, desktop: 1280 } as const;

const seenSchema = z.object({
  violations: z.array(z.object({ id: z.string(), help: z.string(), nodes: z.array(z.string()) })),
  headings: z.int(),
  title: z.string(),
  lang: z.string(),
});
const widthSchema = z.object({ over: z.int(), widest: z.string() });

/** What is wrong with the page that is open: by axe, and by what every page has (one h1, a title, a language, no sideways scrolling). */
export async function problemsOf(page: Page, width: number): Promise<string[]> {
  await page.setViewportSize({ width, height: 900 });
  // Scripts of the page itself stay under its Content-Security-Policy; this one is the test's.
  await page.evaluate(`${axeSource}; undefined`);
  const seen = seenSchema.parse(
    await page.evaluate(`(async () => {
      const found = await axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(TAGS)} }, resultTypes: ['violations'] });
      return {
        violations: found.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html.slice(0, 160)) })),
        headings: document.querySelectorAll('h1').length,
        title: document.title,
        lang: document.documentElement.lang,
      };
    })()`),
  );
  const problems = seen.violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.slice(0, 3).join(' | ')})`);
  if (seen.headings !== 1) problems.push(`${String(seen.headings)} main headings`);
  if (seen.title.trim() === '') problems.push('no title');
  if (seen.lang !== 'en' && seen.lang !== 'en-GB') problems.push(`language “${seen.lang}”`);
  for (const narrow of width === widths.phone ? [widths.phone, NARROWEST] : [width]) {
    if (narrow !== width) await page.setViewportSize({ width: narrow, height: 900 });
    const { over, widest } = widthSchema.parse(
      await page.evaluate(`(() => {
        const root = document.documentElement;
        const over = root.scrollWidth - root.clientWidth;
        const wide = over <= 0 ? undefined : [...document.querySelectorAll('body *')].find((one) => one.getBoundingClientRect().right > root.clientWidth + 1);
        return { over, widest: wide === undefined ? '' : wide.outerHTML.slice(0, 120) };
      })()`),
    );
    if (over > 0) problems.push(`at ${String(narrow)} wide it scrolls sideways by ${String(over)}: ${widest}`);
  }
  return problems;
}

/** The kinds of element in a page's main part, without words, ids and how many: two pages of one shape need one look. */
export function shapeOf(html: string): string {
  const main = /<main[\s\S]*<\/main>/.exec(html)?.[0] ?? html;
  const kinds = [...main.matchAll(/<([a-z][a-z0-9]*)((?:\s+[\w-]+(?:="[^"]*")?)*)/g)].map(
    ([, tag = '', attributes = '']) =>
      tag + [...attributes.matchAll(/\s(?:class|type|role)="([^"]*)"/g)].map(([, value = '']) => `.${value}`).join(''),
  );
  return [...new Set(kinds)].sort().join(' ');
}
