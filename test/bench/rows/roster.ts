import { setImmediate as pause, setTimeout as wait } from 'node:timers/promises';

import { anAdult, aSchool, signedIn } from '../../../src/modules/people/testing.ts';
import { rosterOfRows } from '../../support/roster-files.ts';
import { makeWorld } from '../../support/world.ts';
import { ms } from '../figures.ts';
import type { Row } from '../row.ts';

const ROWS = 10_000;
/** Between two pages of the reader: somebody reads, and does not hammer. */
const READS_MS = 25;

/** Milliseconds that this thread has had of a processor: what other programs take of the machine is not in it. */
function ownMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** A roster of 10,000 rows brought, planned and imported through the pages, while somebody asks for a page again and again. */
export const roster: Row = {
  name: 'roster',
  async measure({ say }) {
    const world = await makeWorld();
    try {
      const school = await aSchool(world);
      const office = await signedIn(world, await anAdult(world, school, { roles: ['office'] }), school);
      const reader = await signedIn(world, await anAdult(world, school, { roles: ['lead'], given: 'Reader' }), school);
      const waiting = { on: true };
      let longest = 0;
      const reading = (async () => {
        while (waiting.on) {
          const asked = performance.now();
          await reader.get('/account');
          longest = Math.max(longest, performance.now() - asked);
          await wait(READS_MS);
        }
      })();
      let held = 0;
      const watching = (async () => {
        for (let last = ownMs(); waiting.on;) {
          await pause();
          const now = ownMs();
          held = Math.max(held, now - last);
          last = now;
        }
      })();
      say(`roster: ${String(ROWS)} rows`);
      const began = performance.now();
      await office.get('/people/import');
      const texts = rosterOfRows(ROWS);
      const pasted = {
        users: texts['users.csv'],
        classes: texts['classes.csv'],
        enrollments: texts['enrollments.csv'],
      };
      const to = (await office.post('/people/import', pasted)).location ?? '';
      const fingerprint = /name="fingerprint" value="([0-9a-f]+)"/.exec((await office.get(to)).html)?.[1] ?? '';
      const planned = performance.now();
      const run = (await office.post(to, { fingerprint })).location ?? '';
      while (!(await office.get(run)).text.includes('The roster is imported')) await pause();
      const done = performance.now();
      waiting.on = false;
      await Promise.all([reading, watching]);
      return [
        {
          what: 'Roster of 10,000 rows, read, planned, imported',
          figure: `${String(Math.round((ROWS / (done - began)) * 1000))} rows/s`,
          ratio: '-',
          beside: `plan ${ms(planned - began)}, import ${ms(done - planned)}`,
          aim: '1,000 rows/s',
        },
        {
          what: 'Longest wait of a page meanwhile',
          figure: ms(longest),
          ratio: '-',
          beside: 'my account, asked again and again',
          aim: '-',
        },
        {
          what: 'Longest piece of work between two pages',
          figure: ms(held),
          ratio: '-',
          beside: 'time of the processor, whatever else the machine does',
          aim: '-',
        },
      ];
    } finally {
      await world.end();
    }
  },
};
