import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pdfOf } from './tagged-pdf.ts';
import type { Block } from './written.ts';

/** The number of pages, and of paragraphs in the structure, of a PDF that holds these blocks. */
async function counted(...blocks: readonly Block[]) {
  const bytes = await pdfOf({ title: 'Title', author: 'School', subject: 'Draft', foot: 'Foot', blocks });
  const text = Buffer.from(bytes).toString('latin1');
  const count = (what: RegExp): number => text.match(what)?.length ?? 0;
  return { pages: count(/\/Type \/Page\n/g), paragraphs: count(/\/S \/P\n/g) };
}

test('words longer than a page go on on the next, each piece a paragraph of its own; lines are paragraphs', async () => {
  const long: Block = { kind: 'paragraph', text: 'Nine words that a person wrote for a review. '.repeat(400) };
  const { pages, paragraphs } = await counted(long);
  assert.ok(pages >= 3, String(pages));
  assert.ok(paragraphs >= pages, 'a paragraph never lies on two pages');
  assert.deepEqual(await counted({ kind: 'paragraph', text: 'One.\n\nTwo.\nThree.' }), {
    pages: 1,
    paragraphs: 3,
  });
});
