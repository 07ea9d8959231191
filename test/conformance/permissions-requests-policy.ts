import { packInForce } from '../../src/modules/policy/store.ts';
import { aComment, aDraft, hashOf } from '../../src/modules/policy/documents/testing.ts';
import type { DraftState } from '../../src/modules/policy/documents/workflow.ts';
import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import { doneBy, once, type Given, type Make } from './permissions-given.ts';

/** What the requests about versions of the policy carry (see permissions-requests.ts). */

/** The state that a row of the table speaks of, and the step taken from it. */
const rows: Readonly<Record<string, { readonly state: DraftState; readonly action?: string }>> = {
  'one that is being written': { state: 'draft' },
  'one out for consultation': { state: 'consultation' },
  'one with the governors': { state: 'approval' },
  'ending the consultation': { state: 'consultation', action: 'end-consultation' },
  'putting it before governors': { state: 'revision', action: 'ask-approval' },
  'approving it': { state: 'approval', action: 'approve' },
  'sending it back': { state: 'approval', action: 'send-back' },
  'signing it': { state: 'approved', action: 'sign' },
  'withdrawing it': { state: 'draft', action: 'withdraw' },
  'a signed one': { state: 'signed' },
};

const draft = (body: Readonly<Record<string, string>> = {}): Make =>
  once(`draft ${JSON.stringify(body)}`, async ({ world, at, subject }): Promise<Given> => {
    const row = rows[subject];
    if (row === undefined) throw new Error(`no draft is like “${subject}”`);
    const made = await aDraft(world, at.school, row.state);
    return {
      params: { id: made.id, clause: 's1-003', ...(row.action === undefined ? {} : { action: row.action }) },
      body: { version: made.version, sha256: await hashOf(world, at.school, made.id), ...body },
    };
  });

const comment: Make = once('policy comment', async ({ world, at }) => {
  const { id } = await aDraft(world, at.school, 'consultation');
  const made = await aComment(world, at.school, id);
  return { params: { id, comment: made }, body: { outcome: 'no-change', answer: 'Thank you.' } };
});

/** Nothing is being written when somebody is to begin. */
const noDraft: Make = async ({ world, at, fresh }) => {
  if (fresh) {
    const open = await world.store.reading
      .selectFrom('policy_draft')
      .select(['id', 'version'])
      .where('school_id', '=', at.school)
      .where('state', 'in', ['draft', 'consultation', 'revision'])
      .execute();
    const head = await at.actor('head');
    for (const row of open) {
      const given = {
        id: String(row['id']),
        version: String(row['version']),
        action: 'withdraw',
        note: 'Another is begun.',
      };
      await doneBy(world, head, 'policy.take-draft-step', given);
    }
  }
  return { body: { from: 'in-force', why: 'The yearly review.' } };
};

export const policyRequests: Readonly<Record<string, Make>> = {
  '/policy/versions/:number': () => ({ params: { number: '1' } }),
  '/policy/draft/begin': noDraft,
  '/policy/draft/:id': draft(),
  '/policy/draft/:id/document': draft(),
  '/policy/draft/:id/document.pdf': draft(),
  '/policy/draft/:id/document.docx': draft(),
  '/policy/draft/:id/clauses': draft(),
  '/policy/draft/:id/clauses/:clause': draft({ text: 'A sentence of our own.', reason: 'Plainer.' }),
  '/policy/draft/:id/clauses/:clause/strike': draft({ reason: 'Said elsewhere.' }),
  '/policy/draft/:id/clauses/:clause/restore': draft(),
  '/policy/draft/:id/update': draft(),
  '/policy/draft/:id/add': draft({
    text: 'A sentence of our own.',
    section: 'about',
    who: 'school',
    area: 'policy-governance',
    kind: 'guidance',
    period: 'ongoing',
    to: 'staff',
    reason: 'It was missing.',
  }),
  '/policy/draft/:id/consult': draft({ groups: 'staff', until: '2027-01-29' }),
  '/policy/draft/:id/comment': draft({ words: 'Plainer words.' }),
  '/policy/draft/:id/record-comment': draft({ words: 'Too long.', group: 'parents' }),
  '/policy/draft/:id/comments': draft(),
  '/policy/draft/:id/comments/:comment': comment,
  '/policy/draft/:id/step/:action': draft({ note: 'Minute 7.' }),
  '/policy/draft/:id/publish': draft(),
  '/policy/draft/setting/:setting': () => ({
    params: { setting: 'pupil-phones' },
    body: { value: 'never', why: 'Phones stay at home.' },
  }),
  '/policy/acknowledge': async ({ world, at }) => ({
    body: { pack: (await packInForce(readHandle(world.store.reading, at.school)))?.id ?? '' },
  }),
};
