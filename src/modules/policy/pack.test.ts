import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { Unusable } from '../../platform/errors/errors.ts';
import { PACK_MAX_BYTES, readPack, packSettingOf } from './pack.ts';
import { actorWords, areaWords, audienceWords, categoryWords, kindWords, periodWords, settingWords } from './words.ts';

const village = readFileSync(new URL('../../../policies/village.yaml', import.meta.url), 'utf8');

/** The village pack with one piece of text replaced; fails if that text does not occur, so no test can pass by itself. */
function villageWith(piece: string, instead: string): string {
  assert.ok(village.includes(piece), `the village pack no longer contains ${piece}`);
  return village.replace(piece, () => instead);
}

/** Line on which `piece` first stands, counted independently of the reader. */
const lineOf = (text: string, piece: string) => text.slice(0, text.indexOf(piece)).split('\n').length;

function refusal(text: string): Unusable {
  try {
    readPack(text, 'broken.yaml');
  } catch (error) {
    assert.ok(error instanceof Unusable, `threw ${String(error)}`);
    assert.ok(error.cure.length > 0);
    assert.ok(error.message.endsWith(error.cure));
    return error;
  }
  return assert.fail('the pack was accepted');
}

describe('the village pack', () => {
  const pack = readPack(village, 'village.yaml');

  it('has the 120 clauses s1-001 to s1-120, in order', () => {
    const expected = Array.from({ length: 120 }, (_, index) => `s1-${String(index + 1).padStart(3, '0')}`);
    assert.deepEqual(
      pack.clauses.map((clause) => clause.id),
      expected,
    );
  });

  it('says of which clauses something makes true, and of all others that nothing does', () => {
    const covered = pack.clauses.filter((clause) => clause.control !== null);
    assert.deepEqual(
      covered.map((clause) => `${clause.id} ${clause.control?.code ?? ''} ${clause.control?.covers ?? ''}`),
      [
        's1-002 policy-review-date whole',
        's1-019 filter-in-force part',
        's1-023 passwords-enforced part',
        's1-025 monitoring-reviewed part',
        's1-029 incident-reported-to-dsl part',
        's1-030 incident-workflow whole',
        's1-035 incident-log-kept part',
        's1-036 incident-patterns part',
        's1-037 monitoring-log-kept part',
        's1-044 help-pointed-to part',
        's1-063 filter-in-force part',
        's1-065 filter-in-force part',
        's1-066 filter-instant-block part',
        's1-067 filter-per-person whole',
        's1-068 filter-profiles-by-group whole',
        's1-069 filter-own-sign-in part',
        's1-076 bad-page-advice part',
        's1-118 incident-log-columns whole',
      ],
    );
    for (const clause of covered) {
      assert.equal(clause.control?.notCovered === null, clause.control?.covers === 'whole', clause.id);
    }
    assert.equal(pack.clauses.length - covered.length, 102);
  });

  it('closes video sites and webmail for pupils by clause, and leaves both open for staff', () => {
    for (const profile of pack.profiles.filter(({ audience }) => /^(eyfs|ks1|ks2)$/.test(audience))) {
      const clauseFor = (category: string) => profile.blocks.find((block) => block.category === category)?.clause;
      assert.equal(clauseFor('video-sharing'), 's1-068', profile.code);
      assert.equal(clauseFor('webmail'), 's1-052', profile.code);
      assert.equal(clauseFor('gambling'), null, profile.code);
    }
    const staff = pack.profiles.find((profile) => profile.audience === 'staff');
    assert.ok(staff !== undefined);
    assert.ok(staff.blocks.some((block) => block.category === 'malware'));
    assert.ok(!staff.blocks.some((block) => block.category === 'video-sharing' || block.category === 'webmail'));
  });

  it('fixes settings, each by one clause', () => {
    assert.deepEqual(packSettingOf(pack, 'filter-change-approvers'), { value: ['head', 'lead'], clause: 's1-072' });
    assert.deepEqual(packSettingOf(pack, 'bad-page-advice'), { value: 'close-and-tell', clause: 's1-076' });
    assert.deepEqual(packSettingOf(pack, 'incident-log-review'), { value: 'termly', clause: 's1-117' });
    const fixed = pack.clauses.flatMap((clause) => Object.keys(clause.settings)).sort();
    assert.deepEqual(fixed, Object.keys(settingWords).sort());
  });

  it('names the sanction that stops the internet and the reactions of its sample entry', () => {
    assert.deepEqual(
      pack.sanctions.filter((sanction) => sanction.stopsInternet).map((sanction) => sanction.code),
      ['internet-removed'],
    );
    assert.deepEqual(
      pack.reactions.filter((reaction) => reaction.clause === 's1-119').map((reaction) => reaction.code),
      ['screen-covered', 'provider-called', 'site-blocked', 'filter-reviewed'],
    );
  });

  it('is written in whole sentences, without words the house does not use', () => {
    for (const { id, text } of pack.clauses) {
      assert.match(text, /^\p{Lu}.*\.$/u, id);
      assert.doesNotMatch(text, /\be-safety|\busers?\b|invalid|please note/i, id);
    }
  });

  it('leaves a setting that no clause fixes unset', () => {
    const without = readPack(villageWith('\n    settings:\n      bad-page-advice: close-and-tell', ''), 'village.yaml');
    assert.equal(packSettingOf(without, 'bad-page-advice'), undefined);
  });
});

describe('a broken pack names file, line and cure', () => {
  /** What is changed, what it becomes, the piece on whose line the fault is, and what the message says. */
  const cases: readonly [name: string, from: string, to: string, at: string, problem: RegExp, cure: RegExp][] = [
    [
      'a bracket left open',
      'title: Village primary',
      'title: [a, b',
      'edition: 2026-11',
      /cannot be read as YAML/,
      /brackets/,
    ],
    ['a tab', '    who: teacher', '\twho: teacher', '\twho: teacher', /tab/, /spaces/],
    ['a tag', 'title: Village primary', 'title: !thing x', '!thing', /tag/, /plain values/],
    [
      'a field given twice',
      '    who: teacher',
      '    who: staff\n    who: teacher',
      'who: teacher',
      /`who` is given twice/,
      /Keep one/,
    ],
    ['an alias', 'about: A', 'more: &a x\nabout: *a #', 'about: *a', /alias/, /Write the values out/],
    [
      'a clause id used twice',
      'id: s1-050',
      'id: s1-049',
      'id: s1-049\n    section: email-staff\n    text: Staff who',
      /“s1-049” is given twice, first on line \d+/,
      /its own `id`/,
    ],
    ['a clause id of another form', 'id: s1-050', 'id: fifty', 'id: fifty', /“fifty”.*not a clause id/, /README/],
    [
      'an unknown control',
      'control: incident-workflow',
      'control: incident-magic',
      'control: incident-magic',
      /“incident-magic” is not declared/,
      /`controls`/,
    ],
    [
      'a control that no clause names',
      'controls:\n',
      'controls:\n  - { code: idle, evidence: measured, makes_true: Nothing. }\n',
      '{ code: idle',
      /no clause names control “idle”/,
      /take it out/,
    ],
    [
      'an unknown section',
      'section: flowchart',
      'section: flow',
      'section: flow\n',
      /“flow” is not declared/,
      /`sections`/,
    ],
    [
      'a number for text',
      'title: Village primary',
      'title: 12',
      'title: 12',
      /`title` has to be text, and is the number 12/,
      /quotes/,
    ],
    [
      'a word for a list',
      'filter-change-approvers: [head, lead]',
      'filter-change-approvers: head',
      'filter-change-approvers: head',
      /has to be a list/,
      /Write a list/,
    ],
    [
      'a word for true or false',
      'stops_internet: true, clause: null',
      'stops_internet: often, clause: null',
      'stops_internet: often',
      /has to be true or false/,
      /without quotes/,
    ],
    [
      'an empty field',
      'title: Village primary',
      'title:',
      'title:\nedition',
      /`title` has to be text, and is empty/,
      /Write text/,
    ],
    [
      'an unknown actor in a list',
      'filter-change-approvers: [head, lead]',
      'filter-change-approvers: [head, leed]',
      'leed]',
      /“leed”/,
      /README/,
    ],
    [
      'a name that objects have of themselves',
      '    who: teacher',
      '    who: constructor',
      'who: constructor',
      /“constructor”/,
      /README/,
    ],
    ['an unknown category', 'category: gambling', 'category: gamling', 'category: gamling', /“gamling”/, /README/],
    [
      'a category named twice',
      'category: gambling',
      'category: adult',
      'category: adult, clause: null, ours: true }\n      - { category: dating',
      /“adult” is given twice/,
      /its own `category`/,
    ],
    [
      'a profile citing an unknown clause',
      'clause: s1-068',
      'clause: s1-999',
      'clause: s1-999',
      /“s1-999” is not in this pack/,
      /clause: null, ours: true/,
    ],
    [
      'a block that is neither by clause nor ours',
      'category: adult, clause: null, ours: true',
      'category: adult, clause: null',
      'category: adult',
      /contradict/,
      /ours: true/,
    ],
    [
      'a block both by clause and ours',
      'clause: s1-068 }',
      'clause: s1-068, ours: true }',
      'clause: s1-068, ours',
      /contradict/,
      /ours: true/,
    ],
    [
      'an audience without profile',
      'audience: guest',
      'audience: staff',
      'profiles:',
      /no profile is for “guest”/,
      /audience: guest/,
    ],
    [
      'a field that does not exist',
      '    who: teacher',
      '    colour: red\n    who: teacher',
      'colour: red',
      /`colour` is not a field/,
      /spelling/,
    ],
    [
      'a setting that does not exist',
      'bad-page-advice: close-and-tell',
      'bad-page-advise: close-and-tell',
      'bad-page-advise',
      /`bad-page-advise` is not a field/,
      /spelling/,
    ],
    [
      'a setting with another value',
      'bad-page-advice: close-and-tell',
      'bad-page-advice: run',
      'bad-page-advice: run',
      /is “run”/,
      /close-and-tell, leave-and-tell/,
    ],
    [
      'a setting fixed by two clauses',
      '      bad-page-advice: close-and-tell',
      '      bad-page-advice: close-and-tell\n      pupil-phones: never',
      'pupil-phones: head-permits',
      /clause s1-076 already fixes `pupil-phones`/,
      /one clause/,
    ],
    [
      'a partial control without saying what is missing',
      'covers: whole',
      'covers: part',
      's1-002\n',
      /`not_covered` goes with covers: part/,
      /Say in a sentence/,
    ],
    [
      'a control without saying how much it covers',
      '\n    covers: whole',
      '',
      's1-002\n',
      /only one of `control` and `covers`/,
      /Give both/,
    ],
    ['another format', 'format: 1', 'format: 2', 'format: 2', /`format` is the number 2/, /Use one of: 1/],
  ];

  for (const [name, from, to, at, problem, cure] of cases) {
    it(name, () => {
      const text = villageWith(from, to);
      assert.ok(text.includes(at), `nothing to find on a line: ${at}`);
      const error = refusal(text);
      assert.equal(error.where, `broken.yaml, line ${String(lineOf(text, at))}`);
      assert.match(error.message, problem);
      assert.match(error.cure, cure);
    });
  }

  it('a missing field, on the line of the entry that lacks it', () => {
    const text = villageWith('\n    who: head', '');
    const clause = text
      .split(/\n {2}- id: /)
      .find((entry) => entry.startsWith('s1-') && !entry.includes('\n    who: '));
    assert.ok(clause !== undefined);
    const error = refusal(text);
    assert.equal(error.where, `broken.yaml, line ${String(lineOf(text, `- id: ${clause}`))}`);
    assert.match(error.message, /`who` is missing. Add it/);
  });

  it('of several faults, the one nearest the top', () => {
    const text = villageWith('title: Village primary', 'title: 12').replace('format: 1', 'format: 2');
    assert.match(refusal(text).where, /line 4$/);
  });

  it('an empty file, and a file that is something else', () => {
    for (const text of ['', '# nothing here\n', 'just words', '- a\n- b\n']) {
      const error = refusal(text);
      assert.match(error.where, /^broken\.yaml, line \d+$/);
      assert.match(error.message, /not a policy pack/);
    }
  });

  it('a second pack in the same file', () => {
    const text = `${village}---\na: 1\n`;
    const error = refusal(text);
    assert.equal(error.where, `broken.yaml, line ${String(village.split('\n').length)}`);
    assert.match(error.cure, /one pack in one file/);
  });

  it('a file larger than 1 MB, unread', () => {
    assert.match(refusal('é'.repeat(PACK_MAX_BYTES / 2 + 1)).message, /larger than 1 MB/);
  });

  it('files built to exhaust the reader', () => {
    const bombs = {
      brackets: '['.repeat(100_000),
      nests: '- '.repeat(100_000),
      anchors: '&a '.repeat(100_000),
      'many fields': Array.from({ length: 60_000 }, (_, index) => `k${String(index)}: 1`).join('\n'),
      aliases: `a: &a [x, x, x, x]\nb: &b [*a, *a, *a, *a]\nc: &c [*b, *b, *b, *b]\nd: [*c, *c, *c, *c]\n`,
      prototype: villageWith('title: Village primary', '__proto__: { title: x }\ntitle: Village primary'),
    };
    for (const [name, text] of Object.entries(bombs)) {
      assert.match(refusal(text).where, /^broken\.yaml, line \d+$/, name);
    }
  });
});

describe('policies/README.md', () => {
  it('names every code a pack may use', () => {
    const readme = readFileSync(new URL('../../../policies/README.md', import.meta.url), 'utf8');
    const vocabularies = [actorWords, areaWords, audienceWords, categoryWords, kindWords, periodWords, settingWords];
    const missing = vocabularies
      .flatMap((words) => Object.keys(words))
      .filter((word) => !readme.includes(`\`${word}\``));
    assert.deepEqual(missing, []);
  });
});
