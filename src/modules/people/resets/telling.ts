import type { Role } from '../../../platform/access/roles.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import type { Id, PersonId } from '../../../platform/ids/ids.ts';
import type { MailFields, MailKindCode } from '../../../platform/mail/kinds.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';
import { holdersOf } from '../lists.ts';

export interface Telling {
  readonly db: WriteHandle;
  readonly now: Temporal.Instant;
  newId(): Id<'mail'>;
}

/** Somebody who is told, with those of the wanted roles that they hold. */
export interface Told {
  readonly id: PersonId;
  readonly email: string | null;
  readonly roles: readonly Role[];
}

/** Everybody who holds one of these roles today, once each, without `not`. */
export async function peopleWith(
  { db, now }: Pick<Telling, 'db' | 'now'>,
  wanted: readonly Role[],
  not: readonly (PersonId | undefined)[],
): Promise<readonly Told[]> {
  const found = new Map<PersonId, Told>();
  for (const role of wanted) {
    for (const { id, email } of await holdersOf(db, role, now)) {
      if (!not.includes(id)) found.set(id, { id, email, roles: [...(found.get(id)?.roles ?? []), role] });
    }
  }
  return [...found.values()];
}

/** Puts one mail to each into the outbox. Whoever has no address is told nothing; the page says so by name. */
export async function tell<Code extends MailKindCode>(
  telling: Telling,
  people: readonly { readonly id: PersonId; readonly email: string | null }[],
  kind: Code,
  fields: MailFields<Code>,
): Promise<void> {
  for (const { id, email } of people) {
    if (email === null) continue;
    await enqueueMail(telling.db, { to: email, person: id, kind, fields }, { id: telling.newId(), now: telling.now });
  }
}
