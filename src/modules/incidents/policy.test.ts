import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { asId } from '../../platform/ids/ids.ts';
import { worked } from '../people/testing.ts';
import type { CaseFacts } from './incident.ts';
import { listIncidents } from './lists.ts';
import {
  mayAct,
  mayDoTask,
  mayFollow,
  mayFollowOwn,
  mayOpen,
  mayReadFlowchart,
  mayReadGovernorsLog,
  mayReadLog,
  mayReadReceipt,
  mayReport,
  maySign,
  signedView,
} from './policy.ts';
import { loadIncident } from './store.ts';
import { aCast, aClassifiedOne, aReport, seenBy, type Cast } from './testing.ts';
import { incidentCommands } from './module-parts.ts';

let world: World;
let cast: Cast;
before(async () => {
  world = await makeWorld({ seed: 'incident-policy' });
  cast = await aCast(world);
});
after(() => world.end());

type Part = Exclude<keyof Cast, 'school' | 'pupil' | 'other'>;
const everybody: readonly Part[] = [
  'teacher',
  'lead',
  'dsl',
  'deputy',
  'head',
  'deputyHead',
  'technician',
  'office',
  'governor',
  'chair',
  'viceChair',
];
/** A parent and a pupil as actors: they have no page here. */
const outsiders = (): PersonActor[] => [
  { ...cast.teacher, person: asId('parent'), roles: new Set(['parent']) },
  { ...cast.teacher, person: cast.pupil, roles: new Set(['pupil']) },
];
const facts = (given: Partial<CaseFacts> = {}): CaseFacts => ({
  id: asId('i'),
  state: 'classify',
  branch: null,
  sphere: 'general',
  assignedTo: null,
  namedDeputy: null,
  about: new Set(),
  reporter: 'x',
  ...given,
});
/** Exactly these people are allowed, and everybody else in the school is refused. */
function only(allowed: readonly Part[], ask: (actor: PersonActor) => { allowed: boolean }): void {
  assert.deepEqual(
    everybody.filter((part) => ask(cast[part]).allowed),
    [...allowed],
  );
  for (const outsider of outsiders()) assert.equal(ask(outsider).allowed, false, [...outsider.roles].join());
}

test('any member of staff, governors and chairs log a concern; pupils and parents do it elsewhere', () => {
  only(everybody, mayReport);
  only(everybody, mayReadFlowchart);
});

test('a new concern about a child is opened by DSL, deputy and head only', () => {
  only(['dsl', 'deputy', 'head'], (actor) => mayOpen(actor, facts()));
  only(['dsl', 'deputy', 'head'], (actor) => mayOpen(actor, facts({ branch: 'illegal' })));
});

test('the lead opens what is classified inappropriate or minor, and what is assigned to them', () => {
  only(['lead', 'dsl', 'deputy', 'head'], (actor) => mayOpen(actor, facts({ branch: 'inappropriate' })));
  only(['lead', 'dsl', 'deputy', 'head'], (actor) => mayOpen(actor, facts({ branch: 'minor' })));
  only(['lead', 'dsl', 'deputy', 'head'], (actor) => mayOpen(actor, facts({ assignedTo: cast.lead.person })));
  only(['dsl', 'deputy', 'head'], (actor) =>
    mayOpen(actor, facts({ branch: 'illegal', assignedTo: cast.lead.person })),
  );
});

test('an allegation against staff is opened by the head, and by the one deputy named', () => {
  only(['head'], (actor) => mayOpen(actor, facts({ sphere: 'staff', branch: 'allegation' })));
  only(['deputy', 'head'], (actor) => mayOpen(actor, facts({ sphere: 'staff', namedDeputy: cast.deputy.person })));
  only(['head', 'deputyHead'], (actor) =>
    mayOpen(actor, facts({ sphere: 'staff', namedDeputy: cast.deputyHead.person })),
  );
  only(['head'], (actor) => mayOpen(actor, facts({ sphere: 'staff', namedDeputy: cast.teacher.person })));
});

test('about the head: the chair alone; about the chair: the vice-chair alone', () => {
  only(['chair'], (actor) => mayOpen(actor, facts({ sphere: 'head', branch: 'allegation' })));
  only(['viceChair'], (actor) => mayOpen(actor, facts({ sphere: 'chair', branch: 'allegation' })));
});

test('nobody opens a case about themselves, whatever their roles', () => {
  for (const sphere of ['general', 'staff', 'head', 'chair'] as const) {
    for (const part of everybody) {
      const actor: PersonActor = {
        ...cast[part],
        roles: new Set(['head', 'dsl', 'lead', 'chair', 'vice-chair', 'deputy-dsl']),
      };
      const about = facts({
        sphere,
        about: new Set([actor.person]),
        namedDeputy: actor.person,
        assignedTo: actor.person,
      });
      const verdict = mayOpen(actor, about);
      assert.equal(verdict.allowed, false);
      assert.match(verdict.reason, /about themselves/);
      assert.equal(mayAct(actor, about, 'note').allowed, false);
    }
  }
});

test('steps: triage and referral of what may be illegal are not the lead’s; sanctions are not the chair’s', () => {
  only(['dsl', 'deputy', 'head'], (actor) => mayAct(actor, facts({ assignedTo: cast.lead.person }), 'classify-minor'));
  only(['lead', 'dsl', 'deputy', 'head'], (actor) =>
    mayAct(actor, facts({ branch: 'minor', state: 'act' }), 'sanction'),
  );
  only(['dsl', 'deputy', 'head'], (actor) => mayAct(actor, facts({ branch: 'illegal', state: 'act' }), 'sanction'));
  only([], (actor) => mayAct(actor, facts({ sphere: 'head', branch: 'minor', state: 'act' }), 'sanction'));
  only(['lead', 'dsl', 'deputy', 'head'], (actor) => mayAct(actor, facts({ branch: 'minor', state: 'act' }), 'assign'));
  only(['dsl', 'deputy', 'head'], (actor) => mayAct(actor, facts({ branch: 'illegal', state: 'act' }), 'assign'));
});

test('own reports in outline: those who work with children; IT support, office, governors and chairs not', () => {
  const own: readonly Part[] = ['teacher', 'lead', 'dsl', 'deputy', 'head', 'deputyHead'];
  only(own, mayFollowOwn);
  only(['teacher'], (actor) => mayFollow(actor, cast.teacher.person));
  only(['technician'], (actor) => mayReadReceipt(actor, cast.technician.person));
  only(['teacher'], (actor) => mayDoTask(actor, cast.teacher.person));
});

test('the log, the log without names, and who signs which', () => {
  only(['lead', 'dsl', 'deputy', 'head', 'deputyHead', 'chair', 'viceChair'], mayReadLog);
  only(['dsl', 'deputy', 'head', 'governor', 'chair', 'viceChair'], mayReadGovernorsLog);
  const [usual, ofThePolicy] = [['head', 'dsl', 'deputy-dsl'] as const, ['head', 'lead'] as const];
  only(['dsl', 'deputy', 'head', 'governor', 'chair'], (actor) => maySign(actor, usual));
  only(['lead', 'head', 'governor', 'chair'], (actor) => maySign(actor, ofThePolicy));
  assert.equal(signedView(cast.chair, usual), 'redacted');
  assert.equal(signedView(cast.governor, usual), 'redacted');
  assert.equal(signedView(cast.dsl, usual), 'full');
  assert.equal(signedView(cast.lead, ofThePolicy), 'full');
});

test('the list shows exactly what each row’s policy allows, on a mixed log, for everybody', async () => {
  const ids = [
    await aReport(world, cast.teacher),
    await aReport(world, cast.teacher, { about: 'staff' }),
    await aReport(world, cast.teacher, { about: 'head' }),
    await aReport(world, cast.teacher, { about: 'chair' }),
    await aReport(world, cast.teacher, { who: 'Alex Head' }),
    await aReport(world, cast.teacher, { who: 'Alex Safe' }),
    await aReport(world, cast.teacher, { who: 'Alex Lead' }),
    await aReport(world, cast.teacher, { who: 'Alex Chair' }),
    await aClassifiedOne(world, cast.dsl, await aReport(world, cast.lead), 'illegal'),
    await aClassifiedOne(world, cast.dsl, await aReport(world, cast.lead), 'inappropriate'),
    await aClassifiedOne(world, cast.dsl, await aReport(world, cast.dsl), 'minor'),
    await aClassifiedOne(world, cast.dsl, await aReport(world, cast.teacher), 'allegation', { about: 'staff' }),
  ];
  const named = ids[1] ?? asId<'incident'>('');
  worked(
    await world.runner.run(incidentCommands().assign, cast.head, {
      id: named,
      version: String((await seenBy(world, cast.head, named)).version),
      to: cast.deputyHead.person,
    }),
  );
  const first = ids[0] ?? asId<'incident'>('');
  worked(
    await world.runner.run(incidentCommands().assign, cast.dsl, {
      id: first,
      version: String((await seenBy(world, cast.dsl, first)).version),
      to: cast.deputy.person,
    }),
  );
  // The DSL was the one affected by this one: named after the fact, by the head.
  const affected = ids[9] ?? asId<'incident'>('');
  worked(
    await world.runner.run(incidentCommands().namePerson, cast.head, {
      id: affected,
      version: String((await seenBy(world, cast.head, affected)).version),
      name: 'Alex Safe',
      part: 'affected',
    }),
  );
  const db = readHandle(world.store.reading, cast.school);
  const counts: number[] = [];
  for (const part of everybody) {
    const actor = cast[part];
    const listed = await listIncidents(db, actor, {}, { limit: 100, offset: 0 });
    const opened: string[] = [];
    for (const id of ids) {
      const incident = await loadIncident(db, id);
      if (incident !== undefined && mayOpen(actor, incident).allowed) opened.push(id);
    }
    assert.deepEqual(listed.incidents.map((each) => String(each.id)).sort(), opened.sort(), part);
    assert.equal(listed.total, opened.length, part);
    counts.push(opened.length);
  }
  assert.ok(new Set(counts).size >= 4, `the seed tells people apart: ${counts.join()}`);
});

test('another school’s head and DSL see nothing of it', async () => {
  const id = await aReport(world, cast.teacher);
  const elsewhere = await aCast(world, 'Hill Top Primary School');
  for (const actor of [elsewhere.head, elsewhere.dsl]) {
    await assert.rejects(seenBy(world, actor, id), /nothing here/);
    const listed = await listIncidents(
      readHandle(world.store.reading, elsewhere.school),
      actor,
      {},
      { limit: 9, offset: 0 },
    );
    assert.equal(listed.total, 0);
    await assert.rejects(
      world.runner.run(incidentCommands().note, actor, { id, version: '1', words: 'x' }),
      /nothing here/,
    );
  }
});
