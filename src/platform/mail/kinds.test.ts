import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { checkMailFields, mailKinds, type MailKind } from './kinds.ts';
import { wordsOf } from './mail-words.ts';

const kinds: readonly (readonly [string, MailKind])[] = Object.entries(mailKinds);

/** What a name, a detail or a header would look like. */
const typed = [
  'Robin Ash',
  'robin',
  'self-harm',
  'a, b',
  '',
  'x'.repeat(200),
  'x\r\nBcc: everybody@example.org',
  '<b>Robin</b>',
  null,
  ['Robin'],
];

const good = {
  count: 3,
  day: '2026-11-23',
  instant: '2026-11-23T09:10:00Z',
  id: '01a2009c-0000-7000-8000-00000000abcd',
  secret: 'a'.repeat(43),
  hash: 'f'.repeat(64),
} as const;

const goodFields = (kind: MailKind): Record<string, string | number> =>
  Object.fromEntries(Object.entries(kind.fields).map(([name, field]) => [name, good[field]]));

describe('every kind of mail', () => {
  it('takes no name and no free text in any field', () => {
    let fields = 0;
    for (const [code, kind] of kinds) {
      assert.doesNotThrow(() => checkMailFields(kind, goodFields(kind)), code);
      for (const name of Object.keys(kind.fields)) {
        fields += 1;
        for (const text of typed) {
          assert.throws(
            () => checkMailFields(kind, { ...goodFields(kind), [name]: text }),
            `${code}.${name}: ${JSON.stringify(text)}`,
          );
        }
      }
      assert.throws(() => checkMailFields(kind, { ...goodFields(kind), words: 'Robin' }), TypeError);
    }
    assert.ok(fields >= 8, 'the walk found the fields');
  });

  it('shows a one-time secret or an id in the address of its link only, and every field somewhere', () => {
    for (const [code, kind] of kinds) {
      const words = kind.says.join(' ');
      for (const [name, field] of Object.entries(kind.fields)) {
        const hidden = field === 'id' || field === 'secret';
        assert.equal(words.includes(`{${name}}`), !hidden, `${code}.${name}`);
        assert.equal(kind.leadsTo.includes(`:${name}`), hidden, `${code}.${name}`);
      }
    }
  });

  it('has its words filled, leads below our own address, and says nothing of a child or a category', () => {
    for (const [code, kind] of kinds) {
      const words = wordsOf(code, goodFields(kind));
      assert.ok(words !== undefined);
      const all = [words.subject, ...words.paragraphs, ...kind.gathered].join(' ');
      assert.doesNotMatch([words.subject, ...words.paragraphs, words.path].join(' '), /[{}]|undefined|:[a-z]+\//, code);
      assert.doesNotMatch(all, /pupil|child|parent|abuse|harm|gambling|bully|safeguard(?!ing lead)/i, code);
      assert.match(words.path, /^\/[A-Za-z0-9/_-]*$/, code);
      assert.ok(kind.hours > 0 && kind.hours <= 72, code);
    }
  });

  it('is gathered only where a day later is soon enough', () => {
    for (const [code, kind] of kinds) {
      if (kind.topic === 'safeguarding' || kind.topic === 'account') assert.equal(kind.when, 'now', code);
    }
  });
});

describe('the mail of the day', () => {
  it('counts what was gathered, and nothing else', () => {
    const words = wordsOf('digest', { 'mail-came-back': 2, 'cover-ended': 1, 'Robin Ash': 1 });
    assert.deepEqual(words?.paragraphs, [
      'Since the last mail of this kind:',
      'Mail to 2 addresses came back.',
      'A cover that concerns you was ended early.',
    ]);
  });

  it('of a kind that this version does not know is not made', () => {
    assert.equal(wordsOf('from-a-later-version', {}), undefined);
  });
});
