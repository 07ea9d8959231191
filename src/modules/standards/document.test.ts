import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { Block } from '../../platform/documents/written.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { worked } from '../people/testing.ts';
import { signReview } from './commands/sign-review.ts';
import { recordDecision, writeSection } from './commands/work-on-review.ts';
import { offerReview } from './commands/sign-review.ts';
import { writtenReview } from './pages/document/written.ts';
import { reviewModel } from './pages/review/model.ts';
import { showReview } from './queries/show-review.ts';
import { sectionsOf } from './review/sections.ts';
import { anAction, aReview, aSchoolWith } from './testing.ts';

describe('a review as a document', () => {
  let world: World;
  let school: SchoolId;
  let who: (role: Role) => PersonActor;

  beforeEach(async () => {
    world = await makeWorld();
    ({ school, who } = await aSchoolWith(world, ['head', 'lead', 'dsl', 'technician', 'governor']));
  });
  afterEach(() => world.end());

  const written = async (id: string) =>
    writtenReview(
      reviewModel(await world.runner.ask(showReview, who('head'), { id }), who('head')),
      'Hollybank',
      false,
    );
  const tableOf = (blocks: readonly Block[], caption: string) => {
    const found = blocks.find((block) => block.kind === 'table' && block.caption === caption);
    assert.ok(found?.kind === 'table', caption);
    return found;
  };

  test('has every section with what was measured then, decisions with reasons, actions, and who signed', async () => {
    const id = await aReview(world, who('lead'), 'yearly');
    for (const { code } of sectionsOf('yearly')) {
      worked(await world.runner.run(writeSection, who('lead'), { id, section: code, words: `Found: ${code}.` }));
    }
    worked(
      await world.runner.run(recordDecision, who('lead'), {
        id,
        what: 'Online games',
        verdict: 'blocked',
        forWhom: 'All pupils',
        why: 'Strangers can write to them there.',
      }),
    );
    await anAction(world, who('lead'), id, who('technician').person);
    const draft = await written(id);
    assert.match(draft.foot, /not signed by all/);
    worked(await world.runner.run(offerReview, who('lead'), { id }));
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
    // A month later the figures of the school are others; the document has those of then.
    world.clock.advance({ hours: 30 * 24 });
    const doc = await written(id);
    const { evidence } = (await world.runner.ask(showReview, who('head'), { id })).review;

    const headings = doc.blocks.flatMap((block) => (block.kind === 'heading' && block.level === 2 ? [block.text] : []));
    assert.deepEqual(headings, [
      ...sectionsOf('yearly').map(({ title }) => title),
      'Decisions on what is blocked, and why',
      'Actions',
      'Signatures',
    ]);
    const words = doc.blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
    for (const { code, title } of sectionsOf('yearly')) {
      assert.ok(words.includes(`Found: ${code}.`), code);
      const lines = evidence[code] ?? [];
      assert.ok(lines.length > 0, code);
      assert.deepEqual(
        tableOf(doc.blocks, `Measured: ${title}`).rows.map(([label, text]) => [label, text]),
        lines.map(({ label, text }) => [label, text]),
      );
    }
    assert.deepEqual(tableOf(doc.blocks, 'Decisions').rows, [
      ['Online games', 'Stays or becomes blocked', 'All pupils', 'Strangers can write to them there.'],
    ]);
    const [action] = tableOf(doc.blocks, 'Actions').rows;
    assert.deepEqual(action?.slice(2), ['11 December 2026', 'To do']);
    const signed = tableOf(doc.blocks, 'Signatures').rows;
    assert.equal(signed.length, 4);
    assert.ok(signed.every(([, by, at]) => by !== 'Not signed' && at !== ''));
    const facts = new Map(tableOf(doc.blocks, 'About this review').rows.map(([name, value]) => [name, value]));
    assert.equal(facts.get('Fingerprint of what is signed (SHA-256)'), sha256);
    assert.match(facts.get('State') ?? '', /^Finished/);
  });

  test('is a page and a PDF, for those who may read the review; a look at either stands in the trail', async () => {
    const id = await aReview(world, who('lead'), 'yearly');
    const asked = async (role: Role, path: string) => {
      const secret = await world.parts.sessions.start(school, who(role).person, 'test');
      return world.web.inject({
        url: `/standards/review/${id}/${path}`,
        headers: { host: 'localhost', cookie: `sg_session=${secret}` },
      });
    };
    const page = await asked('governor', 'document');
    assert.equal(page.statusCode, 200);
    assert.match(page.body, /yearly review of/);
    const pdf = await asked('governor', 'document.pdf');
    assert.equal(pdf.statusCode, 200);
    assert.equal(pdf.headers['content-type'], 'application/pdf');
    assert.equal(pdf.rawPayload.subarray(0, 5).toString('latin1'), '%PDF-');
    const trail = await world.store.reading
      .selectFrom('audit_event')
      .select('event')
      .where('event', '=', 'filtering-review-viewed')
      .execute();
    assert.equal(trail.length, 2);
  });
});
