import { z } from 'zod';

import { query } from '../../platform/commands/command.ts';
import { recordId } from '../../platform/forms/fields.ts';
import type { ModuleParts } from '../module.ts';
import { actorLike } from '../people/index.ts';
import { handoverEvents } from './events.ts';
import { CHOOSE, handoverPolicy, LEAVE, loadHandover, successorField } from './hand-over.ts';
import { colleaguesOf, openWork, postWork } from './open-work.ts';

/** What lies in somebody's name, who could have it, and, once a successor is chosen, what they would get and what not. */
export function makeSeeOpenWork(parts: Pick<ModuleParts, 'whole'>) {
  return query({
    name: 'handover.see-open-work',
    input: z.object({
      person: recordId<'person'>(),
      to: successorField.optional(),
      asked: z.string().max(10).optional(),
    }),
    events: handoverEvents,
    load: loadHandover,
    policy: handoverPolicy,
    answer: async (db, { actor, now, input, subject }) => {
      const { leaver } = subject;
      const things = await openWork(parts.whole(), db, actor, leaver.id);
      const colleagues = await colleaguesOf(db, leaver.id, now);
      const to = colleagues.find((one) => one.person === input.to);
      return {
        leaver: { id: leaver.id, name: leaver.name },
        things: things.map((thing) => {
          const verdict = to === undefined ? undefined : thing.mayHave(to);
          return {
            text: thing.text,
            href: thing.href,
            passes: verdict?.allowed === true,
            why: verdict === undefined || verdict.allowed ? undefined : verdict.reason,
            otherwise: thing.otherwise,
          };
        }),
        successors: colleagues
          .map((one) => ({
            id: one.person,
            name: one.name,
            may: things.filter((thing) => thing.mayHave(one).allowed).length,
          }))
          .filter(({ may }) => may > 0),
        /** What the first step asks for and did not get, for its field. */
        problems:
          input.asked !== undefined && to === undefined && input.to !== LEAVE ? [{ field: 'to', message: CHOOSE }] : [],
        chosen: to !== undefined ? { id: to.person, name: to.name } : input.to === LEAVE ? LEAVE : undefined,
        posts:
          actor.kind === 'person'
            ? await postWork(parts.whole(), db, { actor, now }, actorLike(db.school, leaver))
            : [],
      };
    },
    leaves: (value, { subject }) => [
      { name: 'open-work-viewed', subject: subject.leaver.id, data: { things: value.things.length } },
    ],
  });
}
