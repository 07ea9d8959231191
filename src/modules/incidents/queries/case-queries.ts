import { z } from 'zod';

import type { Actor } from '../../../platform/access/access.ts';
import { query, type Asking } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { assignableTo } from '../assignable.ts';
import { caseView, type CaseView } from '../case-view.ts';
import { incidentEvents } from '../events.ts';
import type { Incident } from '../incident.ts';
import { mayAct, mayOpen } from '../policy.ts';
import { loadIncident } from '../store.ts';
import type { Action } from '../workflow-words.ts';

/** What a page of a case gets: the case, and what that form needs besides. */
export interface CaseAnswer<Extra> {
  readonly view: CaseView;
  readonly extra: Extra;
}

/** A query of one incident. Each look leaves `incident-viewed`, with the page; a form's policy is that of its command. */
function caseQuery<Extra>(given: {
  readonly page: string;
  readonly actions: readonly Action[];
  readonly extra: (db: ReadHandle, incident: Incident, asking: Asking) => Promise<Extra>;
}) {
  return query({
    name: `incidents.see-${given.page}`,
    input: z.object({ id: recordId<'incident'>() }),
    events: incidentEvents,
    load: (db, input) => loadIncident(db, input.id),
    policy: (actor: Actor, incident: Incident) =>
      given.actions.length === 0 ? mayOpen(actor, incident) : mayAct(actor, incident, ...given.actions),
    answer: async (db, context): Promise<CaseAnswer<Extra>> => ({
      view: await caseView(db, context.subject, context),
      extra: await given.extra(db, context.subject, context),
    }),
    leaves: (_value, { subject }) => [
      { name: 'incident-viewed' as const, subject: subject.id, data: { page: given.page } },
    ],
  });
}

const none = (): Promise<null> => Promise.resolve(null);

export const seeCase = caseQuery({ page: 'case', actions: [], extra: none });
export const seePrint = caseQuery({ page: 'print', actions: [], extra: none });
export const seeMakeSafe = caseQuery({ page: 'make-safe', actions: ['make-safe'], extra: none });
export const seeClassify = caseQuery({
  page: 'classify',
  actions: ['classify-illegal', 'classify-inappropriate', 'classify-allegation', 'classify-minor'],
  extra: none,
});
export const seeNotify = caseQuery({ page: 'notify', actions: ['notify'], extra: none });
export const seeAct = caseQuery({ page: 'act', actions: ['act'], extra: none });
export const seeParents = caseQuery({ page: 'parents', actions: ['parents'], extra: none });
export const seeSanction = caseQuery({ page: 'sanction', actions: ['sanction'], extra: none });
export const seeNoSanction = caseQuery({ page: 'no-sanction', actions: ['no-sanction'], extra: none });
export const seeEndSanction = caseQuery({ page: 'end-sanction', actions: ['end-sanction'], extra: none });
export const seeGoOn = caseQuery({ page: 'go-on', actions: ['go-on'], extra: none });
export const seeReview = caseQuery({ page: 'review', actions: ['review'], extra: none });
export const seeClose = caseQuery({ page: 'close', actions: ['close'], extra: none });
export const seeReopen = caseQuery({ page: 'reopen', actions: ['reopen'], extra: none });
export const seeNote = caseQuery({ page: 'note', actions: ['note'], extra: none });
export const seeCorrect = caseQuery({ page: 'correct', actions: ['correct'], extra: none });
export const seeRefer = caseQuery({ page: 'refer', actions: ['refer'], extra: none });
export const seePeople = caseQuery({ page: 'people', actions: ['person'], extra: none });
export const seeTakeOff = caseQuery({ page: 'take-off', actions: ['person'], extra: none });
export const seeTaskForm = caseQuery({ page: 'task', actions: ['task'], extra: none });
export const seeAssign = caseQuery({
  page: 'assign',
  actions: ['assign'],
  extra: (db, incident, asking) => assignableTo(db, incident, asking.now),
});

export const caseQueries = [
  seeCase,
  seePrint,
  seeMakeSafe,
  seeClassify,
  seeNotify,
  seeAct,
  seeParents,
  seeSanction,
  seeNoSanction,
  seeEndSanction,
  seeGoOn,
  seeReview,
  seeClose,
  seeReopen,
  seeNote,
  seeCorrect,
  seeRefer,
  seePeople,
  seeTakeOff,
  seeTaskForm,
  seeAssign,
];
