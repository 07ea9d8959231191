import { setImmediate as pause } from 'node:timers/promises';

import { anAdult, aSchool, signedIn } from '../../../src/modules/people/testing.ts';
import { rosterOfRows } from '../../support/roster-files.ts';
import { makeWorld } from '../../support/world.ts';
import { ms } from '../figures.ts';
import type { Row } from '../row.ts';

const ROWS = 10_000;

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
          await pause();
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
      await reading;
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
      ];
    } finally {
      await world.end();
    }
  },
};
