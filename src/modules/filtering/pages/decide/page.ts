import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import { formatDate, formatDateTime } from '../../../../platform/views/format.ts';
import type { FilteringParts } from '../../filtering-parts.ts';
import { namesOf } from '../../../people/index.ts';
import { policyProfiles } from '../../../policy/index.ts';
import { approversOf, decideRequest } from '../../commands/decide-request.ts';
import { clockTime, forceLine, forceState } from '../../force-state.ts';
import { levelItems, levelValues } from '../../for-whom.ts';
import { decideWith, type LiveReader } from '../../live.ts';
import { mayDecide, maySeeRequest, seesNames } from '../../policy.ts';
import { findRequest } from '../../records/requests.ts';
import { findRule } from '../../records/rules.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { cameFromWords, requestStateWords, wantsWords } from '../../words.ts';

/** One request with all its columns, and the decision for those who may. */
export function decidePage(parts: FilteringParts, live: LiveReader) {
  const readRequest = query({
    name: 'filtering.read-request',
    input: z.object({ id: recordId<'filter-request'>() }),
    events: {},
    load: async (db, input) => {
      const request = await findRequest(db, input.id);
      if (request === undefined) return undefined;
      return { request, askedBy: request.askedBy, approvers: await approversOf(db) };
    },
    policy: (actor, subject) => maySeeRequest(actor, subject),
    leaves: 'A request is about a site. The name of the person who asked is shown only to those who decide.',
    answer: async (db, { actor, subject }) => {
      const { request } = subject;
      const names = await namesOf(db, [request.askedBy ?? [], request.decidedBy ?? []].flat());
      const rule = request.ruleId === null ? undefined : await findRule(db, asId(request.ruleId));
      const newest = live.newest();
      const mine = actor.kind === 'person' && actor.person === request.askedBy;
      const state = forceState(parts);
      return {
        request,
        asker:
          request.askedBy === null
            ? 'Nobody had signed in'
            : mine || seesNames(actor, subject.approvers, request.cameFrom)
              ? (names.get(request.askedBy) ?? '')
              : 'Name not shown to you',
        decider: request.decidedBy === null ? '' : (names.get(request.decidedBy) ?? ''),
        profiles: await policyProfiles(db),
        decides: mayDecide(actor, subject.approvers).allowed,
        category:
          newest === undefined ? null : decideWith(newest, parts.clock.now(), { url: request.host }).categoryLabel,
        decided: rule === undefined ? undefined : { profiles: rule.profiles, until: rule.until },
        inForce:
          rule === undefined
            ? ''
            : rule.obeyedAt === null
              ? forceLine(state, (await parts.changes.of(db.school)).wanted)
              : `in force since ${clockTime(rule.obeyedAt)}`,
        over:
          rule?.until !== undefined &&
          rule.until !== null &&
          Temporal.Instant.compare(rule.until, parts.clock.now()) <= 0,
      };
    },
  });

  const shown = form({
    path: '/filtering/requests/:id',
    template: 'modules/filtering/pages/decide/page.njk',
    query: readRequest,
    view: (value) => {
      const { request } = value;
      const labels = new Map<string, string>(value.profiles.map((profile) => [profile.code, profile.label]));
      // Once it is decided, what counts is what was signed: it may differ from what was asked.
      const { profiles, until } = value.decided ?? request;
      const forWhom = profiles?.map((code) => labels.get(code) ?? code).join(', ') ?? 'Everybody';
      const rows: { key: string; text: string }[] = [
        { key: 'Site', text: request.host },
        { key: 'Kind of site', text: value.category ?? 'No list knows it' },
        { key: 'Asked for', text: wantsWords[request.wants] },
        { key: 'For whom', text: forWhom },
        { key: 'Until', text: until === null ? 'No last day' : formatDateTime(until) },
        { key: 'Reason', text: request.reason },
        { key: 'Asked by', text: `${value.asker} (${cameFromWords[request.cameFrom].toLowerCase()})` },
        { key: 'Date', text: formatDateTime(request.askedAt) },
      ];
      if (request.decidedAt !== null) {
        const signed = request.state === 'approved' ? 'Approved and signed by' : 'Refused by';
        rows.push({ key: signed, text: `${value.decider}, ${formatDateTime(request.decidedAt)}` });
        if (request.decisionReason !== null) rows.push({ key: 'What was said', text: request.decisionReason });
      }
      if (request.actionedAt !== null) {
        rows.push({
          key: 'Carried out',
          text: `${formatDateTime(request.actionedAt)}, ${value.over ? 'over by now' : value.inForce}`,
        });
      }
      if (request.reviewOn !== null) rows.push({ key: 'Look at it again on', text: formatDate(request.reviewOn) });
      return {
        title: 'Request to change filtering',
        back: { href: '/filtering/requests', text: 'Requests' },
        values: { profiles: levelValues(request.profiles) },
        data: {
          rows,
          id: request.id,
          host: request.host,
          wants: request.wants,
          state: requestStateWords[request.state],
          decides: value.decides && request.state === 'waiting',
          waiting: request.state === 'waiting',
          profiles: levelItems(value.profiles),
          decisions: [
            {
              value: 'approve',
              text: 'Approve and sign',
              hint: 'Your name and the time are your signature. The filter changes at once.',
            },
            { value: 'refuse', text: 'Refuse', hint: 'The person who asked sees your reason.' },
          ],
        },
      };
    },
    command: decideRequest,
    next: (decided, { params }) => ({
      to: `/filtering/requests/${params['id'] ?? ''}`,
      notice: decided === 'approved' ? 'You have signed. The filter is being told.' : 'The request is refused.',
    }),
  });
  return { query: readRequest, page: shown };
}
