import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inflateSync } from 'node:zlib';

import yauzl, { type Entry } from 'yauzl';

import { pdfOf } from '../../../platform/documents/tagged-pdf.ts';
import { docxOf } from './docx.ts';
import type { PolicyDocument } from './model.ts';
import { writtenPolicy } from './written.ts';

const model: PolicyDocument = {
  title: 'Online safety policy',
  school: 'Hollybank Primary School',
  version: 'Version 3',
  draft: false,
  demonstration: false,
  about: 'What the school does to keep children safe online.',
  facts: [
    { name: 'Version', value: 'Version 3' },
    { name: 'Next review', value: '21 November 2027' },
  ],
  linked: ['Behaviour'],
  sections: [
    {
      code: 'about',
      number: '1',
      title: 'About this policy',
      clauses: [
        { id: 'x-001', number: '1.1', text: 'Governors’ approval comes first.', notes: [] },
        { id: 'x-002', number: '1.2', text: 'Parents are asked.', notes: ['What the school does instead: opt-in.'] },
      ],
    },
    {
      code: 'phones',
      number: '2',
      title: 'Phones',
      clauses: [{ id: 'x-003', number: '2.1', text: 'None.', notes: [] }],
    },
  ],
  pieces: [
    { title: 'After an incident', blocks: [{ heading: 'Illegal', lines: ['Tell the headteacher'], steps: true }] },
  ],
  choices: [{ setting: 'Pupils’ phones', value: 'Handed in', clause: '2.1' }],
  history: [{ version: 'Version 3', date: '21 November 2026', what: 'One clause changed.' }],
};

/** A long one: 340 clauses. */
const long: PolicyDocument = {
  ...model,
  sections: Array.from({ length: 17 }, (_, section) => ({
    code: `s${String(section)}`,
    number: String(section + 1),
    title: `Section ${String(section + 1)}`,
    clauses: Array.from({ length: 20 }, (_each, place) => ({
      id: `x-${String(section * 20 + place).padStart(3, '0')}`,
      number: `${String(section + 1)}.${String(place + 1)}`,
      text: 'Whoever works here signs in with a name and a password of their own, and tells it to nobody. '
        .repeat(3)
        .trim(),
      notes: [],
    })),
  })),
};

/** The objects of a PDF that we made, by number: dictionaries as text. Enough of a reader for what one file of ours writes. */
function objectsOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const text = Buffer.from(bytes).toString('latin1');
  return new Map(
    [...text.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, number = '', body = '']) => [number, body]),
  );
}

function onlyObject(objects: ReadonlyMap<string, string>, holds: RegExp): string {
  const found = [...objects.values()].filter((body) => holds.test(body));
  assert.equal(found.length, 1, `one object holds ${String(holds)}`);
  return found[0] ?? '';
}

/** The kinds of the structure's elements in the order of reading, each with how deep it lies. */
function structureOf(objects: ReadonlyMap<string, string>): readonly string[] {
  const root = onlyObject(objects, /\/Type \/StructTreeRoot/);
  const kinds: string[] = [];
  const walk = (body: string): void => {
    const kind = /\/S \/(\w+)/.exec(body)?.[1];
    if (kind !== undefined)
      kinds.push(
        /\/Scope \/(\w+)/.exec(body)?.[1] === undefined ? kind : `${kind} ${/\/Scope \/(\w+)/.exec(body)?.[1] ?? ''}`,
      );
    const kids = /\/K \[([^\]]*)\]/.exec(body)?.[1] ?? '';
    for (const [, number = ''] of kids.matchAll(/(\d+) 0 R/g)) {
      const kid = objects.get(number);
      if (kid?.includes('/S /') === true) walk(kid);
    }
  };
  walk(root);
  return kinds;
}

/** What is drawn, page by page: the content streams, unpacked. */
function drawnIn(bytes: Uint8Array): readonly string[] {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('latin1');
  return [...text.matchAll(/\/Filter \/FlateDecode\n>>\nstream\n/g)].flatMap((match) => {
    const from = match.index + match[0].length;
    const to = text.indexOf('\nendstream', from);
    const drawn = inflateSync(buffer.subarray(from, to)).toString('latin1');
    return drawn.includes(' Tf\n') || drawn.includes('BDC') ? [drawn] : [];
  });
}

describe('the policy as a PDF', () => {
  test('is tagged, in English, shows its title, and says that it is PDF/UA', async () => {
    const bytes = await pdfOf(writtenPolicy(model));
    const objects = objectsOf(bytes);
    const catalogue = onlyObject(objects, /\/Type \/Catalog/);
    assert.match(catalogue, /\/Lang \(en-GB\)/);
    const part = (name: string): string =>
      objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(catalogue)?.[1] ?? '') ?? '';
    assert.match(part('MarkInfo'), /\/Marked true/);
    assert.match(part('ViewerPreferences'), /\/DisplayDocTitle true/);
    assert.match(part('StructTreeRoot'), /\/Type \/StructTreeRoot/);
    // Bookmarks, from the first section to the history.
    assert.match(part('Outlines'), /\/First \d+ 0 R\n\/Last \d+ 0 R/);
    assert.match(Buffer.from(bytes).toString('latin1'), /<pdfuaid:part>1<\/pdfuaid:part>/);
    // Both faces are in the file.
    assert.equal([...objects.values()].filter((body) => /\/FontFile[23]? \d+ 0 R/.test(body)).length, 2);
  });

  test('is read in the order of the document: headings, lists with their labels, tables with header cells', async () => {
    const kinds = structureOf(objectsOf(await pdfOf(writtenPolicy(model))));
    assert.deepEqual(
      kinds.filter((kind) => /^H\d$/.test(kind)),
      ['H1', 'H2', 'H2', 'H2', 'H3', 'H2', 'H2', 'H2'],
    );
    const item = (lines: number) => ['LI', 'Lbl', 'LBody', ...Array.from({ length: lines }, () => 'P')];
    const first = kinds.indexOf('H2');
    assert.deepEqual(kinds.slice(first, first + 12), ['H2', 'L', ...item(1), ...item(2), 'H2']);
    assert.deepEqual(kinds.slice(-11), [
      'Table',
      'THead',
      'TR',
      'TH Column',
      'TH Column',
      'TH Column',
      'TBody',
      'TR',
      'TD',
      'TD',
      'TD',
    ]);
    assert.equal(kinds.filter((kind) => kind === 'TH Column').length, 6);
    assert.equal(kinds.filter((kind) => kind === 'TH Row').length, model.facts.length);
    assert.equal(kinds.filter((kind) => kind === 'Table').length, 3);
  });

  test('numbers its pages outside the words that are read', async () => {
    const pages = drawnIn(await pdfOf(writtenPolicy(long))).filter((drawn) => drawn.includes('BDC'));
    assert.ok(pages.length > 10, `${String(pages.length)} pages`);
    for (const page of pages) {
      const [, artifact = ''] = /\/Artifact <<\n?\/Type \/Pagination\n?>> BDC([\s\S]*?)EMC/.exec(page) ?? [];
      assert.match(artifact, / Tf\n/);
      // Nothing is drawn outside of a mark.
      let open = 0;
      for (const line of page.split('\n')) {
        if (/ (BDC|BMC)$/.test(line)) open += 1;
        if (line === 'EMC') open -= 1;
        if (line.endsWith(' TJ')) assert.ok(open > 0, 'words that are marked as nothing');
      }
      assert.equal(open, 0);
    }
  });
});

/** A part of a DOCX as text. */
async function partOf(bytes: Uint8Array, name: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  yauzl.fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, zip) => {
    if (error !== null) {
      reject(error);
      return;
    }
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName !== name) {
        zip.readEntry();
        return;
      }
      zip.openReadStream(entry, (trouble, stream) => {
        if (trouble !== null) {
          reject(trouble);
          return;
        }
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          resolve(Buffer.concat(chunks).toString('utf8'));
        });
      });
    });
    zip.on('end', () => {
      reject(new Error(`no part ${name}`));
    });
    zip.readEntry();
  });
  return promise;
}

describe('the policy for a word processor', () => {
  test('has headings, header rows that repeat, its language and its title', async () => {
    const bytes = await docxOf(model);
    const body = await partOf(bytes, 'word/document.xml');
    const headings = [...body.matchAll(/<w:pStyle w:val="(Title|Heading\d)"\/>[\s\S]*?<w:t[^>]*>([^<]*)</g)].map(
      ([, style = '', words = '']) => `${style}: ${words}`,
    );
    assert.deepEqual(headings, [
      'Title: Online safety policy',
      'Heading1: 1. About this policy',
      'Heading1: 2. Phones',
      'Heading1: After an incident',
      'Heading2: Illegal',
      'Heading1: Policies that belong together with this one',
      'Heading1: What our school has chosen',
      'Heading1: Version history',
    ]);
    assert.equal(body.split('<w:tblHeader/>').length - 1, 2, 'both tables with a header row');
    assert.match(body, /Governors’ approval comes first\./);
    assert.match(await partOf(bytes, 'word/styles.xml'), /<w:lang w:val="en-GB"/);
    const properties = await partOf(bytes, 'docProps/core.xml');
    assert.match(properties, /<dc:title>Online safety policy: Hollybank Primary School<\/dc:title>/);
    assert.match(properties, /<dc:creator>Hollybank Primary School<\/dc:creator>/);
  });
});
