import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { redact, wordsToHide } from './redaction.ts';

const others = [
  { name: 'Jo Example', given: 'Jo', family: 'Example', pupil: true },
  { name: 'Ann Sample', given: 'Ann', family: 'Sample', pupil: true },
  { name: 'Pat Parent', given: 'Pat', family: 'Parent', pupil: false },
];

describe('names of others', () => {
  test('are left out whole, by their parts, and in the possessive; parts of other words are not', () => {
    const hidden = wordsToHide({ others, subject: 'Robin Ash', words: [] });
    const { lines, count } = redact(
      ['Jo Example hit Robin.', 'ANN’s bag. An annual event. Pat rang; Example too. Jo said so.'],
      hidden,
    );
    assert.deepEqual(lines, [
      '[another pupil] hit Robin.',
      '[another pupil]’s bag. An annual event. [another adult] rang; [another pupil] too. Jo said so.',
    ]);
    assert.equal(count, 4);
  });

  test('that the person shares stay, so that their own name is not taken from them', () => {
    const hidden = wordsToHide({ others, subject: 'Robin Sample', words: [] });
    assert.deepEqual(redact(['Robin Sample and Ann Sample'], hidden).lines, ['Robin Sample and [another pupil]']);
  });

  test('are joined by the preparer’s own words, and stay where the preparer leaves them in', () => {
    const words = [
      { words: 'the red house (no. 4)', stands_for: 'other' },
      { words: 'Ann', stands_for: 'leave' },
    ];
    const hidden = wordsToHide({ others, subject: 'Robin Ash', words });
    assert.deepEqual(redact(['Ann lives in the  red house (no. 4).'], hidden).lines, ['Ann lives in [left out].']);
  });

  test('stay in exactly the words that were left in, and what was marked last counts', () => {
    const words = [
      { words: 'Pat Parent', stands_for: 'other' },
      { words: 'Pat Parent', stands_for: 'leave' },
    ];
    const hidden = wordsToHide({ others, subject: 'Robin Ash', words });
    assert.deepEqual(redact(['Pat Parent rang. Then Pat wrote.'], hidden), {
      lines: ['Pat Parent rang. Then [another adult] wrote.'],
      count: 1,
    });
  });

  test('are found however their apostrophe, hyphen and accents were typed', () => {
    const typed = [
      { name: 'Zoë O’Sample', given: 'Zoë', family: 'O’Sample', pupil: true },
      { name: 'Ann-Lee Part', given: 'Ann-Lee', family: 'Part', pupil: true },
    ];
    const hidden = wordsToHide({ others: typed, subject: 'Robin Ash', words: [] });
    assert.deepEqual(
      redact(["Zoe O'Sample ran.", 'Zoe\u0308 fell; café Mrs O’Sample.', 'Ann–Lee saw it.'], hidden).lines,
      ['[another pupil] ran.', '[another pupil] fell; café Mrs [another pupil].', '[another pupil] saw it.'],
    );
  });

  test('that the person shares stay however their accents were typed', () => {
    const zoe = [{ name: 'Zoe Jones', given: 'Zoe', family: 'Jones', pupil: true }];
    const hidden = wordsToHide({ others: zoe, subject: 'Zoë Smith', words: [] });
    assert.deepEqual(redact(['Zoë Smith sat by Zoe Jones. Zoë ran, Zoe too; Jones fell.'], hidden).lines, [
      'Zoë Smith sat by [another pupil]. Zoë ran, Zoe too; [another pupil] fell.',
    ]);
  });

  test('that the person shares stay however their apostrophe was typed', () => {
    const ann = [{ name: "Ann O'Brien", given: 'Ann', family: "O'Brien", pupil: true }];
    const hidden = wordsToHide({ others: ann, subject: 'Robin O’Brien', words: [] });
    assert.deepEqual(redact(["Robin O’Brien and Ann O'Brien. O’Brien ran; O'Brien wrote."], hidden).lines, [
      "Robin O’Brien and [another pupil]. O’Brien ran; O'Brien wrote.",
    ]);
  });
});
