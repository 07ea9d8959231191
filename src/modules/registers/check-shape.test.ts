import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { checkOwnShape, checkShape, readShape } from './check-shape.ts';
import { codeOf, newShape, withField, withoutField, type GivenField } from './own-shape.ts';
import type { RegisterShape } from './shape.ts';

const good: RegisterShape = {
  code: 'clubs',
  title: 'Clubs',
  one: 'a club',
  purpose: 'The clubs after school.',
  area: 'community',
  fields: [
    { code: 'name', label: 'Name', kind: { type: 'line' }, required: true },
    { code: 'on', label: 'Day', kind: { type: 'date' }, required: true },
    {
      code: 'sort',
      label: 'Kind',
      kind: {
        type: 'choice',
        options: [
          { code: 'a', label: 'A' },
          { code: 'b', label: 'B' },
        ],
      },
      required: true,
    },
    { code: 'said', label: 'What was said', kind: { type: 'words' }, required: false, sealed: true },
  ],
  named: ['name'],
  about: 'on',
  add: ['office'],
  read: ['office'],
  files: false,
  keep: { years: 3, from: 'recorded', signedBy: 'head', source: 'our choice: for a test' },
  controls: [],
};

/** What is said of a shape that differs from the good one. */
function said(change: Readonly<Record<string, unknown>>): string {
  const checked = checkShape({ ...good, ...change });
  return checked.ok
    ? 'nothing'
    : checked.faults.map((fault) => `${fault.where}: ${fault.problem}. ${fault.cure}`).join('\n');
}

const field = (more: Readonly<Record<string, unknown>>) => ({
  code: 'more',
  label: 'More',
  kind: { type: 'line' },
  required: false,
  ...more,
});
const control = (shows: unknown) => ({
  controls: [{ code: 'x', kind: 'register', title: 'X', makesTrue: 'X.', shows }],
});

describe('the check of a shape', () => {
  test('finds nothing in a good one, and reads back what was kept', () => {
    assert.equal(said({}), 'nothing');
    assert.deepEqual(readShape(JSON.stringify(good)), good);
    assert.throws(() => readShape('{"code":"clubs"}'), /not whole/);
  });

  test('of one of the school’s own: it looks at no other register', () => {
    const shape = {
      ...good,
      ...control({ kind: 'nothing-overdue', field: 'on', also: [{ register: 'contracts' }] }),
      due: { field: 'on', says: 'late' },
    };
    assert.equal(checkShape(shape).ok, true);
    const checked = checkOwnShape(shape);
    assert.ok(!checked.ok);
    assert.deepEqual(
      checked.faults.map(({ where }) => where),
      ['controls.0.shows.also'],
    );
    assert.throws(() => readShape(JSON.stringify(shape)), /looks at other registers/);
  });

  const faults: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
    ['a code with capitals', { code: 'Clubs' }, /code: .*lower-case letters/],
    ['the address of a page', { code: 'new' }, /address of a page/],
    ['no title', { title: '' }, /title: the title is empty/],
    ['an entry without its article', { one: 'club' }, /begins with its article/],
    ['an area that there is not', { area: 'gardens' }, /no area of the policy/],
    ['no fields', { fields: [] }, /one field at least/],
    ['a part that there is not', { colour: 'green' }, /no such part as colour/],
    [
      'a kind that there is not',
      { fields: [field({ kind: { type: 'colour' } })], named: ['more'], about: undefined },
      /kind/,
    ],
    [
      'a choice of one',
      { fields: [...good.fields, field({ kind: { type: 'choice', options: [{ code: 'a', label: 'A' }] } })] },
      /fields\.4\.kind/,
    ],
    ['two fields of one code', { fields: [...good.fields, field({ code: 'name' })] }, /two fields are called “name”/],
    [
      'two fields of one name in a form',
      { fields: [...good.fields, field({ code: 'a-1' }), field({ code: 'a1', label: 'Most' })] },
      /would both be “fA1”/,
    ],
    ['two fields of one label', { fields: [...good.fields, field({ label: 'NAME' })] }, /two fields read “name”/],
    [
      'the label of our own column',
      { fields: [...good.fields, field({ label: 'Entry state' })] },
      /reads “Entry state”/,
    ],
    [
      'two options of one label',
      {
        fields: [
          ...good.fields,
          field({
            kind: {
              type: 'choice',
              options: [
                { code: 'a', label: 'A' },
                { code: 'b', label: 'a' },
              ],
            },
          }),
        ],
      },
      /two options of “more” read “a”/,
    ],
    [
      'a number upside down',
      { fields: [...good.fields, field({ kind: { type: 'number', from: 5, to: 1 } })] },
      /goes from 5 to 1/,
    ],
    ['a name that is sealed', { named: ['said'] }, /named: “said” is sealed/],
    [
      'a name that there is not',
      { named: ['nothing'] },
      /there is no field “nothing”. Name one of: name, on, sort, said/,
    ],
    ['a day that is no day', { about: 'name' }, /“name” is no date/],
    [
      'a time from a closing that there is not',
      { keep: { ...good.keep, from: 'closed' } },
      /entries of this register are not closed/,
    ],
    ['a time without a source', { keep: { ...good.keep, source: '' } }, /where the time comes from/],
    ['nobody who adds', { add: [] }, /say who adds entries/],
    ['a pupil who reads', { read: ['pupil'] }, /no role or post/],
    [
      'a rule about a field that there is not',
      { rules: [{ setting: 's', is: ['x'], then: { what: 'needs', fields: ['no'] }, says: 'S.' }] },
      /rules\.0\.then: there is no field “no”/,
    ],
    [
      'a rule with a value that cannot be',
      { rules: [{ setting: 's', is: ['x'], then: { what: 'must', field: 'sort', be: 'c' }, says: 'S.' }] },
      /“sort” cannot be “c”. Take one of: a, b/,
    ],
    ['evidence of approval where nothing is approved', control({ kind: 'all-approved' }), /nothing is approved/],
    [
      'evidence by a sealed field',
      {
        ...control({ kind: 'has', field: 'shut', is: 'yes', days: 3 }),
        fields: [...good.fields, field({ code: 'shut', kind: { type: 'yes-no' }, sealed: true })],
      },
      /“shut” is sealed/,
    ],
    [
      'evidence of people by a field that is none',
      control({ kind: 'covers', who: 'staff', field: 'name', days: 3 }),
      /“name” is no person or people/,
    ],
    ['evidence of a kind that there is not', control({ kind: 'green' }), /shows is of a kind/],
    [
      'every field retired',
      { fields: good.fields.map((one) => ({ ...one, retired: true })) },
      /every field is retired/,
    ],
  ];
  for (const [what, change, pattern] of faults) {
    test(`finds ${what}, and says the cure`, () => {
      assert.match(said(change), pattern);
    });
  }
});

describe('a register of the school’s own', () => {
  const first: GivenField = {
    label: 'Name of the club',
    type: 'line',
    options: '',
    from: 0,
    to: 10,
    required: false,
    sealed: false,
    hint: '',
    atClosing: false,
  };
  const given = {
    title: 'After-school clubs',
    one: 'a club',
    purpose: 'Which clubs there are.',
    area: 'community' as const,
    add: ['office'] as const,
    read: ['office'] as const,
    decide: [],
    files: true,
    years: 3,
    signedBy: 'head' as const,
    first,
  };

  test('is whole from its first field on, and with each that follows', () => {
    const one = newShape(given, new Set(['after-school-clubs']));
    assert.equal(one.code, 'after-school-clubs-no2');
    assert.equal(checkShape(one).ok, true);
    const two = withField(one, { ...first, label: 'When', type: 'date' });
    const three = withField(two, { ...first, label: 'Which day', type: 'choice', options: 'Monday\n\nTuesday ' });
    const four = withField(three, { ...first, label: 'What came of it', type: 'words', atClosing: true, sealed: true });
    for (const shape of [two, three, four]) assert.deepEqual(checkShape(shape), { ok: true, shape });
    assert.equal(two.about, 'when');
    assert.deepEqual(
      four.closing?.fields.map((one) => one.code),
      ['what-came-of-it'],
    );
    const less = withoutField(four, 'which-day');
    assert.equal(checkShape(less).ok, true);
    assert.equal(less.fields.find((one) => one.code === 'which-day')?.retired, true);
    assert.equal(less.fields.length, four.fields.length, 'a field is retired, never taken out');
  });

  test('gets codes out of any words', () => {
    assert.equal(codeOf('Is it “insured”?', new Set(), 'field'), 'is-it-insured');
    assert.equal(codeOf('???', new Set(['field']), 'field'), 'field-no2');
    assert.equal(codeOf('2nd hand', new Set(), 'field'), 'nd-hand');
  });
});
