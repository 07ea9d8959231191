import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { Actor, PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { Refused } from '../../platform/errors/errors.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { actorFor, anAdult, aPostHolder, worked } from '../people/testing.ts';
import { anEntry } from '../registers/testing.ts';
import { makeStartReview } from './commands/open-review.ts';
import { finishAction, offerReview, signReview, takeBackReview } from './commands/sign-review.ts';
import { recordDecision, withdrawReview, writeSection } from './commands/work-on-review.ts';
import { listReviews } from './pages/reviews/page.ts';
import { showReview, showSection } from './queries/show-review.ts';
import { anAction, anOfferedReview, aReview, writtenThrough, aSchoolWith } from './testing.ts';

/** Signs as a person who has just confirmed that it is they. */
const confirmed = (actor: PersonActor): PersonActor => ({ ...actor, session: { id: 'test', confirmedLately: true } });

describe('a review of filtering and monitoring', () => {
  let world: World;
  let school: SchoolId;
  let who: (role: Role) => PersonActor;
  const seen = async (id: string) => world.runner.ask(showReview, who('head'), { id });
  const sign = async (role: Role, capacity: string, id: string, sha256?: string | null) =>
    world.runner.run(signReview, confirmed(who(role)), {
      id,
      capacity,
      sha256: sha256 ?? (await seen(id)).review.sha256,
      read: 'yes',
    });

  beforeEach(async () => {
    world = await makeWorld();
    ({ school, who } = await aSchoolWith(world, ['head', 'lead', 'dsl', 'technician', 'governor', 'staff', 'office']));
  });
  afterEach(() => world.end());

  test('begins with what was measured, and there is one for each school year', async () => {
    const id = await aReview(world, who('lead'), 'yearly');
    const { review } = await seen(id);
    assert.equal(review.year, 2026);
    assert.equal(review.due.toString(), '2027-07-15');
    const line = (section: string, label: string) =>
      review.evidence[section]?.find((one) => one.label.startsWith(label))?.text ?? '';
    assert.match(line('roles', 'Designated safeguarding lead'), /dsl/);
    assert.match(line('blocked', 'Key Stage 2'), /clause s1-/, 'each kind of site has its reason');
    assert.match(line('incidents', 'Incidents in a year'), /^0 incidents/);
    assert.ok((review.evidence['limits'] ?? []).length > 3, 'the gaps are named');
    await assert.rejects(
      async () => worked(await world.runner.run(makeStartReview(world.parts), who('head'), {})),
      /is there already/,
    );
  });

  test('is signed by four people, each exactly what was on the screen, and is finished by the last', async () => {
    const id = await anOfferedReview(world, who('lead'), 'yearly');
    worked(await sign('dsl', 'dsl', id));
    worked(await sign('technician', 'it-support', id));
    assert.equal((await seen(id)).review.state, 'signing');
    worked(await sign('governor', 'governor', id));
    worked(await sign('head', 'senior-leader', id));
    const { review, content } = await seen(id);
    assert.equal(review.state, 'finished');
    assert.equal(new Set(content.signatures.map(({ sha256 }) => sha256)).size, 1);
    const again = await sign('dsl', 'dsl', id);
    assert.equal(again.ok, false);
    await assert.rejects(world.runner.run(takeBackReview, who('lead'), { id }), Refused);
  });

  test('takes no signature for other words, of a capacity that is not theirs, or without showing who it is', async () => {
    const id = await anOfferedReview(world, who('lead'));
    const { sha256 } = (await seen(id)).review;
    assert.ok(sha256);
    assert.equal((await sign('dsl', 'senior-leader', id)).ok, false);
    assert.equal((await sign('dsl', 'dsl', id, 'f'.repeat(64))).ok, false);
    await assert.rejects(
      world.runner.run(signReview, who('dsl'), { id, capacity: 'dsl', sha256, read: 'yes' }),
      /confirm that it is you/,
    );
    await assert.rejects(
      world.runner.run(signReview, confirmed(who('staff')), { id, capacity: 'dsl', sha256, read: 'yes' }),
      Refused,
    );
    worked(await sign('dsl', 'dsl', id));
    worked(await world.runner.run(takeBackReview, who('lead'), { id }));
    worked(
      await world.runner.run(writeSection, who('lead'), {
        id,
        section: 'limits',
        words: 'More.',
        seen: await partOf(id, 'limits'),
      }),
    );
    worked(await world.runner.run(offerReview, who('lead'), { id }));
    const { review, content } = await seen(id);
    assert.notEqual(review.sha256, sha256);
    assert.equal(content.signatures.length, 0, 'what was signed before no longer counts');
    assert.equal((await sign('dsl', 'dsl', id, sha256)).ok, false, 'the old screen cannot be signed');
  });

  test('is signed as governor by nobody who signs for the school', async () => {
    const both = await actorFor(
      world,
      school,
      await anAdult(world, school, { roles: ['governor', 'technician'], family: 'Both' }),
    );
    const id = await anOfferedReview(world, who('lead'), 'yearly');
    const { sha256 } = (await seen(id)).review;
    const as = (capacity: string) =>
      world.runner.run(signReview, confirmed(both), { id, capacity, sha256, read: 'yes' });
    worked(await as('it-support'));
    assert.equal((await as('governor')).ok, false);
  });

  test('is put out only when something stands in every section, and is not changed from then on', async () => {
    const id = await aReview(world, who('lead'));
    const early = await world.runner.run(offerReview, who('lead'), { id });
    assert.equal(early.ok, false);
    await writtenThrough(world, who('lead'), id, 'out-of-cycle');
    worked(await world.runner.run(offerReview, who('lead'), { id }));
    await assert.rejects(
      world.runner.run(recordDecision, who('lead'), {
        id,
        what: 'Games',
        verdict: 'blocked',
        forWhom: 'All',
        why: 'x',
      }),
      /moved on/,
    );
  });

  test('IT support writes the technical sections and no other', async () => {
    const id = await aReview(world, who('lead'), 'yearly');
    worked(await world.runner.run(writeSection, who('technician'), { id, section: 'limits', words: 'Apps.' }));
    await assert.rejects(
      world.runner.run(writeSection, who('technician'), { id, section: 'pupils', words: 'Risks.' }),
      Refused,
    );
    const late = await world.runner.run(writeSection, who('lead'), { id, section: 'limits', words: 'Mine.' });
    assert.equal(late.ok, false, 'words of somebody else are not written over unseen');
  });

  test('the senior leader is who holds that post; the head no longer signs', async () => {
    await aPostHolder(world, school, who('staff').person, 'filtering-senior-leader');
    const id = await anOfferedReview(world, who('lead'));
    await assert.rejects(sign('head', 'senior-leader', id), Refused);
    worked(await sign('staff', 'senior-leader', id));
    worked(await sign('dsl', 'dsl', id));
    assert.equal((await seen(id)).review.state, 'finished');
  });

  test('shows what stood in a section the year before', async () => {
    const id = await anOfferedReview(world, who('lead'), 'yearly');
    for (const [role, capacity] of [
      ['dsl', 'dsl'],
      ['technician', 'it-support'],
      ['governor', 'governor'],
      ['head', 'senior-leader'],
    ] as const) {
      worked(await sign(role, capacity, id));
    }
    world.clock.set(Temporal.Instant.from('2027-09-20T09:00:00Z'));
    const next = await aReview(world, who('lead'), 'yearly');
    const shown = await world.runner.ask(showSection, who('lead'), { id: next, section: 'pupils' });
    assert.equal(shown.lastYear, 'What we found about pupils.');
  });

  test('actions stand on their owner’s home page until they are done, and on the head’s when overdue', async () => {
    const id = await aReview(world, who('lead'), 'yearly');
    await anAction(world, who('lead'), id, who('technician').person);
    const lines = async (role: Role) =>
      (await world.runner.ask(dutyLines(), who(role), {})).map((line: { text: string }) => line.text);
    assert.match((await lines('technician')).join(), /To do by 11 December 2026: Put the tablets/);
    assert.deepEqual(await lines('head'), []);
    world.clock.set(Temporal.Instant.from('2026-12-14T09:00:00Z'));
    assert.match((await lines('technician')).join(), /Overdue/);
    assert.match((await lines('head')).join(), /1 action of reviews overdue/);
    const action = (await seen(id)).content.tasks[0]?.id;
    await assert.rejects(world.runner.run(finishAction, who('governor'), { action, outcome: 'Done.' }), Refused);
    worked(await world.runner.run(finishAction, who('technician'), { action, outcome: 'All are on it.' }));
    assert.deepEqual(await lines('technician'), []);
  });

  test('opens by itself for an AI tool, once, and cannot be withdrawn then', async () => {
    const bursar = await actorFor(
      world,
      school,
      await anAdult(world, school, { roles: ['technician'], given: 'Robin', family: 'Register' }),
    );
    await anEntry(world, bursar, 'contracts', {
      fSupplier: 'Bright Answers',
      fService: 'A helper for lessons',
      fSort: 'ai-tool',
      'fFrom-day': '1',
      'fFrom-month': '11',
      'fFrom-year': '2026',
      'fUntil-day': '1',
      'fUntil-month': '11',
      'fUntil-year': '2027',
      fAnswers: 'Robin Register',
      fPersonalData: 'none',
      fEvaluated: 'yes',
    });
    const run = async (): Promise<void> => {
      const job = world.jobs.find(({ name }) => name === 'standards.open-due-reviews');
      assert.ok(job);
      await job.run();
    };
    await run();
    await run();
    const { reviews } = await world.runner.ask(listReviews, who('head'), {});
    assert.deepEqual(
      reviews.map(({ cause, state, due }) => [cause, state, due.toString()]),
      [['ai-tool', 'draft', '2026-12-21']],
    );
    const id = reviews[0]?.id ?? '';
    assert.match((await seen(id)).content.causes[0]?.what ?? '', /Bright Answers/);
    assert.equal((await world.runner.run(withdrawReview, who('head'), { id, reason: 'No.' })).ok, false);
  });

  const dutyLines = () => dutyQuery(world);
  const partOf = async (id: string, section: string) => (await seen(id)).content.parts.get(section)?.id ?? '';
});

function dutyQuery(world: World) {
  const duty = world.modules.flatMap(({ duties }) => duties).find(({ code }) => code === 'review-filtering');
  assert.ok(duty);
  return {
    name: 'standards.test-lines',
    input: listReviews.input,
    events: {},
    load: () => Promise.resolve('school' as const),
    policy: () => ({ allowed: true }) as const,
    answer: (db: Parameters<typeof duty.linesFor>[0], asked: { actor: Actor; now: Temporal.Instant }) =>
      duty.linesFor(db, asked.actor, asked),
    leaves: 'A test looks.',
  };
}
