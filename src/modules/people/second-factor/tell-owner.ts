import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { Id, PersonId } from '../../../platform/ids/ids.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';

/**
 * Tells somebody by mail that something changed about how they sign in, or that somebody signed in as them from a browser that is new
 * (ASVS 5.0 6.3.5). Whoever has no address is told nothing.
 */
export async function tellOwner(
  acting: { readonly db: WriteHandle; readonly now: Temporal.Instant; newId(): Id<'mail'> },
  owner: { readonly person: PersonId; readonly email: string | null },
): Promise<void> {
  if (owner.email === null) return;
  await enqueueMail(
    acting.db,
    { to: owner.email, person: owner.person, kind: 'account-changed', fields: {} },
    { id: acting.newId(), now: acting.now },
  );
}
