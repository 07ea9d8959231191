import type { Actor } from '../../platform/access/access.ts';
import { roles as roleCodes, staffRoles } from '../../platform/access/roles.ts';
import { LONGEST } from '../../platform/auth/web-sessions.ts';
import { passwordProblem } from '../../platform/auth/passwords.ts';
import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { asId } from '../../platform/ids/ids.ts';
import { instantOrNone, schoolDay } from '../../platform/time/clock.ts';
import { formatPlural } from '../../platform/views/format.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, ModuleParts } from '../module.ts';
import { passkeyTables } from './passkeys/rows.ts';
import { mayListPeople } from './policy.ts';
import { owned } from './rows.ts';
import { factorTables } from './second-factor/rows.ts';
import { needsSecondStep } from './second-factor/who-needs-it.ts';

/** What sign-in shows for the clauses about accounts and passwords: counted from the people who are here today. */

const HREF = '/people?show=adults';

/** Whoever may open the list of people. */
const ofPeople = {
  opens: (actor: Actor) => mayListPeople(actor).allowed,
  openedBy: 'Those who work here',
} as const;

/** Everybody who works here today, with their roles and their account. */
async function adultsToday(db: ReadHandle, now: Temporal.Instant) {
  const today = schoolDay(now).toString();
  const rows = await owned
    .read(db)
    .select('person')
    .innerJoin('person_role', 'person_role.person_id', 'person.id')
    .leftJoin('account', 'account.person_id', 'person.id')
    .select([
      'person.id',
      'person_role.role',
      'account.password_set_at',
      'account.set_by_another',
      'account.closed_at',
      'account.login_name',
    ])
    .where('person.kind', '=', 'adult')
    .where('person_role.role', 'in', [...staffRoles])
    .where('person_role.from_day', '<=', today)
    .where((is) => is.or([is('person_role.until_day', 'is', null), is('person_role.until_day', '>', today)]))
    .where((is) => is.or([is('person.left_on', 'is', null), is('person.left_on', '>', today)]))
    .execute();
  const people = new Map<
    string,
    { roles: (typeof rows)[number]['role'][]; open: boolean; setAt: string | null; byAnother: boolean }
  >();
  for (const row of rows) {
    const one = people.get(row.id) ?? {
      roles: [],
      open: row.login_name !== null && row.closed_at === null,
      setAt: row.password_set_at,
      byAnother: row.set_by_another === 1,
    };
    one.roles.push(row.role);
    people.set(row.id, one);
  }
  return people;
}

/** The passwords of those who work here: whose, since when, and whether somebody else chose it. */
export async function passwordsSet(
  db: ReadHandle,
  now: Temporal.Instant,
): Promise<readonly { readonly person: string; readonly setAt: Temporal.Instant; readonly byAnother: boolean }[]> {
  return [...(await adultsToday(db, now))].flatMap(([person, { setAt, byAnother }]) => {
    const at = instantOrNone(setAt);
    return at === undefined ? [] : [{ person, setAt: at, byAnother }];
  });
}

/** One question about those who work here: who of them falls short? */
function counted(
  ask: (
    db: ReadHandle,
    now: Temporal.Instant,
  ) => Promise<{ of: number; short: number; one: string; several: string; lacks: string } | undefined>,
): Control['evidence'] {
  return async (db, { now }) => {
    const found = await ask(db, now);
    if (found === undefined) return nothingYet('Nobody who works here is known yet', HREF);
    const { of, short, one, several, lacks } = found;
    return {
      state: short === 0 ? 'met' : 'not-met',
      kind: 'measured',
      figure: `${formatPlural(of, one, several)}, ${short === 0 ? 'none' : String(short)} ${lacks}`,
      latest: now,
      href: HREF,
    };
  };
}

/** How many of those who left last are looked at: each is a question of its own. */
const LEAVERS_LOOKED_AT = 30;

/** Words that a password check must refuse, whatever its list holds: too short, on every list, a pattern. */
const badOnes = ['short', 'password1234', '123456789012', 'qwertyuiopas'];

/** The controls of sign-in. */
export function signInControls(parts: Pick<ModuleParts, 'sessions'>): readonly Control[] {
  return [
    {
      code: 'own-account-each',
      kind: 'access',
      title: 'Everybody who works here has an account of their own',
      makesTrue: 'An account belongs to one person; those who work here and have none are counted.',
      effect: 'enforced',
      ...ofPeople,
      evidence: counted(async (db, now) => {
        const people = [...(await adultsToday(db, now)).values()];
        if (people.length === 0) return undefined;
        const without = people.filter(({ open }) => !open).length;
        return {
          of: people.length,
          short: without,
          one: 'person works here',
          several: 'people work here',
          lacks: 'without an account of their own',
        };
      }),
    },
    {
      code: 'leavers-shut-out',
      kind: 'access',
      title: 'Accounts of leavers are closed',
      makesTrue: 'From the day somebody has left they cannot sign in, and their sign-ins end.',
      effect: 'enforced',
      ...ofPeople,
      evidence: async (db, { now }) => {
        const left = await owned
          .read(db)
          .select('person')
          .where('left_on', '<=', schoolDay(now).toString())
          .select(['id', 'left_on'])
          .orderBy('left_on', 'desc')
          .limit(LEAVERS_LOOKED_AT)
          .execute();
        const [newest] = left;
        if (newest?.left_on === null || newest === undefined) return nothingYet('Nobody has left yet', HREF);
        let still = 0;
        for (const { id } of left) if ((await parts.sessions.count(asId(id))) > 0) still++;
        return {
          state: still === 0 ? 'met' : 'not-met',
          kind: 'measured',
          figure: `Of the ${formatPlural(left.length, 'last leaver')}, ${still === 0 ? 'none' : String(still)} is signed in anywhere`,
          latest: now,
          href: HREF,
        };
      },
    },
    {
      code: 'second-step-required',
      kind: 'access',
      title: 'Key posts sign in with a second step',
      makesTrue:
        'Whoever reads casework, decides about the filter or runs the machine is let in only after a second step; those who have not set it up yet are counted.',
      effect: 'enforced',
      ...ofPeople,
      evidence: counted(async (db, now) => {
        const needing = [...(await adultsToday(db, now))].filter(([, { roles }]) =>
          needsSecondStep(roles.flatMap((code) => roleCodes.filter((role) => role === code))),
        );
        if (needing.length === 0) return undefined;
        const apps = await factorTables
          .read(db)
          .select('authenticator')
          .select('person_id')
          .where('enrolled_at', 'is not', null)
          .execute();
        const keys = await passkeyTables.read(db).select('passkey').select('person_id').execute();
        const have = new Set([...apps, ...keys].map((row) => row.person_id));
        const without = needing.filter(([id]) => !have.has(id)).length;
        return {
          of: needing.length,
          short: without,
          one: 'person holds a key post',
          several: 'people hold key posts',
          lacks: 'without a second step yet',
        };
      }),
    },
    {
      code: 'sessions-end',
      kind: 'access',
      title: 'Sign-ins end by themselves',
      makesTrue:
        'A sign-in ends half an hour after the last page and twelve hours after its beginning, and when its person signs out; the longest one is looked at.',
      effect: 'enforced',
      ...ofPeople,
      evidence: async (db, { now }) => {
        const { open, since } = await parts.sessions.standing(db.school);
        const tooLong = since !== undefined && Temporal.Instant.compare(since.add(LONGEST), now) <= 0;
        return {
          state: tooLong ? 'not-met' : 'met',
          kind: 'measured',
          figure: `${formatPlural(open, 'browser is', 'browsers are')} signed in now, ${tooLong ? 'one for longer than' : 'none for longer than'} twelve hours`,
          latest: now,
          href: HREF,
        };
      },
    },
    {
      code: 'passwords-not-known-bad',
      kind: 'security',
      title: 'Short, guessable and known-bad passwords are refused',
      makesTrue:
        'A new password is compared with a list of those most often stolen and with what is known of its owner; some bad ones are tried whenever this is asked.',
      effect: 'enforced',
      ...ofPeople,
      evidence: (_db, { now }) => {
        const taken = badOnes.filter((one) => passwordProblem(one, []) === undefined);
        return Promise.resolve({
          state: taken.length === 0 ? 'met' : 'not-met',
          kind: 'measured',
          figure: `${String(badOnes.length)} bad passwords tried just now, ${taken.length === 0 ? 'none' : String(taken.length)} taken`,
          latest: now,
          href: HREF,
        });
      },
    },
  ];
}
