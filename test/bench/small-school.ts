import { rmSync } from 'node:fs';

import { aPupil, anAdult, aSchool, actorFor } from '../../src/modules/people/testing.ts';
import { aReport } from '../../src/modules/incidents/testing.ts';
import { makeDataFolder } from '../faults/data-folder.ts';
import type { Bench } from './row.ts';

/** A data folder of a school with a term's records, made by commands, and sessions of people who may read the incident log. */
export interface SmallSchool {
  readonly data: string;
  readonly sessions: readonly string[];
  readonly incidents: number;
  readonly pupils: number;
}

const PEOPLE_AT_ONCE = 20;

/** `growth` 1 is a term of a small school; 10 is ten times as much. */
export async function makeSmallSchool(bench: Bench, growth: number): Promise<SmallSchool> {
  const incidents = 60 * growth;
  const pupils = 30 * growth;
  const { data, made } = await makeDataFolder(`bench-${String(growth)}`, async (world) => {
    const school = await aSchool(world);
    for (let i = 0; i < pupils; i++) {
      await aPupil(world, school, { given: `Pupil${String(i)}`, family: 'Sample', class: `Class ${String(i % 10)}` });
    }
    const teacher = await actorFor(world, school, await anAdult(world, school, { roles: ['staff'] }));
    const lead = await anAdult(world, school, { roles: ['dsl', 'lead'] });
    const today = world.clock.now().toZonedDateTimeISO('Europe/London').toPlainDate();
    for (let i = 0; i < incidents; i++) {
      await aReport(world, teacher, {
        details: `Made-up report ${String(i)}: saw a page in the library that did not belong there.`,
        who: `Pupil${String(i % pupils)} Sample`,
        when: today.subtract({ days: i % 60 }).toString(),
      });
    }
    const sessions = [];
    for (let i = 0; i < PEOPLE_AT_ONCE; i++) sessions.push(await world.parts.sessions.start(school, lead, 'bench'));
    return sessions;
  });
  bench.atEnd(() => {
    rmSync(data, { recursive: true, force: true });
  });
  return { data, sessions: made, incidents, pupils };
}
