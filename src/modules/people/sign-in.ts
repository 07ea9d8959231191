import { passwordMatches } from '../../platform/auth/passwords.ts';
import { countRefusal } from '../../platform/auth/refusal-counts.ts';
import { asId, type PersonId, type SchoolId } from '../../platform/ids/ids.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import type { ModuleParts } from '../module.ts';
import { personActor } from './actor.ts';
import { noteSignIn } from './commands/sign-in.ts';
import { makeWayIn } from './queries/way-in.ts';
import { whoSignsIn } from './queries/signed-in-person.ts';
import { countTry, type TryFrom } from './sign-in/try-limits.ts';

/** Who signed in. */
export interface LogIn {
  readonly school: SchoolId;
  readonly person: PersonId;
  readonly staff: boolean;
  readonly pupil: boolean;
}

type LogInParts = Pick<ModuleParts, 'store' | 'clock' | 'ids' | 'limits' | 'runner' | 'devices' | 'config'>;

/**
 * Checks a name and password. Leaves nothing in the trail: what comes of it does (`admit`, `checkLogin`). A wrong try is counted, not chained.
 * Undefined when they do not fit, when there is no such log-in, or the person has left: the same answer in the same time.
 * Throws `Refused` SG-TOO-MANY when a limit of sign-in/try-limits.ts is used up.
 */
export async function checkPassword(
  parts: LogInParts,
  given: TryFrom & { readonly name: string; readonly password: string },
): Promise<LogIn | undefined> {
  const name = given.name.trim().toLowerCase().slice(0, 254);
  const accounts = await openAccounts(parts, name);
  const people = accounts.map((account) => account.person);
  const wasRight = await countTry(parts, given, name, people);
  const password = given.password.slice(0, 1000);
  for (const account of accounts.length === 0 ? [undefined] : accounts) {
    if (!(await passwordMatches(password, account?.hash)) || account === undefined) continue;
    const request = parts.ids.next<'request'>();
    const who = await parts.runner.ask(
      whoSignsIn,
      { kind: 'job', name: 'web', school: account.school, request },
      { person: account.person },
    );
    if (who.summary.roles.length === 0) break;
    await wasRight();
    return {
      school: account.school,
      person: account.person,
      staff: who.summary.staff,
      pupil: who.summary.pupil !== null,
    };
  }
  await countRefusal(parts.store, parts.clock, 'sign-in-failed');
  return undefined;
}

/**
 * The sign-in at the gate: a name and a password, and `signed-in` in the trail. It opens the internet and no record, so there is no second step.
 * As `checkPassword` otherwise; 'password-is-over' for one that fits and only leads to the page where its owner chooses another.
 */
export async function checkLogin(
  parts: LogInParts & Pick<ModuleParts, 'settingOf'>,
  given: TryFrom & { readonly name: string; readonly password: string },
): Promise<LogIn | 'password-is-over' | undefined> {
  const who = await checkPassword(parts, given);
  if (who === undefined) return undefined;
  const job = { kind: 'job', name: 'web', school: who.school, request: parts.ids.next<'request'>() } as const;
  const way = await parts.runner.ask(makeWayIn(parts), job, { person: who.person });
  if (way.whyPasswordIsOver !== undefined) return 'password-is-over';
  const visitor = { kind: 'visitor', school: who.school, request: parts.ids.next<'request'>() } as const;
  await parts.runner.run(noteSignIn, visitor, { person: who.person, at: 'gate', by: 'password', browser: 'known' });
  return who;
}

/** False for somebody whose log-in was closed, who has left, or who holds no role today: no way in leads them anywhere. */
export async function mayStillSignIn(
  parts: Pick<ModuleParts, 'runner' | 'ids'>,
  who: { readonly school: SchoolId; readonly person: PersonId },
): Promise<boolean> {
  return (await personActor(parts, { ...who, request: parts.ids.next() })) !== undefined;
}

/** The open log-ins of a name in whatever school: before sign-in nobody's school is known. */
export async function openAccounts(
  parts: Pick<ModuleParts, 'store' | 'clock'>,
  name: string,
): Promise<readonly { school: SchoolId; person: PersonId; hash: string | undefined }[]> {
  const today = schoolDay(parts.clock.now()).toString();
  const rows = await parts.store.reading
    .selectFrom('account')
    .innerJoin('person', 'person.id', 'account.person_id')
    .select(['account.school_id', 'account.person_id', 'account.password_hash', 'person.left_on'])
    .where('account.login_name', '=', name)
    .where('account.closed_at', 'is', null)
    .orderBy('account.school_id')
    .limit(10)
    .execute();
  return rows
    .filter((row) => row['left_on'] === null || String(row['left_on']) > today)
    .map((row) => ({
      school: asId(String(row['school_id'])),
      person: asId(String(row['person_id'])),
      hash: typeof row['password_hash'] === 'string' ? row['password_hash'] : undefined,
    }));
}
