import { holds } from '../../platform/access/access.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import type { Control } from '../module.ts';
import { mayListPeople } from './policy.ts';
import { owned } from './rows.ts';

/**
 * "Nobody signs in without a password, and passwords that are short or known to be bad are refused": the sign-in has no other way in,
 * so what is counted is who has a password and who cannot sign in yet.
 */
export const passwordsEnforced: Control = {
  code: 'passwords-enforced',
  kind: 'access',
  makesTrue:
    'Nobody signs in to Schoolgate without a password, and passwords that are short or known to be bad are refused.',
  effect: 'enforced',
  title: 'Sign-in needs a password',
  onHome: (actor) => holds(actor, 'technician', 'lead'),
  opens: (actor) => mayListPeople(actor).allowed,
  openedBy: 'Those who work here',
  evidence: async (db, { now }) => {
    const today = schoolDay(now).toString();
    const counted = await owned
      .read(db)
      .select('account')
      .innerJoin('person', 'person.id', 'account.person_id')
      .select((is) => [
        is.fn.countAll<number | string>().as('all'),
        is.fn.count<number | string>('account.password_set_at').as('set'),
        is.fn.max('account.password_set_at').as('newest'),
      ])
      .where('account.closed_at', 'is', null)
      .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]))
      .executeTakeFirst();
    const set = Number(counted?.set ?? 0);
    const without = Number(counted?.all ?? 0) - set;
    const newest = counted?.newest ?? undefined;
    return {
      state: set === 0 ? 'no-data' : 'met',
      kind: set === 0 ? 'not-covered' : 'measured',
      figure: `${String(set)} with a password, ${String(without)} cannot sign in yet`,
      latest: newest === undefined ? undefined : Temporal.Instant.from(newest),
      href: '/people?show=adults',
    };
  },
};
