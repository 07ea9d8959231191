import { query, wholeSchool } from '../../platform/commands/command.ts';
import type { HealthCheck } from '../../platform/http/health.ts';
import { z } from 'zod';
import type { ModuleParts } from '../module.ts';
import { theSchools } from '../school/index.ts';
import { jobActor } from './back-up.ts';
import { BACK_UP, mayNoteBackup } from './policy.ts';
import { backupState } from './state.ts';

const healthOfBackups = query({
  name: 'safekeeping.health',
  input: z.object({}),
  events: {},
  load: wholeSchool,
  policy: mayNoteBackup,
  leaves: 'It tells the machine how old the newest backup is.',
  answer: (db, { now }) => backupState(db, now),
});

/** Not ready when backups are set up and none came for a day and a half. Not set up is said, and is no fault of this process. */
export function backupHealth(parts: Pick<ModuleParts, 'store' | 'runner' | 'ids'>): HealthCheck {
  return {
    part: 'backup',
    check: async () => {
      const [school] = await theSchools(parts.store);
      if (school === undefined) return { ready: true, detail: 'no school yet' };
      const state = await parts.runner.ask(healthOfBackups, jobActor(school, BACK_UP, parts), {});
      if (state.keys.length === 0) return { ready: true, detail: 'not set up: nobody holds a key' };
      if (state.ageHours === undefined) {
        const failed = state.newest?.state === 'failed';
        return { ready: !failed, detail: failed ? 'the first one failed' : 'the first one is not taken yet' };
      }
      return {
        ready: !state.troubles.includes('too-old'),
        detail: `taken ${String(Math.floor(state.ageHours))} hours ago`,
      };
    },
  };
}
