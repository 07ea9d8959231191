import type { PersonActor } from '../../platform/access/access.ts';
import type { Role } from '../../platform/access/roles.ts';
import { asId } from '../../platform/ids/ids.ts';
import { enqueueMail, type Message } from '../../platform/mail/outbox.ts';
import { findPerson, holdersOf } from '../people/index.ts';
import type { CaseFacts } from './incident.ts';
import { mayOpen } from './policy.ts';
import type { Acting } from './store.ts';

/**
 * Tells the holders of these roles by mail that something waits, and returns how many hold them and may open the incident. Left out: whoever
 * may not open it (those it is about among them), and whoever is acting. The message says nothing about it (design.md).
 */
export async function tellHolders(acting: Acting, roles: readonly Role[], facts: CaseFacts): Promise<number> {
  const seen = new Set<string>();
  for (const role of roles) {
    for (const holder of await holdersOf(acting.db, role, acting.now)) {
      if (seen.has(holder.id)) continue;
      const person = await findPerson(acting.db, holder.id, acting.now);
      if (person === undefined) continue;
      const asActor: PersonActor = {
        kind: 'person',
        school: acting.db.school,
        person: holder.id,
        name: holder.name,
        roles: new Set(person.roles),
        classes: new Set(),
        request: asId('telling'),
      };
      if (!mayOpen(asActor, facts).allowed) continue;
      seen.add(holder.id);
      const isActing = acting.actor.kind === 'person' && acting.actor.person === holder.id;
      if (!isActing) await tellOne(acting, holder, { kind: 'case-waits', fields: { incident: facts.id } });
    }
  }
  return seen.size;
}

/** Puts one message into the outbox: that something waits, and where. Whoever has no address is told on their home page only. */
export async function tellOne(
  acting: Acting,
  to: { readonly id: string; readonly email: string | null },
  what: Pick<Message<'case-waits'>, 'kind' | 'fields'> | Pick<Message<'task-waits'>, 'kind' | 'fields'>,
): Promise<void> {
  if (to.email === null) return;
  await enqueueMail(
    acting.db,
    { to: to.email, person: to.id, ...what },
    { id: acting.newId<'mail'>(), now: acting.now },
  );
}
