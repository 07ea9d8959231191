import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne, type ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, optionalText, recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { settingOf } from '../../policy/index.ts';
import { filteringEvents } from '../events.ts';
import { endOfDay, optionalDay } from '../fields.ts';
import { mayDecide } from '../policy.ts';
import { findRequest } from '../records/requests.ts';
import { newRuleRow } from '../records/rules.ts';
import { approverRoles, filterChangeApprovers } from '../settings.ts';
import { filteringTables, stamp } from '../tables.ts';
import { forWhom, levels } from '../for-whom.ts';

/** The roles that may approve a change, from the policy in force. */
export async function approversOf(db: ReadHandle) {
  return approverRoles(await settingOf(db, filterChangeApprovers));
}

/**
 * Head or lead (whom the policy names) approves and signs, or refuses. Approval writes the rule in the same transaction: there is no
 * change without the signature (s1-072), and none signed that is not carried out.
 */
export const decideRequest = command({
  name: 'filtering.decide-request',
  input: z.object({
    id: recordId<'filter-request'>(),
    decision: choice(['approve', 'refuse'], 'Choose whether to approve or to refuse'),
    profiles: levels(),
    until: optionalDay('the last day'),
    review: optionalDay('the day to look at it again'),
    why: optionalText('your reason', 500),
  }),
  events: {
    'filter-change-approved': filteringEvents['filter-change-approved'],
    'filter-change-refused': filteringEvents['filter-change-refused'],
  },
  load: async (db, input) => {
    const request = await findRequest(db, input.id);
    return request === undefined ? undefined : { request, approvers: await approversOf(db) };
  },
  policy: (actor, subject) => mayDecide(actor, subject.approvers),
  prepare: nothing,
  changesFilter: true,
  effect: async ({ db, actor, now, input, subject, newId }) => {
    const { request } = subject;
    if (actor.kind !== 'person') return failed('', 'Sign in to decide.');
    if (request.state !== 'waiting') return failed('', 'This request has been decided already.');
    const writer = filteringTables.write(db);
    const signed = {
      decided_by: actor.person,
      decided_at: stamp(now),
      decision_reason: input.why === '' ? null : input.why,
    };
    const waiting = () => writer.update('filter_request').where('id', '=', input.id).where('state', '=', 'waiting');
    if (input.decision === 'refuse') {
      if (input.why === '') return failed('why', 'Enter why you refuse, so that the person who asked understands');
      await changeOne(waiting().set({ ...signed, state: 'refused' }));
      return done('refused' as const, {
        name: 'filter-change-refused',
        subject: input.id,
        data: { wants: request.wants },
      });
    }
    const until = input.until === null ? null : endOfDay(input.until);
    if (until !== null && Temporal.Instant.compare(until, now) <= 0) {
      return failed('until', 'The last day must be today or later');
    }
    if (input.review !== null && Temporal.PlainDate.compare(input.review, schoolDay(now)) <= 0) {
      return failed('review', 'The day to look at it again must be after today');
    }
    const whom = await forWhom(db, input.profiles);
    if (!whom.ok) return whom;
    const rule = newId<'filter-rule'>();
    await changeOne(
      waiting().set({
        ...signed,
        state: 'approved',
        actioned_at: stamp(now),
        review_on: input.review?.toString() ?? null,
        rule_id: rule,
      }),
    );
    await writer.insert(
      'filter_rule',
      newRuleRow(rule, {
        verdict: request.wants === 'open' ? 'allow' : 'block',
        hosts: [request.host],
        profiles: whom.profiles,
        reason: request.reason,
        clause: null,
        from: now,
        until,
        emergency: false,
        askedBy: request.askedBy,
        decidedBy: actor.person,
        decidedAt: now,
        signedBy: actor.person,
        signedAt: now,
        requestId: request.id,
      }),
    );
    return done('approved' as const, {
      name: 'filter-change-approved',
      subject: input.id,
      data: { wants: request.wants, rule, review: input.review?.toString() ?? null },
    });
  },
});
