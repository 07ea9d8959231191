import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { verifyChain } from '../../../platform/audit/chain.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { listPeople } from '../queries/list-people.ts';
import { aPupil, aSchool, worked } from '../testing.ts';
import { takeRosterStep } from './apply.ts';
import { answerRoster, bringRoster } from './bring-roster.ts';
import { chooseRosterColumns } from './choose-columns.ts';
import { takeSteps } from './driver.ts';
import { makeImportRoster, makeResumeImport, makeUndoImport, rosterPlan } from './import-roster.ts';
import { progressOf } from './journal.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';
import type { ShownPlan } from './worker-tasks.ts';

const HEAD = 'Adm No,UPN,Surname,Forename,DOB,Year,Class,Leaving Date';
const SAM = 'A1,H801200001001,Hill,Sam,03/09/2018,Year 3,Oak,';
const TOM = 'A2,,Hill,Tom,03/09/2018,Year 3,Oak,';
const ZOE = 'A3,,O’Neill,Zoë,01/02/2017,Year 4,Elm; Choir,';

interface Ground {
  readonly world: World;
  readonly school: SchoolId;
  /** Brings a file of the school's own, its columns already said. */
  bring(...rows: readonly string[]): Promise<string>;
  plan(draft: string): Promise<ShownPlan>;
  /** Starts an import and takes its steps, all or only so many. */
  go(draft: string, more?: { leaving?: string; steps?: number }): Promise<string>;
  undo(run: string): Promise<string | undefined>;
  names(): Promise<readonly string[]>;
}

async function ground(t: TestContext): Promise<Ground> {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const { runner } = world;
  const actor = world.commandLine(school);
  const none = (): undefined => undefined;
  const plan = async (id: string): Promise<ShownPlan> => {
    const answer = await runner.ask(rosterPlan, actor, { id });
    assert.ok(answer.ready, 'the columns are not said');
    return answer.plan;
  };
  return {
    world,
    school,
    plan,
    async bring(...rows) {
      const bytes = new TextEncoder().encode([HEAD, ...rows, ''].join('\n'));
      const { id } = worked(await runner.run(bringRoster, actor, { files: [{ name: 'pupils.csv', bytes }] }));
      const columns = ['id', 'upn', 'family', 'given', 'birth', 'year', 'class', 'leaving'];
      const said = Object.fromEntries(columns.map((code, at) => [`column${String(at)}`, code]));
      const { ready } = worked(
        await runner.run(chooseRosterColumns, actor, { id, about: 'pupils', days: 'day-first', ...said }),
      );
      assert.equal(ready, true);
      return id;
    },
    async go(draft, more = {}) {
      const { fingerprint } = await plan(draft);
      const begin = makeImportRoster(() => runner, none);
      const { id } = worked(await runner.run(begin, actor, { id: draft, fingerprint, leaving: more.leaving ?? '' }));
      if (more.steps === undefined) await takeSteps(runner, id, actor, 'on');
      else for (let n = 0; n < more.steps; n++) await runner.run(takeRosterStep, actor, { id });
      return id;
    },
    async undo(run) {
      const outcome = await runner.run(
        makeUndoImport(none, () => false),
        actor,
        { id: run },
      );
      if (!outcome.ok) return outcome.errors[0]?.message;
      await takeSteps(runner, run, actor, 'back');
      return undefined;
    },
    async names() {
      const { people } = await runner.ask(listPeople, actor, {});
      return people.map(
        (one) => `${one.name} ${one.pupil?.yearGroup ?? ''} ${one.pupil?.classes.map((c) => c.name).join('+') ?? ''}`,
      );
    },
  };
}

describe('who is who', () => {
  test('twins stay two, names keep their accents, a pupil is in two classes, and the same file again changes nobody', async (t) => {
    const on = await ground(t);
    await on.go(await on.bring(SAM, TOM, ZOE));
    assert.deepEqual(await on.names(), ['Sam Hill 3 Oak', 'Tom Hill 3 Oak', 'Zoë O’Neill 4 Choir+Elm']);
    const again = await on.plan(await on.bring(SAM, TOM, ZOE));
    assert.deepEqual([again.unchanged, again.counts.joiners, again.counts.questions], [3, 0, 0]);
  });

  test('the UPN is the key: a new id, name and class are changes of the same child', async (t) => {
    const on = await ground(t);
    await on.go(await on.bring(SAM));
    const plan = await on.plan(await on.bring('X9,H801200001001,Hill-Reed,Samuel,03/09/2018,Year 4,Elm,'));
    const [change] = plan.movers;
    assert.deepEqual(
      [plan.counts.joiners, plan.counts.leavers, change?.what],
      [0, 0, ['linked', 'name', 'year', 'classes']],
    );
    assert.deepEqual(change?.differences[0], { what: 'name', from: 'Sam Hill', to: 'Samuel Hill-Reed' });
  });

  test('a known id with another real UPN may be another child: somebody is asked; a temporary UPN gives way', async (t) => {
    const on = await ground(t);
    await on.go(await on.bring(SAM, TOM.replace('A2,', 'A2,H80120000101C')));
    const plan = await on.plan(
      await on.bring(SAM.replace('H801200001001', 'B801200005001'), TOM.replace('A2,', 'A2,P801200001002')),
    );
    assert.deepEqual(
      plan.questions.map((one) => one.name),
      ['Sam Hill'],
    );
    assert.deepEqual(plan.counts.leavers, 0, 'nobody leaves while it is asked');
  });

  test('the same name and date of birth only suggests a person: somebody confirms it, or says that it is somebody new', async (t) => {
    const on = await ground(t);
    const byHand = await aPupil(on.world, on.school, { given: 'Sam', family: 'Hill', year: '3' });
    const draft = await on.bring(SAM, TOM);
    const plan = await on.plan(draft);
    assert.deepEqual(
      plan.questions.map((one) => [one.name, one.candidates.map((each) => each.id)]),
      [['Sam Hill', [byHand]]],
    );
    const actor = on.world.commandLine(on.school);
    const key = plan.questions[0]?.key ?? '';
    worked(await on.world.runner.run(answerRoster, actor, { id: draft, [`who-${key}`]: byHand }));
    const said = await on.plan(draft);
    assert.deepEqual([said.counts.questions, said.counts.joiners, said.movers[0]?.id], [0, 1, byHand]);
    await on.go(draft);
    assert.equal((await on.plan(await on.bring(SAM, TOM))).unchanged, 2, 'it is not asked twice');
    const other = await on.bring(SAM, TOM, 'A7,,Hill,Sam,01/01/2016,Year 5,Elm,');
    assert.deepEqual((await on.plan(other)).counts.questions, 0, 'another date of birth is another child');
  });

  test('a leaver goes on their day, past or to come, and comes back as the same person', async (t) => {
    const on = await ground(t);
    await on.go(await on.bring(SAM, TOM, ZOE));
    const soon = await on.bring(SAM, `${TOM}18/12/2026`, ZOE);
    assert.deepEqual(
      (await on.plan(soon)).movers.map((one) => [one.what, one.leftOn]),
      [[['leaving'], '2026-12-19']],
    );
    await on.go(soon);
    assert.equal((await on.names()).length, 3, 'they are here until then');
    on.world.clock.advance({ hours: 24 * 30 });
    assert.equal((await on.names()).length, 2);
    const back = await on.plan(await on.bring(SAM, TOM, ZOE));
    assert.deepEqual([back.counts.joiners, back.movers.map((one) => one.what.includes('came-back'))], [0, [true]]);
    const gone = await on.plan(await on.bring(SAM, `${TOM}18/12/2026`, `${ZOE}01/12/2026`));
    assert.deepEqual(
      gone.leavers.map((one) => [one.given, one.leftOn]),
      [['Zoë', '2026-12-02']],
    );
  });

  test('a row that cannot be read makes nobody leave', async (t) => {
    const on = await ground(t);
    await on.go(await on.bring(SAM, TOM));
    const plan = await on.plan(await on.bring(SAM.replace('H801200001001', 'H801200001002').replace('A1', ''), TOM));
    assert.match(plan.refusals[0]?.reason ?? '', /check letter/);
    assert.equal(plan.refusals[0]?.column, 'UPN');
    assert.equal(plan.counts.leavers, 0);
  });
});

describe('an import that would end very many', () => {
  test('wants the number typed when over a tenth of the pupils would leave; others are let through', async (t) => {
    const on = await ground(t);
    const rows = Array.from({ length: 20 }, (_, n) => `B${String(n)},,Family${String(n)},Child,03/09/2018,Year 3,Oak,`);
    await on.go(await on.bring(...rows));
    assert.equal((await on.plan(await on.bring(...rows.slice(2)))).manyLeave, false, 'a tenth is not over a tenth');
    const draft = await on.bring(...rows.slice(3));
    assert.deepEqual((await on.plan(draft)).leaving, { pupils: 3, ofPupils: 20, staff: 0, ofStaff: 0 });
    await assert.rejects(on.go(draft), /Type 3 if so many/);
    await assert.rejects(on.go(draft, { leaving: '2' }), /Type 3 if so many/);
    await on.go(draft, { leaving: '3' });
    assert.equal((await on.names()).length, 17);
  });
});

describe('undoing and going on', () => {
  test('an import is undone: who changed or left is as before, who joined is noted as having left, each in the trail', async (t) => {
    const on = await ground(t);
    await on.go(await on.bring(SAM, TOM));
    const before = await on.names();
    const run = await on.go(await on.bring('A1,H801200001001,Reed,Samuel,03/09/2018,Year 4,Elm,', ZOE), {
      leaving: '1',
    });
    assert.notDeepEqual(await on.names(), before);
    assert.equal(await on.undo(run), undefined);
    assert.deepEqual(await on.names(), before);
    assert.match((await on.undo(run)) ?? '', /undone already/);
    assert.equal((await verifyChain(on.world.store.reading, on.school)).ok, true);
    const again = await on.plan(await on.bring(SAM, TOM, ZOE));
    assert.deepEqual(
      [again.counts.joiners, again.movers.map((one) => one.given)],
      [0, ['Zoë']],
      'a later roster brings them back',
    );
  });

  test('somebody who was changed since is left as they are; only the last import can be undone', async (t) => {
    const on = await ground(t);
    const first = await on.go(await on.bring(SAM, TOM));
    const run = await on.go(await on.bring(SAM.replace('Year 3', 'Year 4'), TOM.replace('Year 3', 'Year 4')));
    assert.match((await on.undo(first)) ?? '', /only the last import/);
    await on.world.store.transaction(async (db) => {
      await db.updateTable('person').set({ version: 9 }).where('given_name', '=', 'Tom').execute();
    });
    assert.equal(await on.undo(run), undefined);
    assert.deepEqual(await on.names(), ['Sam Hill 3 Oak', 'Tom Hill 4 Oak']);
  });

  test('an import that stopped half-way holds up the next, goes on where it was, or is undone', async (t) => {
    const on = await ground(t);
    const rows = Array.from({ length: 50 }, (_, n) => `B${String(n)},,Family${String(n)},Child,03/09/2018,Year 3,Oak,`);
    const run = await on.go(await on.bring(...rows), { steps: 2 });
    const read = readHandle(on.world.store.reading, on.school);
    const { done, all } = await progressOf(read, run);
    assert.ok(done > 0 && done < all, `${String(done)} of ${String(all)}`);
    assert.equal((await on.names()).length, done - 1, 'one class and whole people');
    await assert.rejects(on.go(await on.bring(...rows)), /Another import is not over yet/);
    const actor = on.world.commandLine(on.school);
    const noted: string[] = [];
    const resume = makeResumeImport((way) => (id) => noted.push(`${way} ${id}`));
    worked(await on.world.runner.run(resume, actor, { id: run }));
    assert.deepEqual(noted, [`on ${run}`]);
    await takeSteps(on.world.runner, run, actor, 'on');
    assert.equal((await on.names()).length, 50);
    assert.equal(await on.undo(run), undefined);
    assert.equal((await on.names()).length, 0);
    const half = await on.go(await on.bring(...rows), { steps: 2 });
    assert.equal(await on.undo(half), undefined, 'one that stopped is undone as far as it went');
    assert.equal((await on.names()).length, 0);
    assert.equal((await verifyChain(on.world.store.reading, on.school)).ok, true);
  });
});
