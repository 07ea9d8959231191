import type { World } from '../../../../test/support/world.ts';
import {
  command,
  done,
  failed,
  nothing,
  query,
  wholeSchool,
  type AnyCommand,
} from '../../../platform/commands/command.ts';
import { allowed, type PersonActor } from '../../../platform/access/access.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { z } from 'zod';
import { someoneWith } from '../testing.ts';
import { textInForce } from './commands/begin-draft.ts';
import { answer, makeComment, openConsultation } from './commands/consultation.ts';
import { makeTakeDraftStep } from './commands/take-step.ts';
import type { DraftId } from './draft.ts';
import { loadDraft, saveDraft } from './drafts.ts';
import { documentEvents } from './events.ts';
import { signedText } from './signed-text.ts';
import type { DraftState } from './workflow.ts';

/** A draft beside others: pages let only one be written at a time, tests need several. */
const putDraft = command({
  name: 'test.put-draft',
  input: z.object({}),
  events: documentEvents,
  load: wholeSchool,
  policy: () => allowed,
  prepare: nothing,
  effect: async ({ db, now, newId }) => {
    const inForce = await textInForce(db);
    if (inForce === undefined) return failed('', 'no policy is in force');
    const id = newId<'policy-draft'>();
    await saveDraft(db, {
      id,
      basePack: inForce.pack,
      base: inForce.text,
      why: 'The yearly review.',
      fromSetting: undefined,
      at: now,
      by: newId(),
    });
    return done({ id }, { name: 'policy-draft-begun', subject: id, data: { base: inForce.text.code, clauses: 1 } });
  },
  changesFilter: false,
});

const hashOfDraft = (parts: World['parts']) =>
  query({
    name: 'test.hash-of-draft',
    input: z.object({ id: recordId<'policy-draft'>() }),
    events: documentEvents,
    load: (db, { id }) => loadDraft(db, id),
    policy: () => allowed,
    answer: async (db, { subject }) => (await signedText(db, subject, parts)).sha256,
    leaves: 'A draft holds the words of a policy and no records.',
  });

/** The hash of a draft's text as it is now: what a form of those who put their name under it carries. */
export async function hashOf(world: World, school: SchoolId, id: DraftId): Promise<string> {
  return world.runner.ask(hashOfDraft(world.parts), someoneWith(world, school, 'head'), { id });
}

/** A draft of the policy in force, brought to a state by the commands of the people whose steps they are. Everybody is asked. */
export async function aDraft(
  world: World,
  school: SchoolId,
  state: DraftState = 'draft',
): Promise<{ readonly id: DraftId; readonly version: string }> {
  const head = someoneWith(world, school, 'head');
  const chair = someoneWith(world, school, 'chair');
  const takeDraftStep = makeTakeDraftStep(world.parts);
  const begun = await world.runner.run(putDraft, head, {});
  if (!begun.ok) throw new Error(JSON.stringify(begun.errors));
  const { id } = begun.value;
  let version = 1;
  const run = async (actor: PersonActor, what: AnyCommand, input: object) => {
    const by = { ...actor, session: { id: 'test', confirmedLately: true } };
    const outcome = await world.runner.run(what, by, { id, version: String(version), ...input });
    if (!outcome.ok) throw new Error(`the draft did not go on: ${JSON.stringify(outcome.errors)}`);
    version += 1;
  };
  const hash = () => hashOf(world, school, id);
  const groups = ['staff', 'governors', 'parents', 'pupils'];
  const order = ['draft', 'consultation', 'revision', 'approval', 'approved', 'signed'] as const;
  const steps = {
    draft: () => Promise.resolve(),
    consultation: () => run(head, openConsultation, { groups, until: '2027-01-29' }),
    revision: () => run(head, takeDraftStep, { action: 'end-consultation' }),
    approval: () => run(head, takeDraftStep, { action: 'ask-approval' }),
    approved: async () => run(chair, takeDraftStep, { action: 'approve', note: 'Minute 7', sha256: await hash() }),
    signed: async () => run(chair, takeDraftStep, { action: 'sign', sha256: await hash() }),
  };
  for (const each of order) {
    await steps[each]();
    if (each === state) break;
  }
  return { id, version: String(version) };
}

/** A comment on a draft that is out for consultation, without an answer unless told otherwise. */
export async function aComment(
  world: World,
  school: SchoolId,
  draft: DraftId,
  given: { readonly answered?: boolean } = {},
): Promise<string> {
  const by = someoneWith(world, school, 'staff');
  const made = await world.runner.run(makeComment, by, { id: draft, clause: '', words: 'Plainer words, please.' });
  if (!made.ok) throw new Error(JSON.stringify(made.errors));
  const [row] = await world.store.reading
    .selectFrom('policy_comment')
    .select('id')
    .where('draft_id', '=', draft)
    .orderBy('id', 'desc')
    .execute();
  const comment = String(row?.['id']);
  if (given.answered === true) {
    const head = someoneWith(world, school, 'head');
    await world.runner.run(answer, head, { id: draft, comment, outcome: 'no-change', answer: 'Thank you.' });
  }
  return comment;
}
