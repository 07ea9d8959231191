import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import type { Control, Evidence, SchoolgateModule } from '../module.ts';
import { remembered } from '../../platform/db/remembered.ts';
import { aSchool } from '../school/testing.ts';
import type { Answer } from './ask-controls.ts';
import { recordReview } from './commands/record-review.ts';
import { coverage, standing, standingsOf } from './coverage.ts';
import { clausesOf, packInForce, type StoredClause } from './store.ts';
import { aPolicy, someoneWith } from './testing.ts';

const evidence = (given: Partial<Evidence> = {}): Evidence => ({
  state: 'met',
  kind: 'measured',
  figure: '3 entries',
  latest: undefined,
  href: '/somewhere',
  ...given,
});

const control = (code: string, given: Partial<Control> = {}): Control => ({
  code,
  kind: 'register',
  title: code,
  makesTrue: 'It is so.',
  effect: 'evidenced',
  opens: () => true,
  openedBy: 'Everybody',
  evidence: () => Promise.resolve(evidence()),
  ...given,
});

/** A module that has nothing but controls. */
const moduleWith = (...controls: readonly Control[]): SchoolgateModule => ({
  name: 'test',
  tables: [],
  events: {},
  commands: [],
  queries: [],
  pages: [],
  publicRoutes: [],
  controls,
  settings: [],
  duties: [],
  retention: [],
  jobs: [],
});

const clause = (given: Partial<StoredClause> = {}): StoredClause => ({
  id: 'x-001',
  ref: null,
  section: 'about',
  text: 'We keep our word.',
  who: 'school',
  kind: 'duty',
  area: 'policy-governance',
  period: 'ongoing',
  controls: [],
  notCovered: null,
  guidance: null,
  settings: {},
  ...given,
});

const answer = (
  state: Answer['state'],
  given: { effect?: Control['effect']; kind?: Control['kind']; found?: Evidence['state'] } = {},
): Answer => ({
  code: 'some-control',
  control: control('some-control', { effect: given.effect ?? 'evidenced', kind: given.kind ?? 'register' }),
  evidence: evidence({ state: given.found ?? 'met', kind: state }),
  state,
});

describe('how a clause stands', () => {
  const stands = (...answers: readonly Answer[]) => {
    const { state, group, kept, overdue } = standing(clause(), answers);
    return [state, group, kept, overdue];
  };

  test('is as the weakest of its controls does', () => {
    assert.deepEqual(stands(answer('measured'), answer('self-reported')), ['self-reported', 'evidenced', true, false]);
    assert.deepEqual(stands(answer('self-reported'), answer('out-of-date', { found: 'not-met' })), [
      'out-of-date',
      'evidenced',
      false,
      true,
    ]);
    assert.deepEqual(stands(answer('measured'), answer('not-covered', { found: 'no-data' })), [
      'not-covered',
      'not-covered',
      undefined,
      false,
    ]);
  });

  test('has NOTHING YET where one of its controls has nothing to look at, is never kept then, and hides nothing that is not kept', () => {
    const none = answer('nothing-yet', { found: 'no-data' });
    assert.deepEqual(stands(answer('measured', { effect: 'enforced' }), none), [
      'nothing-yet',
      'nothing-yet',
      undefined,
      false,
    ]);
    assert.equal(stands(none, answer('out-of-date', { found: 'no-data' }))[0], 'out-of-date');
    assert.equal(stands(none, answer('not-covered', { found: 'no-data' }))[0], 'not-covered');
    assert.deepEqual(stands(answer('measured', { found: 'not-met' }), none), ['measured', 'evidenced', false, false]);
  });

  test('is ENFORCED only when every control is enforced, measured and met', () => {
    const enforced = answer('measured', { effect: 'enforced' });
    assert.deepEqual(stands(enforced, enforced), ['measured', 'enforced', true, false]);
    assert.deepEqual(stands(enforced, answer('measured')), ['measured', 'evidenced', true, false]);
    assert.deepEqual(stands(answer('measured', { effect: 'enforced', found: 'not-met' })), [
      'measured',
      'evidenced',
      false,
      false,
    ]);
    assert.deepEqual(stands(answer('out-of-date', { effect: 'enforced', found: 'no-data' })), [
      'out-of-date',
      'evidenced',
      undefined,
      true,
    ]);
  });

  test('is overdue when a duty was not done, and not when a register is found wanting', () => {
    assert.equal(stands(answer('self-reported', { kind: 'duty', found: 'not-met' }))[3], true);
    assert.equal(stands(answer('self-reported', { found: 'not-met' }))[3], false);
    const never = answer('not-covered', { kind: 'duty', found: 'not-met' });
    assert.deepEqual(stands(never), ['not-covered', 'not-covered', undefined, true]);
  });

  test('is SHOWN when it tells people something on a page there is, and NOT COVERED otherwise', () => {
    const told = (to: readonly string[]) => standing(clause({ guidance: { to, because: null } }), []).group;
    assert.equal(told(['parents', 'pupils']), 'shown');
    assert.equal(told(['grandparents']), 'not-covered');
    assert.equal(told([]), 'not-covered');
  });

  test('is NOT COVERED when nothing is named', () => {
    assert.deepEqual(stands(), ['not-covered', 'not-covered', undefined, false]);
  });
});

describe('how the policy stands', () => {
  let world: World;
  let school: SchoolId;
  const db = () => readHandle(world.store.reading, school);
  const partsWith = (...controls: readonly Control[]) => ({
    clock: world.clock,
    log: world.parts.log,
    whole: () => [moduleWith(...controls)],
  });
  const count = (...controls: readonly Control[]) => coverage(db(), partsWith(...controls));

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
  });
  afterEach(() => world.end());

  test('is not known before a policy is chosen', async () => {
    assert.equal(await count(), undefined);
  });

  test('is NOT COVERED but for guidance when the program has none of the controls', async () => {
    await aPolicy(world, school);
    const counted = await count();
    assert.deepEqual([counted?.total, counted?.shown, counted?.notCovered], [120, 6, 114]);
    assert.equal(counted?.sentence, 'Of 120 clauses, 0 are ENFORCED, 0 EVIDENCED, 6 SHOWN and 114 NOT COVERED.');
  });

  test('asks each control once and counts every clause that counts on it', async () => {
    await aPolicy(world, school);
    let asked = 0;
    const counted = await count(
      control('policy-acknowledged-staff', {
        evidence: () => {
          asked += 1;
          return Promise.resolve(evidence({ kind: 'self-reported' }));
        },
      }),
    );
    assert.equal(asked, 1);
    // Clauses of the village pack that name this control and no other, counted in the file.
    assert.equal(counted?.evidenced, 7);
    assert.equal(counted.enforced + counted.evidenced + counted.shown + counted.notCovered, counted.total);
    assert.equal(counted.measured + counted.selfReported + counted.outOfDate, counted.enforced + counted.evidenced);
  });

  test('claims nothing for a control that has no record yet, or breaks when asked, or is to come', async () => {
    await aPolicy(world, school);
    const of = async (given: Partial<Control>) => (await count(control('policy-review-date', given)))?.notCovered;
    assert.equal(await of({}), 113);
    assert.equal(await of({ evidence: () => Promise.resolve(evidence({ state: 'no-data' })) }), 114);
    assert.equal(await of({ evidence: () => Promise.reject(new Error('the table is gone')) }), 114);
    assert.equal(await of({ effect: 'to-come' }), 114);
  });

  test('turns OUT OF DATE when what was seen once is seen no longer', async () => {
    await aPolicy(world, school);
    const gone = evidence({ state: 'no-data', latest: world.clock.now() });
    const counted = await count(control('policy-review-date', { evidence: () => Promise.resolve(gone) }));
    assert.deepEqual([counted?.outOfDate, counted?.overdue, counted?.kept], [1, 1, 0]);
  });

  test('asks what rests on records again only after a command, or in another hour; what a machine saw, each time', async () => {
    await aPolicy(world, school);
    const asked = { records: 0, machine: 0 };
    const parts = {
      ...partsWith(
        control('incident-sanctions', {
          restsOn: 'records',
          evidence: () => {
            asked.records += 1;
            return Promise.resolve(evidence());
          },
        }),
        control('filter-change-log', {
          evidence: () => {
            asked.machine += 1;
            return Promise.resolve(evidence());
          },
        }),
      ),
      remembered: remembered<Evidence>(),
    };
    const look = async () => {
      await coverage(db(), parts);
      return { ...asked };
    };
    assert.deepEqual(await look(), { records: 1, machine: 1 });
    assert.deepEqual(await look(), { records: 1, machine: 2 });
    await world.runner.run(recordReview, someoneWith(world, school, 'head'), { on: '2027-06-01' });
    assert.deepEqual(await look(), { records: 2, machine: 3 });
    world.clock.advance({ hours: 1 });
    assert.deepEqual(await look(), { records: 3, machine: 4 });
  });

  test('goes on without a control that does not answer', async (t) => {
    await aPolicy(world, school);
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { promise: asked, resolve } = Promise.withResolvers<undefined>();
    const counting = count(
      control('policy-review-date', {
        evidence: () => {
          resolve(undefined);
          return new Promise<Evidence>(() => undefined);
        },
      }),
      control('incident-sanctions'),
    );
    await asked;
    t.mock.timers.tick(2_000);
    const counted = await counting;
    assert.equal(counted?.evidenced, 1, 'the other control was asked all the same');
  });

  test('says what it sees of each clause, in the order of the policy', async () => {
    await aPolicy(world, school);
    const pack = await packInForce(db());
    assert.ok(pack);
    const all = await standingsOf(db(), partsWith(control('incident-workflow')), await clausesOf(db(), pack.id));
    assert.equal(all[0]?.clause.id, 's1-001');
    const found = all.find(({ clause: each }) => each.id === 's1-030');
    assert.deepEqual(
      [found?.state, found?.kept, found?.answers.map(({ code }) => code)],
      ['measured', true, ['incident-workflow']],
    );
  });
});
