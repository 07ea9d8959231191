import { aReport } from '../../../src/modules/incidents/testing.ts';
import { aVisit, reported } from '../../../src/modules/monitoring/testing.ts';
import { signedIn } from '../../../src/modules/people/testing.ts';
import { aPolicy } from '../../../src/modules/policy/testing.ts';
import { aTerm, inForce } from '../../policy/a-term.ts';
import { ms, percentile, times } from '../figures.ts';
import { manyEntries } from '../many-entries.ts';
import type { Bench, Row } from '../row.ts';

const ROUNDS = 20;
const AIM_MS = 150;
/** What a year of a school of 210 leaves behind, about: entries of registers, incidents, records of visits. */
const YEAR = { lessons: 400, phones: 1500, incidents: 90, visits: 4000 };

/** What somebody waits, and what of it is work of this program and not of the rest of the machine, in milliseconds. */
interface Took {
  readonly waited: number;
  readonly worked: number;
}

interface Measured {
  readonly again: readonly Took[];
  readonly fresh: readonly Took[];
}

/** Milliseconds that this thread has had of a processor. */
function ownMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** The whole policy with the state of each clause, as the headteacher opens it: with a year of records, and with ten. */
export const policyYear: Row = {
  name: 'policy-year',
  async measure(bench) {
    const one = await measureWith(bench, 1);
    const ten = await measureWith(bench, 10);
    const line = (what: string, figures: (measured: Measured) => readonly Took[]) => {
      const half = (measured: Measured, which: keyof Took): number =>
        percentile(
          figures(measured).map((took) => took[which]),
          0.5,
        );
      const p99 = percentile(
        figures(one).map(({ waited }) => waited),
        0.99,
      );
      const [now, later] = [half(one, 'worked'), half(ten, 'worked')];
      return {
        what,
        figure: `p50 ${ms(half(one, 'waited'))}, p99 ${ms(p99)}`,
        ratio: `${times(half(one, 'waited') / AIM_MS)} the aim`,
        beside: `p50 ${ms(now)} of the processor; with ten years ${ms(later)} (${times(later / now)})`,
        aim: ms(AIM_MS),
      };
    };
    return [
      line('Policy page, 340 clauses, a year of records', ({ again }) => again),
      line('The same just after somebody recorded something', ({ fresh }) => fresh),
    ];
  },
};

async function measureWith(bench: Bench, years: number): Promise<Measured> {
  const { world, school, who, pupils } = await aTerm(`policy-year-${String(years)}`);
  try {
    const pupil = pupils[0] ?? '';
    const today = Temporal.PlainDate.from('2026-12-14');
    const day = (at: number): string => today.subtract({ days: at % 365 }).toString();
    await manyEntries(world, school, {
      register: 'lessons',
      by: who.teacher.person,
      count: YEAR.lessons * years,
      valuesAt: (at) => ({
        day: day(at),
        'half-term': 'autumn-2',
        'year-groups': ['2', '4', '6'],
        topics: ['risks', 'images'],
        occasion: 'lesson',
        title: `Lesson ${String(at)}`,
        teacher: who.teacher.person,
        adapted: 'yes',
      }),
    });
    await manyEntries(world, school, {
      register: 'phones-handed-in',
      by: who.teacher.person,
      count: YEAR.phones * years,
      valuesAt: (at) => ({ pupil, day: day(at), 'taken-by': who.teacher.person, place: 'office', off: 'yes' }),
    });
    for (let at = 0; at < YEAR.incidents * years; at++) {
      await aReport(world, who.teacher, { who: 'Pupil One', when: day(at % 90), details: `Report ${String(at)}` });
    }
    const visits = Array.from({ length: YEAR.visits * years }, (_each, at) =>
      aVisit(world, { person: pupils[at % pupils.length] ?? null, minutesAgo: at % 10_000 }),
    );
    await reported(world, ...visits);
    await aPolicy(world, school, { pack: 'online-champions', by: who.head });
    await inForce(world);
    bench.say(`policy-year: ${years === 1 ? 'a year' : `${String(years)} years`} of records are there`);
    const browser = await signedIn(world, who.head.person, school);
    const open = async (): Promise<Took> => {
      const asked = performance.now();
      const before = ownMs();
      const page = await browser.get('/policy');
      if (page.status !== 200 || page.html.length < 50_000) throw new Error('the policy page is not there');
      return { waited: performance.now() - asked, worked: ownMs() - before };
    };
    await open();
    const again: Took[] = [];
    const fresh: Took[] = [];
    for (let round = 0; round < ROUNDS && !(round > 5 && bench.late()); round++) {
      again.push(await open());
      await aReport(world, who.teacher, { who: 'Pupil One', when: day(0), details: `Between ${String(round)}` });
      fresh.push(await open());
    }
    return { again, fresh };
  } finally {
    await world.end();
  }
}
