import { aPolicy } from '../../src/modules/policy/testing.ts';
import { filterSays, publish } from '../../src/modules/filtering/testing.ts';
import { aBlock, aVisit, reported } from '../../src/modules/monitoring/testing.ts';
import { actorFor, anAdult, aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { formName } from '../../src/modules/registers/field-names.ts';
import { anEntry } from '../../src/modules/registers/testing.ts';
import { openOccurrences } from '../../src/modules/duties/store.ts';
import { readHandle } from '../../src/platform/db/scoped-tables.ts';
import { runByName } from '../../src/cli/by-name.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import type { Role } from '../../src/platform/access/roles.ts';
import type { PersonId, SchoolId } from '../../src/platform/ids/ids.ts';
import { makeWorld, type World } from '../support/world.ts';
import { incidentBeats } from './a-term-incidents.ts';
import { written } from './term-registers.ts';
import type { Who, Written } from './term-written.ts';

/*
 * One made-up autumn term, told by commands under a set clock: 1 September to Monday 14 December 2026, ten past nine.
 *
 * Who is there: a headteacher, a deputy, an online-safety lead, a safeguarding lead with a deputy, IT support, an office, two teachers, a governor for filtering and
 * monitoring, a chair; from December a supply teacher. Nobody is data protection officer, and nobody is senior leader for filtering. Nobody has left.
 * Three classes: Oak (Year 4), Elm (Year 2), Ash (Year 6). Pupils have no sign-in of their own. Two adults have chosen a password; nobody has set up a second step.
 *
 * The filter: runs all term, obeys the newest rules; its start page did not answer when it was asked. On 12 October a teacher asked for a museum, and the headteacher signed
 * the next day, until the end of term. On 3 November the safeguarding lead closed a site at once, and nobody has signed it since. On Thursday 10 December a pupil tried a
 * betting site: the alert is open to this day. The week was reviewed on Friday 11 December.
 *
 * Incidents: 1 closed (a picture, by accident, 22 September); 2 waits for its review (betting, on purpose, internet taken away for six hours, 13 October);
 * 3 closed (bullying away from school, 4 November); 4 may be illegal (17 November): head told, police and others decided on, device kept, and nothing recorded about parents yet;
 * 5 minor, dealt with in class, closed (24 November); 6 reported on 9 December, and nobody has opened it. A task given in 2 on 26 November was never done. The log was never signed.
 *
 * Duties fall due from 1 September. On 2 September the lead wrote down that all staff were trained. The anti-virus of the first half term was looked at late, on 10 November. The
 * headteacher waived this year's look at whether the line is fast enough, on 12 November. The registers show some others done (meetings, website, files, parents' session) and some
 * stopped: the contractor's visits after 2 November, the clearing of pictures after 30 October. Nobody recorded anything about the rest.
 *
 * The policy: next review recorded for September 2027. A governor wrote down on 30 September that they looked at how the clauses stand. No backup was ever made. Each policy comes into
 * force today, without the governors; the test says who confirms it.
 */

export const TODAY = '2026-12-14T09:10:00Z';

export interface Term {
  readonly world: World;
  readonly school: SchoolId;
  readonly who: Readonly<Record<Who | 'governor' | 'chair' | 'deputyDsl', PersonActor>>;
  readonly pupils: readonly PersonId[];
}

/** Moves the clock to a time of a day of the school's. */
export function on(world: World, day: string, time = '10:00'): void {
  world.clock.set(Temporal.Instant.from(`${day}T${time}:00Z`));
}

/** Makes the school and tells its term. End the world when the test is over. `leaveOut` takes pages out of the story: a register by its code, or `visits`. */
export async function aTerm(seed: string, leaveOut: readonly string[] = []): Promise<Term> {
  const world = await makeWorld({ seed, at: '2026-09-01T08:00:00Z' });
  const term = await theSchool(world);
  const { school, who } = term;
  // While the term is told, the village's policy is in force.
  await aPolicy(world, school, { by: who.head });
  await publish(world);
  on(world, '2026-09-14');
  await run(world, 'policy.record-review-date', who.head, { on: '2027-09-01' });

  const beats: { at: string; happens: () => Promise<void> }[] = [
    ...written.filter(({ register }) => !leaveOut.includes(register)).flatMap((one) => beatsOf(term, one)),
    ...filterBeats(term),
    ...incidentBeats(term),
    ...dutyBeats(term),
    {
      at: '2026-12-01T08:00',
      happens: async () => {
        await anAdult(world, school, { roles: ['staff'], given: 'Sully', family: 'Late' });
      },
    },
  ];
  for (const { at, happens } of beats.toSorted((a, b) => a.at.localeCompare(b.at))) {
    world.clock.set(Temporal.Instant.from(`${at}:00Z`));
    await happens();
  }
  if (!leaveOut.includes('visits')) await thursday(term);
  on(world, '2026-12-11');
  filterSays(world);
  await run(world, 'monitoring.record-review', who.lead, { findings: 'nothing' });
  world.clock.set(Temporal.Instant.from(TODAY));
  await keepDuties(world);
  await inForce(world);
  return term;
}

/** Publishes what is wanted and lets the filter say that it obeys. */
export async function inForce(world: World): Promise<void> {
  await publish(world);
  filterSays(world);
  await publish(world);
}

async function run(world: World, name: string, by: PersonActor, input: unknown): Promise<unknown> {
  const outcome = await runByName(world, name, by, input);
  if (!outcome.ok) throw new Error(`${name} ${JSON.stringify(input)}: ${JSON.stringify(outcome.errors)}`);
  return outcome.value;
}

async function theSchool(world: World): Promise<Term> {
  const school = await aSchool(world);
  const adult = async (role: Role, given: string, family: string, password?: string): Promise<PersonActor> =>
    actorFor(
      world,
      school,
      await anAdult(world, school, {
        roles: [role],
        given,
        family,
        ...(password === undefined ? {} : { password }),
      }),
    );
  const who = {
    head: await adult('head', 'Maya', 'Thorn', 'kettle marble sunrise'),
    deputyHead: await adult('deputy-head', 'Owen', 'Reed'),
    lead: await adult('lead', 'Priya', 'Lane', 'kettle marble sunset'),
    dsl: await adult('dsl', 'Tess', 'Field'),
    deputyDsl: await adult('deputy-dsl', 'Carl', 'Moss'),
    technician: await adult('technician', 'Ivan', 'Wire'),
    office: await adult('office', 'Nora', 'Desk'),
    teacher: await adult('staff', 'Tom', 'Elder'),
    governor: await adult('governor', 'Gwen', 'Pole'),
    chair: await adult('chair', 'Hugh', 'Rook'),
  };
  await anAdult(world, school, { roles: ['staff'], given: 'Una', family: 'Young' });
  const pupils: PersonId[] = [];
  const numbers = ['One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'];
  for (const [at, family] of numbers.entries()) {
    const [year, name] = [['4', 'Oak'] as const, ['2', 'Elm'] as const, ['6', 'Ash'] as const][at % 3] ?? ['4', 'Oak'];
    pupils.push(await aPupil(world, school, { given: 'Pupil', family, year, class: name }));
  }
  return { world, school, who, pupils };
}

function beatsOf({ world, who }: Term, one: Written): { at: string; happens: () => Promise<void> }[] {
  const form = (values: Written['with']): Record<string, unknown> =>
    Object.fromEntries(Object.entries(values).map(([code, value]) => [formName(code), value]));
  let number = 0;
  const said = async (what: string, step: () => Promise<void>): Promise<void> => {
    try {
      await step();
    } catch (error) {
      throw new Error(`${one.register}, ${what} of ${one.on}: ${String(error)}`, { cause: error });
    }
  };
  const { agreed, closed } = one;
  return [
    {
      at: `${one.on}T09:00`,
      happens: () =>
        said('added', async () => {
          number = await anEntry(world, who[one.by], one.register, form(one.with));
        }),
    },
    ...(agreed === undefined
      ? []
      : [
          {
            at: `${agreed.on}T11:00`,
            happens: () =>
              said('decided', async () => {
                const step = { register: one.register, number: String(number), version: '1', decision: 'approve' };
                await run(world, 'registers.decide-entry', who[agreed.by], step);
              }),
          },
        ]),
    ...(closed === undefined
      ? []
      : [
          {
            at: `${closed.on}T15:45`,
            happens: () =>
              said('closed', async () => {
                const step = { register: one.register, number: String(number), version: '1', ...form(closed.with) };
                await run(world, 'registers.close-entry', who[one.by], step);
              }),
          },
        ]),
  ];
}

function filterBeats({ world, who }: Term): { at: string; happens: () => Promise<void> }[] {
  let asked: unknown;
  /** The filter obeys a second after the decision. */
  const obeyed = async (): Promise<void> => {
    await publish(world);
    world.clock.set(world.clock.now().add({ seconds: 1 }));
    await inForce(world);
  };
  return [
    {
      at: '2026-09-30T18:00',
      happens: async () => {
        await run(world, 'policy.record-check', who.governor, { remark: '' });
      },
    },
    {
      at: '2026-10-12T12:00',
      happens: async () => {
        asked = await run(world, 'filtering.ask-for-change', who.teacher, {
          wants: 'open',
          site: 'museum.example',
          profiles: ['ks2'],
          reason: 'For a lesson about Romans',
          until: '2026-12-18',
        });
      },
    },
    {
      at: '2026-10-13T08:30',
      happens: async () => {
        await run(world, 'filtering.decide-request', who.head, {
          id: String(asked),
          decision: 'approve',
          profiles: ['ks2'],
          until: '2026-12-18',
          why: 'For the lesson',
        });
        await obeyed();
      },
    },
    {
      at: '2026-11-03T10:30',
      happens: async () => {
        await run(world, 'filtering.block-at-once', who.dsl, {
          sites: 'chatter.example',
          reason: 'Strangers write to pupils',
          length: 'open',
        });
        await obeyed();
      },
    },
  ];
}

/** Looks at what falls due, as the job does every five minutes. */
async function keepDuties(world: World): Promise<void> {
  const job = world.jobs.find(({ name }) => name === 'duties.keep');
  if (job === undefined) throw new Error('there is no job that keeps duties');
  await job.run();
}

function dutyBeats({ world, school, who }: Term): { at: string; happens: () => Promise<void> }[] {
  const first = async (duty: string) => {
    const open = await openOccurrences(readHandle(world.store.reading, school));
    const one = open.filter((each) => each.duty === duty).toSorted((a, b) => a.key.localeCompare(b.key))[0];
    if (one === undefined) throw new Error(`nothing of ${duty} is open`);
    return { code: duty, key: one.key, version: String(one.version) };
  };
  const mondays = Array.from({ length: 15 }, (_each, week) =>
    Temporal.PlainDate.from('2026-09-07').add({ weeks: week }).toString(),
  );
  return [
    ...['2026-09-01', ...mondays].map((day) => ({ at: `${day}T08:30`, happens: () => keepDuties(world) })),
    {
      at: '2026-09-02T16:00',
      happens: async () => {
        const done = { words: 'The training day of 2 September.', on: '2026-09-02' };
        await run(world, 'duties.do-duty', who.lead, { ...(await first('staff-training')), ...done });
      },
    },
    {
      at: '2026-11-10T16:00',
      happens: async () => {
        const done = { words: 'All machines looked at.', on: '2026-11-10' };
        await run(world, 'duties.do-duty', who.technician, { ...(await first('antivirus-review')), ...done });
      },
    },
    {
      at: '2026-11-12T16:00',
      happens: async () => {
        const reason = 'The line was made faster in August, and nobody has complained since.';
        await run(world, 'duties.waive-duty', who.head, { ...(await first('capacity-review')), reason });
      },
    },
  ];
}

/** Thursday 10 December at the filter: visits that name a pupil, and an attempt at a betting site. */
async function thursday({ world, pupils }: Term): Promise<void> {
  on(world, '2026-12-10', '10:30');
  filterSays(world);
  const [person] = pupils;
  await reported(
    world,
    aVisit(world, { person: person ?? null, count: 12 }),
    aBlock(world, { person: person ?? null, host: 'bets.example' }),
  );
}
