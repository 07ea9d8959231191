import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { AnyCommand } from '../../platform/commands/command.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { aClassifiedOne, aReport, seenBy } from '../incidents/testing.ts';
import type { Evidence } from '../module.ts';
import { aPupil, worked } from '../people/testing.ts';
import { anEntry } from '../registers/testing.ts';
import { answerAspect } from './commands/answer-aspect.ts';
import { signReview } from './commands/sign-review.ts';
import { listReviews } from './pages/reviews/page.ts';
import { showReview } from './queries/show-review.ts';
import { standards } from './standard-files.ts';
import { wordsOf } from './standard.ts';
import { anOfferedReview, aReview, aSchoolWith } from './testing.ts';

describe('what calls for a review, and what reviews show', () => {
  let world: World;
  let school: SchoolId;
  let who: (role: Role) => PersonActor;

  beforeEach(async () => {
    world = await makeWorld();
    ({ school, who } = await aSchoolWith(world, ['head', 'lead', 'dsl', 'technician', 'governor']));
  });
  afterEach(() => world.end());

  const command = (name: string): AnyCommand => {
    const found = world.modules.flatMap(({ commands }) => commands).find((one) => one.name === name);
    assert.ok(found, name);
    return found;
  };
  const look = async (): Promise<void> => {
    const job = world.jobs.find(({ name }) => name === 'standards.open-due-reviews');
    assert.ok(job);
    await job.run();
  };
  const causes = async () =>
    (await world.runner.ask(listReviews, who('head'), {})).reviews
      .filter(({ kind }) => kind === 'out-of-cycle')
      .map(({ cause }) => cause)
      .sort();
  const changeNetwork = async (version: number): Promise<void> => {
    world.clock.advance({ minutes: 1 });
    worked(
      await world.runner.run(command('filtering.change-network'), who('technician'), {
        version: String(version),
        ports: String(8443 + version),
      }),
    );
  };
  const device = async (sort: string, serial: string): Promise<void> => {
    world.clock.advance({ minutes: 1 });
    await anEntry(world, who('technician'), 'hardware', {
      fItem: 'A device',
      fSerialNumber: serial,
      fSort: sort,
      fLocation: 'Office',
      fLeavesSchool: 'no',
      fEncrypted: 'yes',
    });
  };
  const evidenceOf = async (code: string): Promise<Evidence> => {
    const control = world.modules.flatMap(({ controls }) => controls).find((one) => one.code === code);
    assert.ok(control, code);
    return world.runner.ask(
      {
        name: 'standards.test-evidence',
        input: listReviews.input,
        events: {},
        load: () => Promise.resolve('school' as const),
        policy: () => ({ allowed: true }) as const,
        answer: (db: Parameters<typeof control.evidence>[0], { now }: { now: Temporal.Instant }) =>
          control.evidence(db, { now }),
        leaves: 'A test looks.',
      },
      who('head'),
      {},
    );
  };

  test('the network and new kinds of device count from the first yearly review on, and go into one open review', async () => {
    await changeNetwork(0);
    await device('laptop', 'A1');
    await look();
    assert.deepEqual(await causes(), [], 'before the first review everything is new');
    await aReview(world, who('lead'), 'yearly');
    await device('laptop', 'A2');
    await device('camera', 'A3');
    await changeNetwork(1);
    await look();
    await changeNetwork(2);
    await look();
    assert.deepEqual(await causes(), ['device-kind', 'network']);
    const { reviews } = await world.runner.ask(listReviews, who('head'), {});
    const network = reviews.find(({ cause }) => cause === 'network');
    const { content } = await world.runner.ask(showReview, who('head'), { id: network?.id });
    assert.equal(content.causes.length, 2, 'the second change stands in the review that is still being prepared');
  });

  test('a serious incident that is closed opens a review of its own, which names neither child nor case', async () => {
    await aPupil(world, school, { given: 'Robin', family: 'Sample' });
    const id = await aClassifiedOne(world, who('dsl'), await aReport(world, who('lead')), 'illegal');
    const steps: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['record-referral', { body: 'police', outcome: 'made', reference: 'X1', reason: 'A picture.' }],
      ['record-referral', { body: 'ceop', outcome: 'made', reference: 'X2', reason: 'A picture.' }],
      ['record-referral', { body: 'iwf', outcome: 'considered', reason: 'Not on a public page.' }],
      ['notify', { words: 'The head, by me, at ten.' }],
      ['record-action', { actions: 'Put away.', reasons: 'Evidence.', custody: 'Head’s safe since 10:05.' }],
      ['record-parents', { answer: 'told', when: '2026-11-23', how: 'phone', words: '' }],
      ['give-no-sanction', { reason: 'A child who was harmed.' }],
      ['review', { learned: 'Filter asked.' }],
    ];
    const take = async (step: string, fields: Readonly<Record<string, string>>): Promise<void> => {
      const { version } = await seenBy(world, who('dsl'), id);
      worked(
        await world.runner.run(command(`incidents.${step}`), who('dsl'), { id, version: String(version), ...fields }),
      );
    };
    for (const [step, fields] of steps) await take(step, fields);
    await look();
    assert.deepEqual(await causes(), [], 'not before it is closed');
    await take('close', { confirm: 'yes' });
    await look();
    await look();
    assert.deepEqual(await causes(), ['incident']);
    const { reviews } = await world.runner.ask(listReviews, who('head'), {});
    const [opened] = reviews;
    assert.ok(opened);
    assert.equal(opened.due.toString(), '2026-12-07');
    const { content } = await world.runner.ask(showReview, who('governor'), { id: opened.id });
    assert.deepEqual(
      content.causes.map(({ what, href }) => [what, href]),
      [['An incident that may have been illegal was closed', '/incidents']],
    );
  });

  test('out-of-cycle-reviews is measured: not kept while one waits past its day', async () => {
    assert.deepEqual(
      [(await evidenceOf('out-of-cycle-reviews')).state, (await evidenceOf('out-of-cycle-reviews')).kind],
      ['no-data', 'nothing-yet'],
    );
    await aReview(world, who('lead'));
    assert.equal((await evidenceOf('out-of-cycle-reviews')).state, 'met');
    world.clock.set(Temporal.Instant.from('2027-01-10T09:00:00Z'));
    const late = await evidenceOf('out-of-cycle-reviews');
    assert.equal(late.state, 'not-met');
    assert.match(late.figure, /1 past its day/);
  });

  test('filtering-review is kept by a review that all four signed, this school year or the last, and by nothing less', async () => {
    assert.equal((await evidenceOf('filtering-review')).state, 'no-data');
    const id = await anOfferedReview(world, who('lead'), 'yearly');
    assert.equal((await evidenceOf('filtering-review')).state, 'not-met');
    const { sha256 } = (await world.runner.ask(showReview, who('head'), { id })).review;
    for (const [role, capacity] of [
      ['dsl', 'dsl'],
      ['technician', 'it-support'],
      ['governor', 'governor'],
      ['head', 'senior-leader'],
    ] as const) {
      const actor: PersonActor = { ...who(role), session: { id: 'test', confirmedLately: true } };
      worked(await world.runner.run(signReview, actor, { id, capacity, sha256, read: 'yes' }));
    }
    const kept = await evidenceOf('filtering-review');
    assert.deepEqual([kept.state, kept.kind], ['met', 'self-reported']);
    world.clock.set(Temporal.Instant.from('2028-09-02T09:00:00Z'));
    const old = await evidenceOf('filtering-review');
    assert.deepEqual([old.state, old.kind], ['not-met', 'out-of-date']);
  });

  test('self-review is kept once every aspect has a level and says why', async () => {
    assert.equal((await evidenceOf('self-review')).state, 'no-data');
    const aspects = standards().get('360-degree-safe')?.current.requirements ?? [];
    for (const [place, aspect] of aspects.entries()) {
      const input = { code: '360-degree-safe', aspect: aspect.id, level: '3', words: wordsOf(aspect) };
      worked(
        await world.runner.run(answerAspect, who('lead'), { ...input, commentary: place === 0 ? '' : 'As we see it.' }),
      );
    }
    const nearly = await evidenceOf('self-review');
    assert.deepEqual([nearly.state, nearly.figure.startsWith('20 of 21')], ['not-met', true]);
    const [first] = aspects;
    assert.ok(first);
    worked(
      await world.runner.run(answerAspect, who('lead'), {
        code: '360-degree-safe',
        aspect: first.id,
        level: '2',
        commentary: 'The group meets.',
        words: wordsOf(first),
      }),
    );
    assert.equal((await evidenceOf('self-review')).state, 'met');
    assert.equal(
      (
        await world.runner.run(answerAspect, who('lead'), {
          code: '360-degree-safe',
          aspect: first.id,
          level: '1',
          words: 'old',
        })
      ).ok,
      false,
      'an answer to other words is not taken',
    );
  });
});
