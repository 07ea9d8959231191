import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { Decision, ReasonCode } from '../engine/decision.ts';
import { audiences, type Audience } from '../ruleset/ruleset.ts';
import { smallRuleset } from '../ruleset/testing.ts';
import { blockPage } from './block-page.ts';
import { placeOf } from './place.ts';
import type { Refusal } from './refusal.ts';

const ruleset = smallRuleset();
const place = placeOf(ruleset, 'http://gate.school.example:8081', { notices: [], demo: false });

function refusal(audience: Audience, changes: Partial<Decision> = {}, more: Partial<Refusal> = {}): Refusal {
  return {
    host: 'www.bet.example',
    scheme: 'http',
    knownBy: 'sign-in',
    personName: 'Sam',
    ruleset: '1.7',
    decision: {
      verdict: 'block',
      tier: 6,
      rule: 'gambling',
      reason: 'category-blocked',
      category: 'gambling',
      list: 'starter',
      listVersion: '3',
      clause: 's1-011',
      until: null,
      profile: audience === 'staff' ? 'staff' : 'ks2',
      audience,
      personId: 'sam',
      ...changes,
    },
    ...more,
  };
}

function render(each: Refusal): string {
  return blockPage(each, ruleset, place, (purpose) => `ticket-${purpose}`);
}

/** The words of the page, without tags; for a young page only what is seen before "For grown-ups" is opened. */
function words(page: string, young = false): string {
  const main = /<main[^>]*>([^]*)<\/main>/.exec(page)?.[1] ?? '';
  return (young ? main.replace(/<details>[^]*<\/details>/, '') : main)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const sanction: Partial<Decision> = {
  tier: 2,
  rule: 'sanction',
  reason: 'sanction',
  category: null,
  list: null,
  listVersion: null,
  clause: 's1-072',
  until: Temporal.Instant.from('2026-11-21T15:40:00Z').epochMilliseconds,
};

test('EYFS and KS1: a picture, seven words and one big button', () => {
  for (const audience of ['eyfs', 'ks1'] as const) {
    const page = render(refusal(audience));
    assert.equal(words(page, true), 'This page is closed. Tell your teacher. Tell an adult');
    assert.match(page, /gate\.svg/);
    assert.match(page, /class="big"/);
    assert.doesNotMatch(page, /\/mistake/);
  }
});

test('KS2: what kind of site it is, their promise, tell an adult, and the report of a mistake', () => {
  const text = words(render(refusal('ks2')));
  assert.match(text, /gambling sites/);
  assert.match(text, /The school’s rules say these stay closed/);
  assert.match(text, /Tell an adult/);
  assert.match(text, /I think this is a mistake/);
  assert.match(text, /your teacher/);
});

test('staff: rule, list, clause, person and profile as the filter sees them, ask to open, not me', () => {
  const page = render(refusal('staff'));
  const text = words(page);
  for (const each of [
    'gambling',
    'starter, version 3',
    's1-011',
    'Sam',
    'Staff',
    'Sign-in at this address',
    'number 1.7',
  ]) {
    assert.ok(text.includes(each), each);
  }
  assert.match(page, /action="http:\/\/gate\.school\.example:8081\/ask-to-open"[^]*ticket-open/);
  assert.match(page, /<label for="reason">/);
  assert.match(page, /ticket-sign-out/);
});

test('nobody offers staff to open what is illegal, or to sign out who has not signed in', () => {
  const page = render(
    refusal('staff', { tier: 1, rule: 'illegal', reason: 'illegal' }, { knownBy: 'network', personName: null }),
  );
  assert.doesNotMatch(page, /ask-to-open|sign-out/);
});

test('a stopped person reads calm words and until when, in the school’s own time', () => {
  for (const audience of ['ks2', 'staff', 'guest'] as const) {
    assert.match(words(render(refusal(audience, sanction))), /Until 3:40pm on 21 November 2026/);
  }
  const summer = { ...sanction, until: Temporal.Instant.from('2026-06-03T10:05:00Z').epochMilliseconds };
  assert.match(words(render(refusal('ks2', summer))), /Until 11:05am on 3 June 2026/);
  assert.match(
    words(render(refusal('ks2', { ...sanction, until: null }))),
    /Until a grown-up at school turns it on again/,
  );
  assert.equal(words(render(refusal('ks1', sanction)), true), 'The internet is off. Tell your teacher. Tell an adult');
  assert.doesNotMatch(render(refusal('ks2', sanction)), /\/mistake/);
});

test('an internet switched off is said to be switched off, not to be waiting for a yes', () => {
  const denied = { tier: 2, reason: 'denied', rule: 'denied' } as const;
  for (const audience of audiences) {
    const page = render(refusal(audience, denied));
    assert.doesNotMatch(page, /said yes|says yes/, audience);
    assert.match(page, /switched the internet off/, audience);
    assert.match(page, /Until (your|the) school switches it on again/, audience);
  }
});

test('every page has the four lines, help in one press, the monitoring notice, one heading and no script', () => {
  const reasons: readonly ReasonCode[] = [
    'illegal',
    'sanction',
    'denied',
    'unsigned',
    'school-block',
    'category-blocked',
    'uncategorised-blocked',
    'impossible-host',
    'no-ruleset',
  ];
  for (const audience of audiences) {
    for (const reason of reasons) {
      const tier =
        reason === 'illegal' ? 1 : reason === 'sanction' || reason === 'denied' || reason === 'unsigned' ? 2 : 8;
      const page = render(refusal(audience, { tier, reason, rule: reason }));
      for (const line of ['What happened', 'Why', 'Until when', 'Who can help'])
        assert.ok(page.includes(line), `${audience} ${reason}: ${line}`);
      assert.match(page, /href="https:\/\/www\.childline\.org\.uk\/"/);
      assert.match(page, /The school keeps a record of the sites you visit to keep you safe\./);
      assert.equal(page.match(/<h1>/g)?.length, 1);
      assert.match(page, /<html lang="en-GB"/);
      assert.match(page, /ticket-tell/);
      assert.doesNotMatch(page, /<script|\sstyle=|<style|undefined|null/);
    }
  }
});

test('what comes from outside is escaped', () => {
  const page = render(refusal('staff', {}, { host: '"><script>alert(1)</script>', personName: `O'Brien & <b>` }));
  assert.doesNotMatch(page, /<script|<b>/);
  assert.match(page, /&quot;&gt;&lt;script&gt;/);
  assert.match(page, /O&#39;Brien &amp; &lt;b&gt;/);
});

test('every page of a demonstration says that it is one, and no page of a school does', () => {
  const made = placeOf(ruleset, 'http://gate.school.example:8081', { notices: [], demo: true });
  for (const audience of audiences) {
    const page = blockPage(refusal(audience), ruleset, made, (purpose) => `ticket-${purpose}`);
    assert.match(
      page,
      /<body class="demo">\s*<div class="demo-bar">\s*<p>DEMONSTRATION: made-up school, made-up people/,
    );
    assert.doesNotMatch(render(refusal(audience)), /demo|DEMONSTRATION/);
  }
});
