import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import { asId } from '../../platform/ids/ids.ts';
import type { Answer } from '../policy/index.ts';
import { knownControls } from '../policy/index.ts';
import { changesBetween, isAnswered, isStale } from './answers.ts';
import { readLocalIds } from './local-ids.ts';
import { radarChart } from './radar-chart.ts';
import { editionsOf, standards, standardsFolder } from './standard-files.ts';
import { readStandard, STANDARD_MAX_BYTES, wordsOf, type Requirement } from './standard.ts';
import { countMeetings, standingOf } from './standing.ts';

const file = (name: string): string => readFileSync(join(standardsFolder, `${name}.yaml`), 'utf8');
const small = `format: 1
code: small
edition: 2026-09
title: Small
publisher: Somebody
about: A standard for tests.
kind: requirements
sources:
  BOOK: a book
areas:
  - { code: all, title: All of it }
requirements:
  - id: r-1
    area: all
    text: Something is asked.
    source: BOOK
    controls: [filter-in-force]
`;

describe('the standards that come with Schoolgate', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  test('are all read, and each requirement is bound to controls that there are, or says why nothing meets it', () => {
    const known = knownControls(world.parts);
    const files = [...standards().values()].flatMap(({ current, earlier }) => [current, ...earlier]);
    assert.ok(files.length >= 9, String(files.length));
    for (const { code, edition } of files) {
      assert.ok(readStandard(file(`${code}-${edition}`), `${code}.yaml`, known).requirements.length > 0);
    }
    for (const one of files.flatMap(({ requirements }) => requirements)) {
      assert.ok(one.controls.length > 0 || one.notMet !== null, one.id);
    }
  });

  test('say honestly what cannot be met: lists of illegal pages, content inside open sites', () => {
    const of = (code: string) => standards().get(code)?.current.requirements ?? [];
    const unmet = of('dfe-filtering-and-monitoring').filter(({ notMet }) => notMet !== null);
    assert.ok(unmet.some(({ text }) => text.includes('Internet Watch Foundation')));
    assert.ok(unmet.some(({ text }) => text.includes('also inside sites that are open')));
  });

  test('what nobody could look up is to be confirmed', () => {
    for (const { current } of standards().values()) {
      for (const one of current.requirements) {
        if (one.source === 'RECALL') assert.equal(one.toBeConfirmed, true, one.id);
        else assert.ok(current.sources[one.source], one.source);
      }
    }
  });

  test('the thirteen of the product safety standards for generative AI are all there; all but the first are to be confirmed', () => {
    const asked = standards().get('dfe-ai-product-safety')?.current.requirements ?? [];
    assert.equal(asked.length, 13);
    assert.deepEqual(
      asked.filter(({ toBeConfirmed }) => !toBeConfirmed).map(({ id }) => id),
      ['ai-03'],
    );
  });

  test('the self-review has four elements, 21 aspects and five levels, each in words', () => {
    const review = standards().get('360-degree-safe')?.current;
    assert.equal(review?.areas.length, 4);
    assert.equal(review.requirements.length, 21);
    for (const { id, levels, controls } of review.requirements) {
      assert.deepEqual(Object.keys(levels ?? {}), ['1', '2', '3', '4', '5'], id);
      assert.ok(controls.length > 0, `${id} is bound to no control`);
    }
    const words = review.requirements.flatMap(({ levels }) => Object.values(levels ?? {}));
    assert.equal(words.length, 105);
    assert.equal(new Set(words).size >= 100, true, 'levels are worded each for itself');
  });
});

describe('a file of a standard that has a mistake', () => {
  const cases: readonly (readonly [name: string, from: string, to: string, line: number, problem: RegExp])[] = [
    ['not YAML', 'format: 1', 'format: [1', 2, /cannot be read/],
    ['another format', 'format: 1', 'format: 2', 1, /not known/],
    ['a field twice', 'code: small', 'code: small\ncode: other', 3, /given twice/],
    ['a field too many', 'publisher: Somebody', 'publisher: Somebody\ncolour: red', 6, /not a field that belongs/],
    ['a field too few', 'about: A standard for tests.\n', '', 1, /`about` is missing/],
    ['no such edition', 'edition: 2026-09', 'edition: autumn', 3, /year and a month/],
    ['no such area', 'area: all', 'area: none', 14, /no area “none”/],
    ['no such source', 'source: BOOK', 'source: FILM', 16, /not under `sources`/],
    ['from memory, and not marked', 'source: BOOK', 'source: RECALL', 16, /nobody could look this up/],
    ['no such control', 'filter-in-force', 'magic-wand', 17, /no control “magic-wand”/],
    ['bound to nothing', '    controls: [filter-in-force]\n', '', 13, /either `controls` or `not_met`/],
    ['an alias', 'title: Small', 'title: &t Small\nx: *t', 5, /alias/],
    ['levels in a list of requirements', 'area: all\n', 'area: all\n    benchmark: 3\n', 13, /belong to self-reviews/],
  ];
  for (const [name, from, to, line, problem] of cases) {
    test(`names file, line and cure: ${name}`, () => {
      assert.ok(small.includes(from), from);
      const broken = small.replace(from, () => to);
      assert.throws(
        () => readStandard(broken, 'small.yaml', (code) => code === 'filter-in-force'),
        (error: unknown) => {
          assert.ok(error instanceof Unusable);
          assert.match(error.message, problem);
          assert.equal(error.where, `small.yaml, line ${String(line)}`);
          assert.ok(error.cure.length > 0);
          return true;
        },
      );
    });
  }

  test('larger than 500 kB is not read', () => {
    const largest = `${small}#${'x'.repeat(STANDARD_MAX_BYTES - small.length - 2)}\n`;
    assert.equal(Buffer.byteLength(largest), STANDARD_MAX_BYTES);
    assert.equal(readStandard(largest, 'small.yaml').code, 'small');
    assert.throws(
      () => readStandard(`${largest}\n`, 'small.yaml'),
      /small\.yaml, line 1: the file is larger than 500 kB/,
    );
  });

  test('and without one it is read', () => {
    assert.equal(readStandard(small, 'small.yaml').requirements[0]?.controls[0], 'filter-in-force');
  });
});

describe('a requirement', () => {
  const requirement = (given: Partial<Requirement> = {}): Requirement => ({
    id: 'r-1',
    area: 'all',
    title: null,
    text: 'Something is asked.',
    source: 'BOOK',
    toBeConfirmed: false,
    controls: ['a', 'b'],
    notCovered: null,
    notMet: null,
    levels: null,
    benchmark: null,
    ...given,
  });
  const answer = (state: Answer['state'], met: 'met' | 'not-met' | 'no-data'): Answer => ({
    code: 'a',
    control: undefined,
    evidence: { state: met, kind: state, figure: 'x', latest: undefined, href: '/' },
    state,
  });

  test('stands as the weakest of its controls', () => {
    const of = (...answers: readonly Answer[]) => {
      const { meeting, state } = standingOf(requirement(), answers);
      return `${meeting} ${state}`;
    };
    assert.equal(of(answer('measured', 'met'), answer('measured', 'met')), 'met measured');
    assert.equal(of(answer('measured', 'met'), answer('self-reported', 'met')), 'met self-reported');
    assert.equal(of(answer('measured', 'met'), answer('out-of-date', 'met')), 'in-part out-of-date');
    assert.equal(of(answer('measured', 'met'), answer('not-covered', 'no-data')), 'in-part not-covered');
    assert.equal(of(answer('measured', 'met'), answer('measured', 'not-met')), 'not-met measured');
    assert.equal(of(answer('not-covered', 'no-data')), 'not-met not-covered');
    assert.equal(of(), 'not-met not-covered');
  });

  test('of which the controls leave something out is met in part at best, and one that nothing meets never', () => {
    const met = [answer('measured', 'met')];
    const part = standingOf(requirement({ notCovered: 'The rest.' }), met);
    const none = standingOf(requirement({ controls: [], notMet: 'Why.' }), met);
    assert.equal(part.meeting, 'in-part');
    assert.deepEqual([none.meeting, none.state], ['not-met', 'not-covered']);
    assert.deepEqual(countMeetings([part, none]), { total: 2, met: 0, inPart: 1, notMet: 1, toBeConfirmed: 0 });
  });

  test('that a newer edition words differently makes the answers to it stale; other controls do not', () => {
    const [before] = [...editionsOf([readStandard(small, 'a')]).values()];
    const newer = readStandard(
      small.replace('2026-09', '2027-09').replace('Something is asked.', 'Something else is asked.'),
      'b',
    );
    const both = editionsOf([readStandard(small, 'a'), newer]).get('small');
    assert.equal(both?.current.edition, '2027-09');
    assert.deepEqual(
      changesBetween(before?.current ?? newer, newer).map(({ id, how }) => [id, how]),
      [['r-1', 'worded-anew']],
    );
    const given = {
      id: 'x',
      edition: '2026-09',
      level: 3,
      commentary: 'Why.',
      action: '',
      at: Temporal.Instant.from('2026-11-23T09:00:00Z'),
      by: asId<'person'>('robin'),
      words: wordsOf(requirement()),
    };
    assert.equal(isStale(given, requirement({ text: 'Something else is asked.' })), true);
    assert.equal(isStale(given, requirement({ controls: ['c'] })), false);
    assert.equal(isAnswered(given, requirement()), true);
    assert.equal(isAnswered({ ...given, commentary: '' }, requirement()), false, 'a level alone does not count');
    assert.equal(isAnswered({ ...given, level: null }, requirement()), false);
    assert.equal(isAnswered(given, requirement({ text: 'Something else is asked.' })), false);
  });

  test('that is new or gone in a newer edition is named', () => {
    const editions = standards().get('uksic-filtering');
    const [before] = editions?.earlier ?? [];
    assert.ok(before && editions);
    const found = changesBetween(before, editions.current);
    assert.deepEqual(
      found.map(({ id, how }) => [id, how]),
      [
        ['uf-01', 'worded-anew'],
        ['uf-02', 'worded-anew'],
        ['uf-16', 'worded-anew'],
      ],
    );
    const less = { ...before, requirements: before.requirements.slice(1) };
    assert.deepEqual(
      [changesBetween(less, before), changesBetween(before, less)].map((all) => all.map(({ id, how }) => [id, how])),
      [[['uf-01', 'new']], [['uf-01', 'gone']]],
    );
  });
});

describe('ids of a local form', () => {
  const known = new Set(['sa-01', 'sa-02']);
  test('are read one a line', () => {
    const read = readLocalIds('sa-01, 3.2\n\nsa-02 = Part B 7\n', known);
    assert.deepEqual('ids' in read ? [...read.ids] : read, [
      ['sa-01', '3.2'],
      ['sa-02', 'Part B 7'],
    ]);
  });
  test('name the line that is wrong', () => {
    const problem = (text: string) => {
      const read = readLocalIds(text, known);
      return 'problem' in read ? read.problem : '';
    };
    assert.match(problem('sa-01, 1\nnonsense'), /^Line 2: write an id/);
    assert.match(problem('sa-09, 1'), /not an id of this standard/);
    assert.match(problem('sa-01, 1\nsa-01, 2'), /twice/);
    assert.match(problem(`sa-01, ${'x'.repeat(41)}`), /40 characters/);
  });
});

describe('the radar of levels', () => {
  const html = radarChart({
    id: 'r',
    title: 'A <b>title</b>',
    series: ['Ours', 'Benchmark'],
    axes: [
      { label: 'One & all', values: [1, 3] },
      { label: 'Two', values: [undefined, 3] },
      { label: 'Three', values: [5, 3] },
    ],
  });
  test('has a title, a description, and the same numbers as a table', () => {
    assert.match(html, /<title id="r-title">A &lt;b&gt;title/);
    assert.match(html, /<desc id="r-desc">/);
    assert.match(html, /<span>1\. One &amp; all<\/span><\/td><td[^>]*data-label="Ours"><span>1<\/span>/);
    assert.match(html, /<span>2\. Two<\/span><\/td><td[^>]*><span>none yet<\/span>/);
  });
  test('puts level 1 at the rim and what has no level into the middle', () => {
    assert.match(html, /points="210,40 210,210 /);
    assert.doesNotMatch(html, /style=/);
  });
});
