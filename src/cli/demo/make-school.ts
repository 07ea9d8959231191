import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { z } from 'zod';

import { importRosterFolder } from '../../modules/people/index.ts';
import { asId, type PersonId } from '../../platform/ids/ids.ts';
import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import { askByName } from '../by-name.ts';
import { setUpAuthenticators } from './authenticators.ts';
import { adults, CHILD_OF_PARENT, CLASS_WITH_LOG_INS, keysOf, pupils, SCHOOL_NAME } from './people.ts';
import { emailOf, writeRoster } from './roster-files.ts';
import { makeBackupKeys } from './safekeeping.ts';
import { OWN_PACK, writeOwnPack } from './term/own-pack.ts';
import { otherStaff } from './the-others.ts';
import { act, actorOf, anId, idOf, maker, runJob, schoolBegins, type Telling } from './telling.ts';

/** The folder below the data folder with the roster that is imported. */
export const ROSTER_FOLDER = 'demo-roster';

/** Makes the school with its people and their log-ins, and puts the policy into force: the morning on which it takes Schoolgate. */
export async function makeSchool(telling: Telling, password: string): Promise<void> {
  telling.clock.set(morningOf(telling, '07:30'));
  await act(telling, 'school.add-school', maker(telling), { name: SCHOOL_NAME });
  for (const key of keysOf(adults)) {
    const { given, family, display, roles } = adults[key];
    const input = { kind: 'adult', given, family, display, email: emailOf(key), roles };
    await act(telling, 'people.add-person', maker(telling), input);
  }
  await addTheOthers(telling);
  await importTheRoster(telling);
  await findPeople(telling);
  await setPasswords(telling, password);
  await setUpAuthenticators(telling);
  await fillPosts(telling);
  await makeBackupKeys(telling);
  await choosePolicy(telling);
  await runJob(telling, 'compile-ruleset');
}

/** Those who work there and are not in the story: each with a log-in whose password nobody knows. */
async function addTheOthers(telling: Telling): Promise<void> {
  for (const { id, given, family } of otherStaff) {
    const input = { kind: 'adult', given, family, email: emailOf(id), roles: ['staff'] };
    const person: PersonId = asId(anId.parse(await act(telling, 'people.add-person', maker(telling), input)));
    telling.others.set(id, person);
    const logIn = { person, loginName: emailOf(id), password: telling.whole.ids.secret(18) };
    await act(telling, 'people.set-log-in', maker(telling), logIn);
  }
}

async function importTheRoster(telling: Telling): Promise<void> {
  const { whole, school } = telling;
  const folder = join(whole.config.dataFolder, ROSTER_FOLDER);
  writeRoster(folder);
  const { plan, imported, problem } = await importRosterFolder(whole.parts, { school, folder, dryRun: false });
  const [refusal] = plan.refusals;
  if (!imported || refusal !== undefined) {
    throw new TypeError(`the roster of the story was not taken: ${problem ?? refusal?.reason ?? ''}`);
  }
}

const listed = z.object({ people: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Learns the ids of everybody in the story from the lists of people. Names are unique in it. */
export async function findPeople(telling: Telling): Promise<void> {
  const ids = new Map<string, string>();
  for (const show of ['pupils', 'adults', 'contacts']) {
    for (let page = 1; ; page += 1) {
      const { people } = listed.parse(
        await askByName(telling.whole, 'people.list-people', maker(telling), { show, page: String(page) }),
      );
      const before = ids.size;
      for (const person of people) ids.set(`${show} ${person.name}`, person.id);
      // A page beyond the last is the last again, or empty.
      if (ids.size === before) break;
    }
  }
  const find = (name: string): ReturnType<typeof asId<'person'>> => {
    const id = ids.get(name);
    if (id === undefined) throw new TypeError(`${name} is not in the records`);
    return asId(id);
  };
  for (const key of keysOf(adults)) telling.people.set(key, find(`adults ${adults[key].display}`));
  for (const key of keysOf(pupils)) {
    const { given, family } = pupils[key];
    telling.people.set(key, find(`pupils ${given} ${family}`));
  }
  const parent = [...ids].find(
    ([name]) => name.startsWith('contacts ') && name.endsWith(pupils[CHILD_OF_PARENT].family),
  );
  if (parent === undefined) throw new TypeError('the parent is not in the records');
  telling.people.set('parent', asId(parent[1]));
}

/** The posts that every school must fill and that are no role of the roster: the school of the story has no vacancy. */
async function fillPosts(telling: Telling): Promise<void> {
  const head = await actorOf(telling, 'head');
  const from = schoolBegins(telling.days).toString();
  for (const [post, key] of [
    ['filtering-senior-leader', 'deputy'],
    ['dpo', 'office'],
  ] as const) {
    await act(telling, 'people.give-post', head, { person: idOf(telling, key), post, from });
  }
}

/** Sets the demonstration's password for everybody who has a log-in. Also when it is changed later. */
export async function setPasswords(telling: Telling, password: string): Promise<void> {
  const logIns = [
    ...[...keysOf(adults), 'parent' as const].map((key) => [key, emailOf(key)] as const),
    ...keysOf(pupils)
      .filter((key) => pupils[key].inClass === CLASS_WITH_LOG_INS)
      .map((key) => [key, key] as const),
  ];
  for (const [key, loginName] of logIns) {
    const person = telling.people.get(key);
    await act(telling, 'people.set-log-in', maker(telling), { person, loginName, password });
  }
}

async function choosePolicy(telling: Telling): Promise<void> {
  telling.clock.set(morningOf(telling, '08:05'));
  const head = await actorOf(telling, 'head');
  const sha256 = createHash('sha256').update(writeOwnPack(telling.whole.config.dataFolder)).digest('hex');
  await act(telling, 'policy.load-pack', head, { pack: OWN_PACK, sha256 });
}

function morningOf({ days }: Telling, at: string): Temporal.Instant {
  const plainTime = Temporal.PlainTime.from(at);
  return schoolBegins(days).toZonedDateTime({ timeZone: SCHOOL_TIME_ZONE, plainTime }).toInstant();
}
