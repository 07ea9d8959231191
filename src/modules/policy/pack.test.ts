import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

import { readPack, packSettingOf } from './pack.ts';
import { settingCodes } from './settings-of-the-policy.ts';
import { settle } from './settling.ts';
import {
  actorWords,
  areaWords,
  audienceWords,
  categoryWords,
  kindWords,
  partWords,
  periodWords,
  readerWords,
} from './words.ts';

const village = readFileSync(new URL('../../../policies/village.yaml', import.meta.url), 'utf8');

describe('the village pack', () => {
  const pack = readPack(village, 'village.yaml');

  it('has the 120 clauses s1-001 to s1-120, in order', () => {
    const expected = Array.from({ length: 120 }, (_, index) => `s1-${String(index + 1).padStart(3, '0')}`);
    assert.deepEqual(
      pack.clauses.map((clause) => clause.id),
      expected,
    );
  });

  it('binds each clause to controls, or says whom it tells something', () => {
    const bound = pack.clauses.filter(({ controls }) => controls.length > 0);
    const guidance = pack.clauses.filter((clause) => clause.guidance !== null);
    assert.equal(bound.length + guidance.length, 120);
    assert.deepEqual(
      guidance.map(({ id }) => id),
      ['s1-003', 's1-043', 's1-070', 's1-097', 's1-115', 's1-116'],
    );
    for (const { id, kind, guidance: told } of guidance) {
      assert.equal(told?.because === null, kind === 'guidance', id);
    }
    const flow = pack.clauses.find(({ id }) => id === 's1-019');
    assert.ok(flow);
    assert.deepEqual(flow.controls, ['filter-in-force', 'duty-filter-suitability-check']);
    assert.equal(flow.notCovered, null);
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
    const settled = settle(pack);
    assert.ok(settled.length > 30);
    assert.deepEqual(
      settled.filter(({ sides }) => sides.length > 0),
      [],
    );
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
    const without = readPack(
      village.replace('\n    settings:\n      bad-page-advice: close-and-tell', ''),
      'village.yaml',
    );
    assert.ok(packSettingOf(pack, 'bad-page-advice'));
    assert.equal(packSettingOf(without, 'bad-page-advice'), undefined);
  });
});

describe('policies/README.md', () => {
  it('names every code a pack may use', () => {
    const readme = readFileSync(new URL('../../../policies/README.md', import.meta.url), 'utf8');
    const vocabularies = [
      actorWords,
      areaWords,
      audienceWords,
      categoryWords,
      kindWords,
      partWords,
      periodWords,
      readerWords,
    ];
    const missing = [...vocabularies.flatMap((words) => Object.keys(words)), ...settingCodes].filter(
      (word) => !readme.includes(`\`${word}\``),
    );
    assert.deepEqual(missing, []);
  });
});
