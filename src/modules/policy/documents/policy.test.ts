import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Actor } from '../../../platform/access/access.ts';
import { roles, type Role } from '../../../platform/access/roles.ts';
import { asId } from '../../../platform/ids/ids.ts';
import type { Consultation } from './draft.ts';
import { mayComment, mayReadDraft, mayRecordComment, mayTake } from './policy.ts';
import {
  draftActions,
  draftStateCodes,
  ended,
  moveFor,
  moves,
  type ConsultationGroup,
  type DraftAction,
  type DraftState,
} from './workflow.ts';

const person = (role: Role): Actor => ({
  kind: 'person',
  school: asId('s'),
  person: asId(`p-${role}`),
  name: 'A person',
  roles: new Set([role]),
  classes: new Set(),
  request: asId('r'),
});
const asking = (...groups: ConsultationGroup[]): Consultation => {
  const day = Temporal.PlainDate.from('2026-11-30');
  return { from: day, until: day, groups };
};
const whoMay = (rule: (actor: Actor) => { allowed: boolean }): Role[] =>
  roles.filter((role) => rule(person(role)).allowed);
const draft = (state: DraftState, consultation?: Consultation, authors: readonly string[] = ['p-lead']) => ({
  state,
  consultation,
  authors: new Set(authors),
});
const mayStep = (state: DraftState, action: DraftAction, authors?: readonly string[]): Role[] =>
  whoMay((actor) => mayTake(actor, draft(state, undefined, authors), action));

describe('the moves of a version', () => {
  test('lead from its beginning to being published or withdrawn, and nowhere further', () => {
    const reached = new Set<DraftState>(['draft']);
    for (let before = 0; before < reached.size;) {
      before = reached.size;
      for (const move of moves) if (move.from.some((state) => reached.has(state))) reached.add(move.to);
    }
    assert.deepEqual([...reached].toSorted(), draftStateCodes.toSorted());
    for (const state of draftStateCodes) {
      const leaves = draftActions.filter((action) => moveFor(state, action) !== undefined);
      assert.equal(leaves.length === 0, ended.includes(state), state);
    }
  });

  test('have one row for each state and action', () => {
    for (const state of draftStateCodes) {
      for (const action of draftActions) {
        const rows = moves.filter((move) => move.action === action && move.from.includes(state));
        assert.ok(rows.length <= 1, `${state} ${action}`);
      }
    }
  });

  test('reach publishing only by way of governors’ approval and the chair’s signature', () => {
    assert.deepEqual(
      moves.filter(({ to }) => to === 'published').flatMap(({ from }) => from),
      ['signed'],
    );
    assert.deepEqual(
      moves.filter(({ to }) => to === 'signed').flatMap(({ from }) => from),
      ['approved'],
    );
    assert.deepEqual(
      moves.filter(({ to }) => to === 'approved').flatMap(({ from }) => from),
      ['approval'],
    );
  });
});

describe('who may do what with a version', () => {
  test('lead, safeguarding leads and head consult; the head puts it before governors and publishes', () => {
    assert.deepEqual(mayStep('draft', 'consult'), ['lead', 'dsl', 'deputy-dsl', 'head']);
    assert.deepEqual(mayStep('revision', 'ask-approval'), ['head']);
    assert.deepEqual(mayStep('signed', 'publish'), ['head']);
  });

  test('governors approve, the chair or the vice-chair signs, and nobody else', () => {
    assert.deepEqual(mayStep('approval', 'approve'), ['governor', 'chair', 'vice-chair']);
    assert.deepEqual(mayStep('approved', 'sign'), ['chair', 'vice-chair']);
    assert.deepEqual(mayStep('draft', 'approve'), []);
  });

  test('nobody approves or signs what they alone drafted; with somebody else they may', () => {
    assert.deepEqual(mayStep('approval', 'approve', ['p-chair']), ['governor', 'vice-chair']);
    assert.deepEqual(mayStep('approved', 'sign', ['p-chair']), ['vice-chair']);
    assert.deepEqual(mayStep('approved', 'sign', ['p-chair', 'p-lead']), ['chair', 'vice-chair']);
  });

  test('a draft is read by those who draft; by governors when it is theirs; by others while they are asked', () => {
    const readers = (state: DraftState, consultation?: Consultation) =>
      whoMay((actor) => mayReadDraft(actor, { state, consultation }));
    const writing = ['lead', 'dsl', 'deputy-dsl', 'head'];
    assert.deepEqual(readers('draft'), writing);
    assert.deepEqual(readers('approval', asking('staff')), [...writing, 'governor', 'chair', 'vice-chair']);
    assert.deepEqual(readers('consultation', asking('parents')), [...writing, 'office']);
    assert.deepEqual(readers('consultation', asking('governors')), [...writing, 'governor', 'chair', 'vice-chair']);
    assert.equal(readers('consultation', asking('staff')).includes('technician'), true);
    assert.equal(readers('consultation', asking('staff')).includes('governor'), false);
    assert.equal(readers('revision', asking('staff')).includes('staff'), false);
  });

  test('comments are taken from those asked, and recorded by the office for parents and pupils', () => {
    const out = (...groups: ConsultationGroup[]) => ({
      state: 'consultation' as const,
      consultation: asking(...groups),
    });
    assert.deepEqual(
      whoMay((actor) => mayComment(actor, out('governors'))),
      ['governor', 'chair', 'vice-chair'],
    );
    assert.deepEqual(
      whoMay((actor) => mayComment(actor, out('pupils'))),
      [],
    );
    assert.deepEqual(
      whoMay((actor) => mayRecordComment(actor, out('pupils'))),
      ['lead', 'dsl', 'deputy-dsl', 'head', 'office'],
    );
    assert.deepEqual(
      whoMay((actor) => mayRecordComment(actor, out('staff'))),
      [],
    );
  });
});
