import { visitThrough } from '../../faults/filter-alone.ts';
import { signedInAt } from '../../faults/signed-in.ts';
import { startSchoolgate, type Running } from '../../support/running.ts';
import { mebibytes, median, ms, percentile, times } from '../figures.ts';
import { residentBytes } from '../programs.ts';
import type { Bench, Line, Row } from '../row.ts';
import { makeSmallSchool, type SmallSchool } from '../small-school.ts';

const PAGES_MS = 2000;
const ROUNDS = 3;
const EFFECTS = 5;
const READY_AIM = 3000;
const PAGE_AIM = 50;
const EFFECT_AIM = 2000;

/** The whole of Schoolgate as its owner starts it: ready, pages at 20 people at once, a block taking effect, and memory; then with ten times the records. */
export const school: Row = {
  name: 'school',
  async measure(bench) {
    bench.say('making a school with a term of records');
    const small = await makeSmallSchool(bench, 1);
    const first = await start(bench, small.data);
    await first.running.stop();
    const { running, readyMs } = await start(bench, small.data);
    const idle = memoryOf(running);
    const lines: Line[] = [
      line(
        'Ready, second run (start to /healthz 200)',
        ms(readyMs),
        readyMs / READY_AIM,
        `first run ${ms(first.readyMs)}`,
        ms(READY_AIM),
      ),
      ...(await pages(bench, running, small)),
    ];
    bench.say('blocks taking effect');
    const effects = await blocks(running, small);
    lines.push(
      line(
        'Commit to effect (POST of a block to the proxy refusing)',
        `p50 ${ms(median(effects))}, most ${ms(Math.max(...effects))}`,
        median(effects) / EFFECT_AIM,
        `${String(EFFECTS)} blocks`,
        ms(EFFECT_AIM),
      ),
    );
    const loaded = memoryOf(running);
    for (const [index, part] of idle.entries()) {
      lines.push({
        what: index === 0 ? 'Memory: each process' : '',
        figure: `${part.name}: idle ${mebibytes(part.bytes)}, loaded ${mebibytes(loaded[index]?.bytes ?? 0)}`,
        ratio: '-',
        beside: index === 0 ? `together loaded ${mebibytes(loaded.reduce((sum, { bytes }) => sum + bytes, 0))}` : '',
        aim: '-',
      });
    }
    await running.stop();

    bench.say('making a school with ten times the records');
    const big = await makeSmallSchool(bench, 10);
    const grown = await start(bench, big.data);
    lines.push(...(await pages(bench, grown.running, big)));
    await grown.running.stop();
    return lines;
  },
};

/** `share` is figure ÷ aim: below 1 is better than the aim. */
function line(what: string, figure: string, share: number, beside: string, aim: string): Line {
  return { what, figure, ratio: `${times(share)} the aim`, beside, aim };
}

async function start(bench: Bench, data: string): Promise<{ running: Running; readyMs: number }> {
  const begun = performance.now();
  const running = await startSchoolgate({ data });
  const readyMs = performance.now() - begun;
  bench.atEnd(() => running.end());
  return { running, readyMs };
}

function memoryOf(running: Running): { name: string; bytes: number }[] {
  const web = running.child('webd.ts');
  const filter = running.child('filterd.ts');
  return [
    { name: 'supervisor', bytes: residentBytes(running.pid) },
    { name: 'web app', bytes: residentBytes(web) },
    { name: 'filter', bytes: residentBytes(filter) },
  ];
}

/** Twenty people, each with a session of their own, ask for the page again as soon as they have it. */
async function pages(bench: Bench, running: Running, given: SmallSchool): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [name, path] of [
    ['Incident log', '/incidents'],
    ['Home page', '/'],
  ] as const) {
    const p50: number[] = [];
    const p99: number[] = [];
    const rates: number[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      bench.say(`${name}, ${String(given.incidents)} incidents, round ${String(round)} of ${String(ROUNDS)}`);
      const { took, seconds } = await atOnce(running, given.sessions, path);
      // The first round only warms up.
      if (round === 0) continue;
      p50.push(percentile(took, 0.5));
      p99.push(percentile(took, 0.99));
      rates.push(took.length / seconds);
    }
    const alone = await atOnce(running, given.sessions.slice(0, 1), path);
    lines.push(
      line(
        `${name}, 20 people at once, ${String(given.incidents)} incidents`,
        `p50 ${ms(median(p50))}, p99 ${ms(median(p99))}`,
        median(p99) / PAGE_AIM,
        `${median(rates).toFixed(0)} pages/s; one person alone p50 ${ms(percentile(alone.took, 0.5))}`,
        `p99 ${ms(PAGE_AIM)}`,
      ),
    );
  }
  return lines;
}

async function atOnce(
  running: Running,
  sessions: readonly string[],
  path: string,
): Promise<{ took: number[]; seconds: number }> {
  const took: number[] = [];
  const begun = performance.now();
  await Promise.all(
    sessions.map(async (session) => {
      const person = signedInAt(running, session);
      while (performance.now() - begun < PAGES_MS) {
        const asked = performance.now();
        const page = await person.get(path);
        if (page.status !== 200) throw new Error(`${path} answered ${String(page.status)}`);
        took.push(performance.now() - asked);
      }
    }),
  );
  return { took, seconds: (performance.now() - begun) / 1000 };
}

/** Milliseconds from sending the form that blocks a site until the proxy gives another answer for it. */
async function blocks(running: Running, given: SmallSchool): Promise<number[]> {
  const person = signedInAt(running, given.sessions[0] ?? '');
  const took: number[] = [];
  for (let i = 0; i < EFFECTS; i++) {
    // A name that nobody has, so that nothing is asked for outside; without the block the proxy says so, or that no list knows it.
    const host = `effect-${String(i)}.invalid`;
    const answer = async (): Promise<string> => {
      const { status, body } = await visitThrough(running.proxy.port, `http://${host}/`);
      return `${String(status)} ${body.replaceAll(/value="[^"]*"/g, '')}`;
    };
    const before = await answer();
    const form = await person.form('/filtering/block');
    const sent = performance.now();
    const saved = await person.send('/filtering/block', form, { sites: host, reason: 'Bench', length: 'open' });
    if (saved.status !== 303) throw new Error(`the block was answered ${String(saved.status)}`);
    while ((await answer()) === before) {
      if (performance.now() - sent > 30_000) throw new Error('the block took no effect in 30 s');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    took.push(performance.now() - sent);
  }
  return took;
}
