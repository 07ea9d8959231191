import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { pdfOf, refusalOf } from '../../../platform/documents/tagged-pdf.ts';
import { copyDocument, type CopyParts } from './copy-document.ts';
import { copyPage } from './copy-page.ts';

const piece = (title: string, given: string) =>
  ({ title, about_day: '2026-11-23', decision: 'give', exemption: null, given }) as const;

const parts: CopyParts = {
  request: { number: 7, received_on: '2026-11-20', copy_hash: 'abc123' },
  name: 'Robin Sample',
  school: 'Willow Bank Primary School',
  demonstration: false,
  pieces: [
    piece('Incident 1', 'Kind: unkind\nRobin was pushed by [another pupil] <b>.'),
    { ...piece('Incident 2', 'never shown'), decision: 'withhold', exemption: 'others' },
  ],
};

describe('a copy as a document', () => {
  test('has what is given word for word, why something is kept back, the rights, and nothing that is kept back', () => {
    const html = copyPage(copyDocument(parts));
    assert.match(html, /<h1>What the school holds about Robin Sample<\/h1>/);
    assert.match(html, /<li>Robin was pushed by \[another pupil\] &lt;b&gt;\.<\/li>/);
    assert.match(html, /1 piece is kept back.+cannot be parted from them/s);
    assert.match(html, /This copy has 1 piece\. Those in the school who answer for a record give it themselves/);
    assert.match(html, /Information Commissioner/);
    assert.doesNotMatch(html, /never shown|<script/);
  });

  test('sets a piece with a long line in paragraphs, and says on every page when it is a demonstration', async () => {
    const long = 'Robin said it again. '.repeat(400);
    const document = copyDocument({ ...parts, demonstration: true, pieces: [piece('Incident 1', `Kind: x\n${long}`)] });
    assert.match(document.foot, /DEMONSTRATION/);
    assert.ok(document.blocks.every((block) => block.kind !== 'list'));
    const bytes = Buffer.from(await pdfOf(document)).toString('latin1');
    assert.match(bytes, /\/Marked true/);
    // Longer than a page, and none of it below its foot.
    assert.ok(Number(/\/Type \/Pages[^>]*\/Count (\d+)/s.exec(bytes)?.[1] ?? /\/Count (\d+)/.exec(bytes)?.[1]) >= 2);
  });

  test('is no PDF when a letter of it cannot be shown there: its web page has every letter', () => {
    assert.equal(refusalOf(copyDocument(parts)), undefined);
    const document = copyDocument({ ...parts, pieces: [piece('Incident 1', 'Kind: x\nРобин said it.')] });
    assert.match(
      refusalOf(document) ?? '',
      /cannot show the character “Р”.*take the same as a web page, and print that/,
    );
    assert.match(copyPage(document), /Робин said it/);
  });
});
