import { join } from 'node:path';

import { theBigSchool } from '../big-school.ts';
import { median, medianRatio, ms, rate, times } from '../figures.ts';
import { runToEnd } from '../programs.ts';
import { NOT_HERE, prototypeFolder } from '../prototypes.ts';
import type { Row } from '../row.ts';
import { number } from '../said.ts';

const ROUNDS = 3;

/** Decisions per second of one core, the whole policy asked, beside the prototype's loop in the same rounds. */
export const decisions: Row = {
  name: 'decisions',
  async measure(bench) {
    const { prototypes, say } = bench;
    const school = await theBigSchool(bench);
    const cwd = prototypes === undefined ? undefined : await prototypeFolder(bench, prototypes);
    const ours: number[] = [];
    const theirs: number[] = [];
    let loadMs = 0;
    for (let round = 0; round < ROUNDS && (round === 0 || !bench.late()); round++) {
      say(`decisions, round ${String(round + 1)} of ${String(ROUNDS)}`);
      const said: unknown = JSON.parse(
        await runToEnd([join(import.meta.dirname, '..', 'children', 'decisions.ts'), school.data, school.questions], {
          core: 'server',
        }),
      );
      ours.push(number(said, 'perSecond'));
      loadMs = number(said, 'loadMs');
      if (cwd === undefined || prototypes === undefined) continue;
      const text = await runToEnd([join(prototypes, 'bench_decide.mjs'), 'data/d1m.tbl'], { cwd, core: 'server' });
      // The prototype prints two loops; the first has its own rules in a Map as ours has.
      const rates = [...text.matchAll(/decision\/s .*?\) (\d+)/g)].map((match) => Number(match[1]));
      theirs.push(Math.max(...rates));
    }
    return [
      {
        what: 'Decisions, whole policy, 1M names',
        figure: rate(median(ours)),
        ratio: theirs.length === 0 ? '-' : times(medianRatio(ours, theirs)),
        beside: theirs.length === 0 ? NOT_HERE : `prototype’s faster loop ${rate(median(theirs))}`,
        aim: '0.50 x; 2.1M/s on the reference machine',
      },
      {
        what: 'Rules and 1M names loaded and made ready',
        figure: ms(loadMs),
        ratio: '-',
        beside: '20,000 people, 10,000 own rules',
        aim: '-',
      },
    ];
  },
};
