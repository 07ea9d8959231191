import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { smallRuleset } from '../ruleset/testing.ts';
import type { Decision, EngineInput, ListLookup, Question } from './decision.ts';
import { decide, decideWithoutRuleset } from './decide.ts';
import { prepare } from './prepare.ts';

const noon = Temporal.Instant.from('2026-11-21T12:00:00Z').epochMilliseconds;
const forever = { from: null, until: null };

/** Lists of exact names, no parents: enough to see what the engine makes of a class. */
function listsOf(names: Record<string, readonly string[]>): ListLookup {
  const hosts = Object.keys(names);
  return {
    classes: [
      { members: [] },
      ...hosts.map((host) => ({
        members: (names[host] ?? []).map((category) => ({ category, list: `${category}-list`, version: 'v1' })),
      })),
    ],
    lookup: (host) => hosts.indexOf(host) + 1,
  };
}

const lists = listsOf({
  'bet.example': ['gambling'],
  'play.example': ['games'],
  'learn.example': ['education'],
  'mixed.example': ['education', 'games', 'adult', 'gambling'],
  'odd.example': ['a-category-the-ruleset-lacks'],
});

function ask(ruleset: EngineInput, question: Partial<Question>): Decision {
  const whole = {
    host: 'unknown.example',
    port: 443,
    scheme: 'https',
    personId: 'sam',
    nowMs: noon,
    ...question,
  } as const;
  return decide(prepare(ruleset), lists, whole);
}

function rule(
  id: string,
  host: string,
  more: Partial<EngineInput['allows'][number]> = {},
): EngineInput['allows'][number] {
  return { id, hosts: [host], profiles: null, clause: 's1-020', ...forever, ...more };
}

function withStops(...stops: EngineInput['people'][number]['stops'][number][]): EngineInput {
  return { ...smallRuleset(), people: [{ id: 'sam', profile: 'ks2', stops }] };
}

describe('tier 0', () => {
  test('help is open to a stopped person on a blocked and illegal host, and names nobody', () => {
    const decision = ask(
      {
        ...withStops({ kind: 'sanction', clause: null, ...forever }),
        schoolBlocks: [rule('b1', 'kooth.example')],
        illegal: ['kooth.example'],
      },
      { host: 'chat.kooth.example' },
    );
    assert.equal(decision.verdict, 'allow');
    assert.equal(decision.tier, 0);
    assert.equal(decision.reason, 'help');
    assert.equal(decision.personId, null);
  });

  test('Childline and CEOP are open though the ruleset does not name them', () => {
    assert.equal(ask(smallRuleset({ help: [] }), { host: 'www.childline.org.uk' }).tier, 0);
    assert.equal(ask(smallRuleset({ help: [] }), { host: 'ceop.police.uk' }).tier, 0);
  });

  test('a name that only ends in the letters of a help site is not help', () => {
    assert.notEqual(ask(smallRuleset(), { host: 'notkooth.example' }).tier, 0);
  });

  test('a single label among the help sites opens no top-level domain', () => {
    const help = [{ host: 'example', label: 'x', url: 'https://example/' }];
    assert.notEqual(ask(smallRuleset({ help }), { host: 'bet.example' }).tier, 0);
  });

  test('the gate and the web app are open at their own port only, not their sub-domains', () => {
    const stopped = withStops({ kind: 'denied', clause: null, ...forever });
    assert.equal(ask(stopped, { host: 'gate.school.example', port: 8081 }).reason, 'own');
    assert.equal(ask(stopped, { host: 'app.school.example', port: 443 }).reason, 'own');
    assert.equal(ask(stopped, { host: 'gate.school.example', port: 22 }).reason, 'denied');
    assert.equal(ask(stopped, { host: 'x.gate.school.example', port: 8081 }).reason, 'denied');
  });

  test('further addresses of the gate are given to prepare', () => {
    const decision = decide(prepare(smallRuleset(), ['127.0.0.1:8081']), lists, {
      host: '127.0.0.1',
      port: 8081,
      scheme: 'http',
      personId: null,
      nowMs: noon,
    });
    assert.equal(decision.reason, 'own');
  });
});

test('tier 1: an illegal host and its sub-domains stay closed whatever an allow says, to staff as well', () => {
  const ruleset = smallRuleset({ illegal: ['bad.example'] });
  const opened: EngineInput = { ...ruleset, allows: [rule('a1', 'www.bad.example'), rule('a2', 'bad.example')] };
  for (const personId of ['sam', 'kim', null]) {
    const decision = ask(opened, { host: 'www.bad.example', personId });
    assert.equal(decision.verdict, 'block');
    assert.equal(decision.tier, 1);
  }
});

describe('tier 2', () => {
  const from = '2026-11-21T12:00:00Z';
  const until = '2026-11-21T12:01:00Z';
  const sanction = { kind: 'sanction', clause: 's1-072', from, until } as const;

  for (const [offset, stopped] of [
    [-1, false],
    [0, true],
    [59_999, true],
    [60_000, false],
  ] as const) {
    test(`a sanction from 12:00 until 12:01 ${stopped ? 'holds' : 'does not hold'} ${String(offset)} ms after 12:00`, () => {
      const decision = ask(withStops(sanction), { nowMs: noon + offset });
      assert.equal(decision.tier, stopped ? 2 : 8);
      assert.equal(decision.until, stopped ? noon + 60_000 : null);
    });
  }

  test('each kind of stop is its own reason, with its clause', () => {
    for (const kind of ['sanction', 'denied', 'unsigned'] as const) {
      const decision = ask(withStops({ kind, clause: 's1-072', ...forever }), {});
      assert.deepEqual([decision.reason, decision.clause, decision.until], [kind, 's1-072', null]);
    }
  });

  test('an allow does not open anything to a stopped person', () => {
    const ruleset = { ...withStops(sanction), allows: [rule('a1', 'unknown.example')] };
    assert.equal(ask(ruleset, {}).tier, 2);
  });

  test('of two stops in force the one that ends last is named', () => {
    const decision = ask(withStops(sanction, { kind: 'unsigned', clause: null, ...forever }), {});
    assert.deepEqual([decision.reason, decision.until], ['unsigned', null]);
  });

  test('the end is the end of stops that follow without a gap', () => {
    const next = { kind: 'sanction', clause: null, from: until, until: '2026-11-21T13:00:00Z' } as const;
    const later = { kind: 'sanction', clause: null, from: '2026-11-21T13:00:01Z', until: null } as const;
    assert.equal(ask(withStops(sanction, next, later), {}).until, noon + 3_600_000);
  });

  test('nobody else is stopped', () => {
    assert.equal(ask(withStops(sanction), { personId: null }).tier, 8);
  });
});

describe('tiers 4 and 5', () => {
  test('a school block goes before an allow of the same host', () => {
    const decision = ask(
      { ...smallRuleset(), schoolBlocks: [rule('b1', 'news.example')], allows: [rule('a1', 'www.news.example')] },
      { host: 'www.news.example' },
    );
    assert.deepEqual(
      [decision.tier, decision.rule, decision.reason, decision.clause],
      [4, 'b1', 'school-block', 's1-020'],
    );
  });

  test('an allow opens a listed host for its profiles only, and its sub-domains', () => {
    const ruleset: EngineInput = {
      ...smallRuleset(),
      allows: [rule('a1', 'bet.example', { profiles: ['staff', 'ks2'] })],
    };
    assert.equal(ask(ruleset, { host: 'bet.example' }).tier, 5);
    assert.equal(ask(ruleset, { host: 'www.bet.example' }).rule, 'a1');
    assert.equal(ask(ruleset, { host: 'bet.example', personId: 'somebody-gone' }).tier, 6);
  });

  test('a rule holds from its start until just before its end, and says when it ends', () => {
    const until = '2026-11-21T12:00:01Z';
    const ruleset: EngineInput = {
      ...smallRuleset(),
      schoolBlocks: [rule('b1', 'news.example', { from: '2026-11-21T12:00:00Z', until })],
    };
    const at = (nowMs: number): Decision => ask(ruleset, { host: 'news.example', nowMs });
    assert.equal(at(noon - 1).tier, 8);
    assert.deepEqual([at(noon).tier, at(noon).until], [4, noon + 1000]);
    assert.equal(at(noon + 999).tier, 4);
    assert.equal(at(noon + 1000).tier, 8);
  });

  test('a rule of the parent holds where a rule of the host has ended', () => {
    const ruleset: EngineInput = {
      ...smallRuleset(),
      allows: [rule('narrow', 'www.bet.example', { until: '2026-11-21T11:00:00Z' }), rule('wide', 'bet.example')],
    };
    assert.equal(ask(ruleset, { host: 'www.bet.example' }).rule, 'wide');
  });
});

describe('tier 6', () => {
  test('a category that the profile blocks is blocked, with list, version and clause', () => {
    const decision = ask(smallRuleset(), { host: 'bet.example' });
    assert.deepEqual(decision, {
      verdict: 'block',
      tier: 6,
      rule: 'gambling',
      reason: 'category-blocked',
      category: 'gambling',
      list: 'gambling-list',
      listVersion: 'v1',
      clause: 's1-011',
      until: null,
      profile: 'ks2',
      audience: 'ks2',
      personId: 'sam',
    });
  });

  test('the profile decides: games are open in key stage 2, closed to the strictest', () => {
    assert.equal(ask(smallRuleset(), { host: 'play.example' }).reason, 'category-allowed');
    assert.equal(ask(smallRuleset(), { host: 'play.example', personId: 'somebody-gone' }).reason, 'category-blocked');
  });

  test('of several categories the most serious blocked one is named', () => {
    assert.equal(ask(smallRuleset(), { host: 'mixed.example' }).category, 'adult');
  });

  test('a known site that no category blocks is open where unknown sites are not', () => {
    const decision = ask(smallRuleset(), { host: 'learn.example', personId: 'somebody-gone' });
    assert.deepEqual([decision.verdict, decision.tier, decision.profile], ['allow', 6, 'ks1']);
  });

  test('a category that the ruleset does not know makes no site known', () => {
    assert.equal(ask(smallRuleset(), { host: 'odd.example', personId: 'somebody-gone' }).tier, 8);
  });
});

describe('tier 8 and who is asking', () => {
  test('an unknown person gets the strictest profile and keeps their id, nobody gets the network profile', () => {
    const gone = ask(smallRuleset(), { personId: 'somebody-gone' });
    assert.deepEqual(
      [gone.verdict, gone.reason, gone.profile, gone.personId],
      ['block', 'uncategorised-blocked', 'ks1', 'somebody-gone'],
    );
    const nobody = ask(smallRuleset(), { personId: null });
    assert.deepEqual([nobody.verdict, nobody.reason, nobody.profile], ['allow', 'uncategorised-allowed', 'ks2']);
  });

  test('a name that no host can have is refused even where unknown sites are open', () => {
    assert.equal(ask(smallRuleset(), { host: `${'a'.repeat(64)}.example` }).reason, 'impossible-host');
    assert.equal(ask(smallRuleset(), { host: `${'a.'.repeat(126)}ab` }).reason, 'impossible-host');
    assert.equal(ask(smallRuleset(), { host: '' }).verdict, 'block');
  });

  test('upper case and a trailing dot change nothing', () => {
    assert.equal(ask(smallRuleset(), { host: 'BET.Example.' }).category, 'gambling');
  });
});

describe('no ruleset has ever been valid', () => {
  const without = (host: string, port = 443): Decision =>
    decideWithoutRuleset(['127.0.0.1:8081', '[::1]:8081'], {
      host,
      port,
      scheme: 'https',
      personId: null,
      nowMs: noon,
    });

  test('only the gate, help sites and update hosts are open', () => {
    assert.equal(without('127.0.0.1', 8081).reason, 'own');
    assert.equal(without('[::1]', 8081).reason, 'own');
    assert.equal(without('www.childline.org.uk').reason, 'help');
    assert.equal(without('fe2.update.microsoft.com').reason, 'update-host');
  });

  test('everything else is closed', () => {
    for (const host of ['bbc.co.uk', 'notchildline.org.uk', 'childline.org.uk.evil.example', 'microsoft.com', '']) {
      assert.equal(without(host).verdict, 'block', host);
    }
    assert.equal(without('127.0.0.1', 8080).reason, 'no-ruleset');
  });
});

test('a ruleset whose strictest profile is missing cannot be prepared', () => {
  assert.throws(
    () => prepare(smallRuleset({ strictestProfile: 'nursery' })),
    /strictestProfile: there is no profile nursery/,
  );
});

test('a help site of the school’s opens no sub-domain that is illegal, and no broad name; ours is never closed', () => {
  const help = (host: string) => ({ host, label: host, url: `https://${host}/` });
  const rules = smallRuleset({
    help: [help('kooth.example'), help('org.uk')],
    illegal: ['bad.kooth.example', 'www.childline.org.uk'],
  });
  assert.equal(ask(rules, { host: 'www.kooth.example' }).tier, 0);
  assert.equal(ask(rules, { host: 'bad.kooth.example' }).tier, 1);
  assert.equal(ask(rules, { host: 'x.bad.kooth.example' }).tier, 1);
  assert.equal(ask(rules, { host: 'www.childline.org.uk' }).tier, 0);
  assert.notEqual(ask(rules, { host: 'stranger.org.uk' }).tier, 0);
});
