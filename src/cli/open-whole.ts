import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { compose, type Whole } from '../compose.ts';
import { theSchools } from '../modules/school/index.ts';
import type { MachineActor } from '../platform/access/access.ts';
import { refuseUnfinishedRestore } from '../platform/backup/restore-marker.ts';
import type { Config } from '../platform/config/config.ts';
import { describeAddress, isPostgresql } from '../platform/config/store-address.ts';
import { storeState } from '../platform/db/store-state.ts';
import { Unusable } from '../platform/errors/errors.ts';
import { systemIds, type SchoolId } from '../platform/ids/ids.ts';
import { openLog } from '../platform/log/log.ts';
import { systemClock } from '../platform/time/clock.ts';

/** Opens the records of an existing installation for one command of the command line, and closes them after it. */
export async function withWhole<Result>(
  config: Config,
  work: (whole: Whole, school: SchoolId | undefined) => Promise<Result>,
): Promise<Result> {
  const address = config.storeAddress();
  const state = existsSync(config.dataFolder) ? await storeState(address) : undefined;
  if (state === undefined || state.steps.length === 0) {
    throw new Unusable(
      isPostgresql(address) ? 'SCHOOLGATE_DATABASE_URL' : 'SCHOOLGATE_DATA',
      `${isPostgresql(address) ? describeAddress(address) : config.dataFolder} holds no records yet.`,
      'Start Schoolgate once with npm start, or name the right one.',
    );
  }
  refuseUnfinishedRestore(config.dataFolder);
  const whole = await compose(config, {
    clock: systemClock,
    ids: systemIds,
    log: openLog('command line', join(config.dataFolder, 'logs', 'command-line.log')),
  });
  try {
    return await work(whole, (await theSchools(whole.store))[0]);
  } finally {
    await whole.close();
  }
}

/** The school of a command that needs one. */
export function needSchool(school: SchoolId | undefined): SchoolId {
  if (school === undefined) {
    throw new Unusable('records', 'there is no school yet.', 'Open the set-up link that npm start prints.');
  }
  return school;
}

/** The command line as an actor. */
export function commandLine(school: SchoolId, name: string): MachineActor {
  return { kind: 'command-line', school, name, request: systemIds.next() };
}
