import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { runByName } from '../../src/cli/by-name.ts';
import { peopleOfTheFilter } from '../../src/modules/people/index.ts';
import { actorFor, worked } from '../../src/modules/people/testing.ts';
import { clausesOf, packInForce } from '../../src/modules/policy/store.ts';
import { standing, standingsOf, type ClauseStanding } from '../../src/modules/policy/coverage.ts';
import { aPolicy } from '../../src/modules/policy/testing.ts';
import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import { aTerm, inForce, type Term } from './a-term.ts';
import { cityAuthority } from './expected/city-authority.ts';
import { community } from './expected/community.ts';
import type { Expected, Found, State } from './expected/expected.ts';
import { model } from './expected/model.ts';
import { onlineChampions } from './expected/online-champions.ts';
import { pies } from './expected/pies.ts';
import { village } from './expected/village.ts';

/*
 * "The policy is the program": one made-up term of records, the six policies put into force over it one after another, and for each clause that is written down by hand
 * how it must stand and why. Not "some state": this one.
 */

const packs: Readonly<Record<string, Expected>> = {
  'city-authority': cityAuthority,
  community,
  'online-champions': onlineChampions,
  pies,
  model,
  // Last, because the term was told under it and the same edition is not loaded twice in a row.
  village,
};

const said = (standing: ClauseStanding): [State, Found] => [
  standing.state === 'measured' && standing.group === 'enforced' ? 'enforced' : standing.state,
  standing.kept === undefined
    ? 'no finding'
    : !standing.kept
      ? 'not kept'
      : standing.clause.notCovered === null
        ? 'kept'
        : 'kept in part',
];

/** How every clause of the policy in force stands now, by its id. */
async function standings({ world, school }: Term): Promise<ReadonlyMap<string, ClauseStanding>> {
  const db = readHandle(world.store.reading, school);
  const pack = await packInForce(db);
  assert.ok(pack !== undefined);
  const found = await standingsOf(db, world.parts, await clausesOf(db, pack.id));
  return new Map(found.map((one) => [one.clause.id, one]));
}

/** What differs from what was written down, each as a line; the controls' figures say where to look. */
function differences(expected: Expected, found: ReadonlyMap<string, ClauseStanding>): readonly string[] {
  return Object.entries(expected).flatMap(([id, [state, kept, why]]) => {
    const standing = found.get(id);
    if (standing === undefined) return [`${id} is no clause of this policy`];
    const missing = standing.answers.filter(({ control }) => control === undefined);
    if (missing.length > 0) return [`${id} rests on what is not there: ${missing.map(({ code }) => code).join(', ')}`];
    const [is, finding] = said(standing);
    if (is === state && finding === kept) return [];
    const figures = standing.answers.map(
      ({ code, state: of, evidence }) => `${code} ${of}/${evidence?.state ?? '-'}: ${evidence?.figure ?? ''}`,
    );
    return [`${id} must be ${state}, ${kept} (${why}), and is ${is}, ${finding}: ${figures.join(' | ')}`];
  });
}

/** Confirms the policy in force as people do: one press, signed in. The four-part policy is confirmed by everybody, the others by the headteacher alone. */
async function confirm({ world, school, who }: Term, by: 'everybody' | 'the headteacher'): Promise<void> {
  const db = readHandle(world.store.reading, school);
  const pack = await packInForce(db);
  const staff = (await peopleOfTheFilter(db, world.clock.now())).filter(({ staff: works }) => works);
  for (const { id } of staff) {
    if (by === 'the headteacher' && id !== who.head.person) continue;
    const actor = await actorFor(world, school, id);
    worked(await runByName(world, 'policy.acknowledge', actor, { pack: pack?.id }));
  }
}

/** What would be said if the strongest control counted, and not the weakest: a wrong rule that the expectations must notice. */
function byTheStrongest(found: ReadonlyMap<string, ClauseStanding>): ReadonlyMap<string, ClauseStanding> {
  const order = ['measured', 'self-reported', 'nothing-yet', 'out-of-date', 'not-covered'] as const;
  return new Map(
    [...found].map(([id, one]) => {
      const state = order.find((each) => one.answers.some((answer) => answer.state === each)) ?? one.state;
      return [
        id,
        { ...one, state, group: state === 'not-covered' || state === 'nothing-yet' ? state : 'evidenced' },
      ] as const;
    }),
  );
}

/** What would be said if nothing wrong among none were kept: the other wrong rule. */
function byNone(found: ReadonlyMap<string, ClauseStanding>): ReadonlyMap<string, ClauseStanding> {
  return new Map(
    [...found].map(([id, one]) => {
      const answers = one.answers.map((answer) =>
        answer.state !== 'nothing-yet' || answer.evidence === undefined
          ? answer
          : ({ ...answer, state: 'measured', evidence: { ...answer.evidence, state: 'met' } } as const),
      );
      return [id, answers.length === 0 ? one : standing(one.clause, answers)] as const;
    }),
  );
}

describe('after a made-up term', () => {
  let term: Term;
  before(async () => {
    term = await aTerm('a-term');
  });
  after(() => term.world.end());

  for (const [pack, expected] of Object.entries(packs)) {
    test(`the clauses of ${pack} stand as the records imply`, async () => {
      await aPolicy(term.world, term.school, { pack, by: term.who.head });
      await confirm(term, pack === 'pies' ? 'everybody' : 'the headteacher');
      await inForce(term.world);
      assert.deepEqual(differences(expected, await standings(term)), []);
      assert.ok(Object.keys(expected).length >= 40, `only ${String(Object.keys(expected).length)} are written down`);
    });
  }

  test('the same expectations refuse a rule by which the strongest control counts', async () => {
    const wrong = differences(village, byTheStrongest(await standings(term)));
    assert.ok(wrong.some((line) => line.startsWith('s1-006 must be self-reported')));
    assert.ok(wrong.some((line) => line.startsWith('s1-009 must be not-covered')));
    assert.ok(wrong.length > 10, wrong.join('\n'));
  });

  test('and a rule by which nothing wrong among none is kept', async () => {
    const wrong = differences(village, byNone(await standings(term)));
    assert.ok(wrong.some((line) => line.startsWith('s1-059 must be nothing-yet, no finding')));
    assert.ok(wrong.length >= 2, wrong.join('\n'));
  });

  test('what the filter made MEASURED is OUT OF DATE a minute after it was last heard', async () => {
    const before = (await standings(term)).get('s1-067');
    assert.equal(before?.state, 'measured');
    assert.equal(before.kept, true);
    const { clock } = term.world;
    const now = clock.now();
    clock.set(now.add({ minutes: 1 }));
    const silent = await standings(term);
    clock.set(now);
    for (const id of ['s1-037', 's1-065', 's1-066', 's1-067', 's1-068']) {
      assert.equal(silent.get(id)?.state, 'out-of-date', id);
      assert.equal(silent.get(id)?.kept, undefined, id);
    }
    // What rests on records and not on the filter stands as before.
    assert.equal(silent.get('s1-118')?.state, 'measured');
  });
});

test('without its observation a clause is not MEASURED: the story is told again, with pages missing', async (t) => {
  const term = await aTerm('gaps', ['visits', 'contracts', 'data-breaches', 'phone-permissions']);
  t.after(() => term.world.end());
  await inForce(term.world);
  const found = await standings(term);
  const changed = differences(village, found).map((line) => line.slice(0, 6));
  // Phone permissions; losses; and what rests on attempts that matter, of which there were none in the week.
  for (const id of ['s1-086', 's1-034', 's1-026']) assert.ok(changed.includes(id), `${id} did not notice`);
  assert.equal(found.get('s1-086')?.state, 'nothing-yet', 'nobody asked to bring a phone');
  assert.equal(found.get('s1-034')?.state, 'nothing-yet', 'nothing was lost');
  assert.notEqual(found.get('s1-026')?.state, 'self-reported');
});
