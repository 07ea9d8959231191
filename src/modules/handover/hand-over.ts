import { z } from 'zod';

import type { Verdict } from '../../platform/access/access.ts';
import type { EventCatalogue } from '../../platform/audit/events.ts';
import { command, done, failed, nothing } from '../../platform/commands/command.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { recordId } from '../../platform/forms/fields.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { enqueueMail } from '../../platform/mail/outbox.ts';
import type { ModuleParts } from '../module.ts';
import { findPerson, leftPeople } from '../people/index.ts';
import { handoverEvents } from './events.ts';
import { colleaguesOf, handoversOf } from './open-work.ts';
import { mayHandOver } from './policy.ts';

/** Chosen instead of a successor: everything falls to whoever answers for it. */
export const LEAVE = 'head';

/** Said by the field when nobody was chosen. */
export const CHOOSE = 'Choose who takes it over';

/** To whom: somebody's id, or `LEAVE`. */
export const successorField = z
  .string({ error: CHOOSE })
  .regex(/^(head|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, CHOOSE)
  .transform((value): PersonId | typeof LEAVE => (value === LEAVE ? LEAVE : asId(value)));

/** Whose work, and their successor when somebody is named; undefined when the school has no such person. */
export async function loadHandover(
  db: ReadHandle,
  input: { readonly person: PersonId; readonly to?: PersonId | typeof LEAVE | undefined },
  { now }: { readonly now: Temporal.Instant },
) {
  const leaver = await findPerson(db, input.person, now);
  if (leaver === undefined) return undefined;
  if (input.to === undefined || input.to === LEAVE) return { leaver, successor: undefined };
  const successor = await findPerson(db, input.to, now);
  return successor === undefined ? undefined : { leaver, successor };
}

/** Who may: those who answer for cases, and whoever hands over their own. */
export const handoverPolicy = (
  actor: Parameters<typeof mayHandOver>[0],
  subject: { readonly leaver: { readonly id: PersonId } },
): Verdict => mayHandOver(actor, { person: subject.leaver.id });

/** Hands over all that lies in somebody's name and that who does it may open, in one command. All who receive are told, and the leaver. */
export function makeHandOver(parts: Pick<ModuleParts, 'whole'>) {
  // The events of the modules whose records move are theirs: the runner knows every module's.
  const events: EventCatalogue = handoverEvents;
  return command({
    name: 'handover.hand-over',
    input: z.strictObject({ person: recordId<'person'>('Choose whose work'), to: successorField }),
    events,
    load: loadHandover,
    policy: handoverPolicy,
    prepare: nothing,
    effect: async (doing) => {
      const { db, now, actor, newId, subject } = doing;
      const { leaver, successor } = subject;
      if (successor?.id === leaver.id) return failed('to', 'Choose somebody else: it is theirs already');
      const to =
        successor === undefined
          ? undefined
          : (await colleaguesOf(db, leaver.id, now)).find((one) => one.person === successor.id);
      if (successor !== undefined && to === undefined) return failed('to', 'Choose somebody who works here');
      const received = new Map<PersonId, number>();
      const kept: string[] = [];
      const left: { name: string; subject: string; data: Readonly<Record<string, unknown>> }[] = [];
      for (const handover of handoversOf(parts.whole())) {
        const handed = await handover.handOver(doing, { from: leaver.id, to });
        for (const [person, things] of handed.received) received.set(person, (received.get(person) ?? 0) + things);
        kept.push(...handed.kept);
        left.push(...handed.events);
      }
      if (left.length === 0) return failed('', 'Nothing that you may open lies in their name');
      for (const [id, things] of received) {
        const person = await findPerson(db, id, now);
        const isActing = actor.kind === 'person' && actor.person === id;
        if (person === undefined || person.email === null || (isActing && id !== successor?.id)) continue;
        await enqueueMail(
          db,
          { to: person.email, person: id, kind: 'work-handed-over', fields: { things } },
          { id: newId(), now },
        );
      }
      if (leaver.email !== null && !(await leftPeople(db, [leaver.id], now)).has(leaver.id)) {
        await enqueueMail(
          db,
          { to: leaver.email, person: leaver.id, kind: 'work-passed-on', fields: {} },
          { id: newId(), now },
        );
      }
      const passed = to === undefined ? 0 : (received.get(to.person) ?? 0);
      return done(
        { passed, kept, successor: to?.name },
        {
          name: 'open-work-handed-over',
          subject: leaver.id,
          data: { ...(to === undefined ? {} : { to: to.person }), passed, kept: kept.length },
        },
        ...left,
      );
    },
    changesFilter: false,
  });
}
