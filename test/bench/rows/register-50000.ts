import { anAdult, aSchool, signedIn } from '../../../src/modules/people/testing.ts';
import type { Browser } from '../../support/browser.ts';
import { makeWorld } from '../../support/world.ts';
import { ms, percentile, times } from '../figures.ts';
import { manyEntries } from '../many-entries.ts';
import type { Bench, Row } from '../row.ts';

const ROWS = 50_000;
const ROUNDS = 30;
const AIM_PAGE_MS = 200;
const AIM_EXPORT_MS = 5000;

/** As somebody looks: the list, the middle and the end of it, another order, a filter, words that few entries have, words that none has. */
const looks = (rows: number): readonly string[] => [
  '',
  `?page=${String(Math.floor(rows / 100))}`,
  `?page=${String(Math.floor(rows / 50))}`,
  '?sort=title&order=descending',
  '?sort=about&order=ascending&page=40',
  '?fSort=tablet',
  '?fSort=tablet&page=200',
  '?state=open',
  '?q=Laptop+of+class+77',
  '?q=nobody-wrote-this',
];

interface Measured {
  readonly p50: number;
  readonly p99: number;
  /** The same as time of the processor. */
  readonly own99: number;
  readonly exported: number;
  /** Milliseconds of the processor that the export took, whatever else the machine does. */
  readonly worked: number;
  readonly bytes: number;
  readonly filled: number;
}

/** A register of fifty thousand rows as the office opens it: any page of its list, and all of it as CSV. And the same with a tenth. */
export const register50000: Row = {
  name: 'register-50000',
  async measure(bench) {
    const tenth = await measureWith(bench, ROWS / 10);
    const whole = await measureWith(bench, ROWS);
    return [
      {
        what: 'Register of 50,000 rows, a page of its list',
        figure: `p50 ${ms(whole.p50)}, p99 ${ms(whole.p99)}`,
        ratio: `${times(whole.p99 / AIM_PAGE_MS)} the aim`,
        beside: `p99 ${ms(whole.own99)} of the processor; with 5,000 rows p99 ${ms(tenth.p99)}, ${ms(tenth.own99)}`,
        aim: `p99 ${String(AIM_PAGE_MS)} ms`,
      },
      {
        what: 'The same pages with ten times the rows',
        figure: `p50 ${times(whole.p50 / tenth.p50)}`,
        ratio: times(whole.own99 / tenth.own99),
        beside: 'p99 ÷ p99, of the processor',
        aim: 'under 10 x',
      },
      {
        what: 'Register of 50,000 rows as CSV',
        figure: `${ms(whole.exported)}, ${String(Math.round(whole.bytes / 1024))} KB`,
        ratio: `${times(whole.exported / AIM_EXPORT_MS)} the aim`,
        beside: `${ms(whole.worked)} of the processor; with 5,000 rows ${ms(tenth.worked)} (${times(whole.worked / tenth.worked)})`,
        aim: ms(AIM_EXPORT_MS),
      },
    ];
  },
};

async function measureWith(bench: Bench, rows: number): Promise<Measured> {
  const world = await makeWorld({ seed: `register-${String(rows)}` });
  try {
    const school = await aSchool(world);
    const office = await anAdult(world, school, { roles: ['office'] });
    const sorts = ['laptop', 'tablet', 'camera', 'screen'];
    const began = performance.now();
    await manyEntries(world, school, {
      register: 'hardware',
      by: office,
      count: rows,
      valuesAt: (at) => ({
        item: `Laptop of class ${String(at % 4000)}`,
        'serial-number': `SN-${String(at)}`,
        sort: sorts[at % sorts.length] ?? 'laptop',
        'got-on': Temporal.PlainDate.from('2016-09-01')
          .add({ days: at % 3650 })
          .toString(),
        location: `Room ${String(at % 60)}`,
        'leaves-school': at % 3 === 0 ? 'yes' : 'no',
        encrypted: 'yes',
      }),
    });
    const filled = performance.now() - began;
    bench.say(`register-50000: ${String(rows)} rows are there after ${ms(filled)}`);
    const browser = await signedIn(world, office, school);
    await open(browser, '');
    const took: number[] = [];
    const own: number[] = [];
    for (let round = 0; round < ROUNDS && !(round > 5 && bench.late()); round++) {
      for (const look of looks(rows)) {
        const asked = performance.now();
        const before = ownMs();
        await open(browser, look);
        took.push(performance.now() - asked);
        own.push(ownMs() - before);
      }
    }
    const asked = performance.now();
    const before = ownMs();
    const { html } = await browser.get('/registers/hardware/entries.csv');
    const worked = ownMs() - before;
    const exported = performance.now() - asked;
    const lines = html.split('\r\n').length - 2;
    if (lines !== rows) throw new Error(`the export has ${String(lines)} rows and not ${String(rows)}`);
    return {
      p50: percentile(took, 0.5),
      p99: percentile(took, 0.99),
      own99: percentile(own, 0.99),
      exported,
      worked,
      bytes: html.length,
      filled,
    };
  } finally {
    await world.end();
  }
}

/** Milliseconds that this thread has had of a processor. */
function ownMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

async function open(browser: Browser, look: string): Promise<void> {
  const page = await browser.get(`/registers/hardware${look}`);
  if (page.status !== 200) throw new Error(`/registers/hardware${look} answers ${String(page.status)}`);
}
