import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { fileBy, pdfFile } from './make-file.ts';
import type { WrittenDocument } from './written.ts';

const document = (title: string, clauses: number): WrittenDocument => ({
  title,
  author: 'Hollybank Primary School',
  subject: 'Version 3',
  foot: 'Hollybank Primary School',
  blocks: [
    { kind: 'heading', level: 1, text: title },
    {
      kind: 'list',
      items: Array.from({ length: clauses }, (_, place) => ({
        label: String(place + 1),
        lines: ['Whoever works here signs in with a name and a password of their own, and tells it to nobody.'],
      })),
    },
  ],
});

describe('making files', () => {
  test('a long document is made beside the thread that answers, once for all who ask for it at a time', async () => {
    const long = document('Long', 1000);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    const [one, other] = await Promise.all([pdfFile(long, 'kept'), pdfFile(long, 'kept')]);
    clearInterval(timer);
    assert.equal(one, other);
    assert.equal(Buffer.from(one.subarray(0, 5)).toString('latin1'), '%PDF-');
    assert.ok(turns > 5, 'other things were done meanwhile');
    assert.equal(await pdfFile(long, 'kept'), one, 'and it is kept');
  });

  test('what not everybody may read is made anew for each who asks', async () => {
    const own = document('About one person', 1);
    assert.notEqual(await pdfFile(own, 'forgotten'), await pdfFile(own, 'forgotten'));
  });

  test('eight wait at most: whoever asks for a ninth is told to come back, and the eight are made', async () => {
    const waiting = Array.from({ length: 8 }, (_, at) => pdfFile(document(`Document ${String(at)}`, 1), 'forgotten'));
    await assert.rejects(pdfFile(document('The ninth', 1), 'forgotten'), { code: 'SG-BUSY' });
    const made = await Promise.all(waiting);
    assert.ok(made.every((bytes) => bytes.length > 0));
    assert.ok((await pdfFile(document('The ninth', 1), 'forgotten')).length > 0, 'there is room again');
  });

  test('a thread that ends without an answer is said, and the next file is made', async () => {
    await assert.rejects(fileBy(new URL('no-such-worker.ts', import.meta.url), {}, 'forgotten'));
    assert.ok((await pdfFile(document('After it', 1), 'forgotten')).length > 0);
  });

  test('a copy that has to be word for word is refused when a character cannot be shown', async () => {
    await assert.rejects(pdfFile({ ...document('Привет', 1), wordForWord: 'Print the page.' }, 'forgotten'), {
      code: 'SG-NOT-SHOWN',
      message: 'The PDF cannot show the character “П”. Print the page.',
    });
  });
});
