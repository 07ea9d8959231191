import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';

import { pdfOf, refusalOf } from './tagged-pdf.ts';
import { bullets, type WrittenDocument } from './written.ts';

/** The words of a PDF that we made, line by line as they are drawn: each glyph put back into letters by the table of its own font, as readers do. */
function wordsOf(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('latin1');
  const objects = new Map<string, { readonly from: number; readonly body: string }>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    objects.set(match[1] ?? '', { from: match.index + match[0].indexOf(match[2] ?? ''), body: match[2] ?? '' });
  }
  const streamOf = (number: string): string => {
    const { from, body } = objects.get(number) ?? { from: 0, body: '' };
    const begins = from + body.indexOf('stream\n') + 7;
    return inflateSync(buffer.subarray(begins, from + body.lastIndexOf('\nendstream'))).toString('latin1');
  };
  const letters = (number: string): readonly string[] => {
    const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number)?.body ?? '')?.[1] ?? '';
    const inside = /beginbfrange([\s\S]*)endbfrange/.exec(streamOf(table))?.[1] ?? '';
    return [...inside.matchAll(/\[([^\]]*)\]/g)].flatMap(([, row = '']) =>
      [...row.matchAll(/<([0-9a-f ]*)>/gi)].map(([, hex = '']) =>
        Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
      ),
    );
  };
  const fonts = new Map<string, readonly string[]>();
  for (const { body } of objects.values()) {
    for (const [, name = '', number = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      if (!fonts.has(name)) fonts.set(name, letters(number));
    }
  }
  const lines = new Map<string, string>();
  for (const [number, { body }] of objects) {
    if (!body.includes('stream\n') || !body.includes('/FlateDecode')) continue;
    const drawn = streamOf(number);
    for (const [, block = ''] of drawn.matchAll(/\nBT\n([\s\S]*?)\nET/g)) {
      const height = /1 0 0 1 [\d.-]+ ([\d.-]+) Tm/.exec(block)?.[1] ?? '';
      const font = fonts.get(/\/(F\d+) [\d.]+ Tf/.exec(block)?.[1] ?? '') ?? [];
      const glyphs = [...block.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
      const said = glyphs.map((glyph) => font[parseInt(glyph, 16)] ?? '\ufffd').join('');
      const key = `${number} ${height}`;
      lines.set(key, (lines.get(key) ?? '') + said);
    }
  }
  return [...lines.values()];
}

const names = [
  'Zażółć Gęślą-Jaźń, Paweł Wiśniewski and Łukasz Dąbrowski',
  'Jiří Dvořák, Žofie Ščerbová and Tomáš Ďuriš',
  'Siân Ŵyn, Tŷ Gwyn and Cêdwyn Llŷr',
  'Ștefan Țurcanu, Ioana Bălăceanu and Mâță Întorsură',
  'Ağaoğlu Işık, Erdős Űrhajó, Māra Ķēniņa and Đorđe Živković',
];
const written = (blocks: WrittenDocument['blocks']): WrittenDocument => ({
  title: 'Names',
  author: 'Ysgol Tŷ Gwyn',
  subject: 'A test',
  foot: 'Ysgol Tŷ Gwyn · Version 1',
  blocks,
});

test('every letter of the Latin alphabets is in the file, and is read back as it was written', async () => {
  const said = wordsOf(
    await pdfOf(
      written([
        { kind: 'heading', level: 1, text: 'Paweł’s school' },
        ...names.map((text) => ({ kind: 'paragraph', text }) as const),
        { kind: 'list', items: bullets(names) },
        { kind: 'table', caption: 'Names', header: [], rows: names.map((name) => ['Ŵ', name]), widths: [0.1, 0.9] },
      ]),
    ),
  );
  assert.ok(said.includes('Paweł’s school'), said.join('\n'));
  assert.ok(said.some((line) => line.startsWith('Ysgol Tŷ Gwyn · Version 1')));
  for (const name of names) {
    // As a paragraph, in a list behind its bullet, and in a table behind the cell before.
    for (const line of [name, `•${name}`, `Ŵ${name}`]) assert.ok(said.includes(line), `${line}\n${said.join('\n')}`);
  }
});

test('letters that are put together from two are drawn as the one they are', async () => {
  const said = wordsOf(await pdfOf(written([{ kind: 'paragraph', text: 'Pawel\u0301 z\u0307ona w\u0302' }])));
  assert.ok(said.includes('Pawe\u013a żona ŵ'), said.join('\n'));
});

test('lines are broken between words, whichever letters they have, and a word that is too long is cut', async () => {
  const text = 'Świętosława mieszka w Łodzi i pracuje w szkole. '.repeat(12).trim();
  const long = 'Łąka'.repeat(60);
  const lines = wordsOf(
    await pdfOf(
      written([
        { kind: 'paragraph', text },
        { kind: 'paragraph', text: long },
      ]),
    ),
  ).filter((line) => !line.startsWith('Ysgol'));
  const [words, cut] = [lines.filter((line) => line.includes('i')), lines.filter((line) => !line.includes('i'))];
  assert.ok(words.length > 4);
  for (const line of words) assert.ok(line.length > 60 && line.length < 110, line);
  assert.equal(words.join(''), text);
  for (const line of words) assert.match(`${line} `, /^(Świętosława|mieszka|w|Łodzi|i|pracuje|szkole\.) /);
  assert.ok(cut.length > 1);
  assert.equal(cut.join(''), long);
});

test('what our letters do not have is said to be missing, and where', async () => {
  const lines = ['Ответ: да', 'Well done 👍🏽!', 'أهلا', 'a\u2011b\u3000c\u200bd'];
  const said = wordsOf(await pdfOf(written(lines.map((text) => ({ kind: 'paragraph', text }) as const))));
  for (const line of [
    '[5 characters not shown]: [2 characters not shown]',
    'Well done [character not shown]!',
    '[4 characters not shown]',
    'a-b cd',
  ]) {
    assert.ok(said.includes(line), `${line}\n${said.join('\n')}`);
  }
});

test('a document that has to be word for word is refused for such a character, wherever it stands', () => {
  const exact = (...blocks: WrittenDocument['blocks']) =>
    refusalOf({ ...written(blocks), wordForWord: 'Print the page instead.' });
  assert.equal(exact({ kind: 'paragraph', text: `${names.join('\n')}, “a”\u00a0–\u2009b…` }), undefined);
  const sentence = 'The PDF cannot show the character “Ж”. Print the page instead.';
  assert.equal(exact({ kind: 'heading', level: 2, text: 'Ж' }), sentence);
  assert.equal(exact({ kind: 'list', items: bullets(['a', 'bЖ']) }), sentence);
  assert.equal(exact({ kind: 'table', caption: '', header: [], rows: [['a', 'Ж']], widths: [0.5, 0.5] }), sentence);
  assert.equal(refusalOf(written([{ kind: 'paragraph', text: 'Ж' }])), undefined);
});
