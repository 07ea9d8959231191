import { join } from 'node:path';

import { readConfig, type Config } from '../platform/config/config.ts';
import { describeAddress, isPostgresql } from '../platform/config/store-address.ts';
import { systemIds } from '../platform/ids/ids.ts';
import { supervise } from '../platform/process/supervise.ts';
import { systemClock } from '../platform/time/clock.ts';
import { KEYS_FILE, withSecondStep } from './demo/authenticators.ts';
import { demandDemonstrationDatabase, demonstrationFolder, markFinished } from './demo/folder.ts';
import { changeThePassword, makeTheDemonstration } from './demo/make-demonstration.ts';
import { demoPassword, keepPassword, PASSWORD_FILE } from './demo/password.ts';
import { CLASS_WITH_LOG_INS, keysOf, pupils, SCHOOL_NAME, signIns } from './demo/people.ts';
import { emailOf } from './demo/roster-files.ts';
import { BACKUP_KEYS_FILE } from './demo/safekeeping.ts';
import { NOT_UNDERSTOOD } from './exit-codes.ts';

/** Where the demonstration lies unless SCHOOLGATE_DATA names another folder. */
const FOLDER = './data-demo';

/**
 * `demo`: makes the made-up school where there is none yet, prints who can sign in, and starts everything on it until it is told to stop.
 * A second run starts what is there. `--make` stops after the making.
 */
export async function makeDemonstration(args: readonly string[]): Promise<number> {
  const [option, ...more] = args;
  if (more.length > 0 || (option !== undefined && option !== '--make')) {
    console.error('demo: it takes no options but --make, which makes the school and starts nothing.');
    return NOT_UNDERSTOOD;
  }
  const env = { ...process.env, SCHOOLGATE_DATA: demonstrationData(process.env) };
  const { dataFolder } = readConfig(env);
  const state = demonstrationFolder(dataFolder);
  await demandDemonstrationDatabase(readConfig(env).storeAddress(), state);
  // Read again: the folder carries its marker now.
  const config = readConfig(env);
  const { password, isNew } = demoPassword(dataFolder, process.env, systemIds);
  const making = { config, clock: systemClock, ids: systemIds, password, say };
  if (state === 'empty') {
    await makeTheDemonstration(making);
    keepPassword(dataFolder, password);
    markFinished(dataFolder);
  } else if (isNew) {
    await changeThePassword(making);
    keepPassword(dataFolder, password);
  }
  printSignIns(config, password);
  return option === '--make' ? 0 : startOn(config);
}

/** The folder of the demonstration: the one that is set, or its own. */
export function demonstrationData(env: Readonly<Record<string, string | undefined>>): string {
  const set = env['SCHOOLGATE_DATA'];
  return set === undefined || set.trim() === '' ? FOLDER : set;
}

function say(line: string): void {
  console.log(`demonstration: ${line}`);
}

function printSignIns(config: Config, password: string): void {
  const [pupil] = keysOf(pupils).filter((key) => pupils[key].inClass === CLASS_WITH_LOG_INS);
  console.log(
    [
      '',
      `${SCHOOL_NAME}: a made-up school in ${config.dataFolder}${isPostgresql(config.storeAddress()) ? ` and ${describeAddress(config.storeAddress())}` : ''}`,
      `Web app ${config.publicUrl} · gate ${config.gateUrl} · proxy ${config.proxy.host}:${String(config.proxy.port)}`,
      `Sign in as one of these, password ${password} (kept in ${PASSWORD_FILE}):`,
      ...signIns.map((name) => `  ${emailOf(name)}`),
      `The second step of ${withSecondStep.join(', ')}: SCHOOLGATE_DATA=${config.dataFolder} npx schoolgate demo-code NAME prints the six digits`,
      `(or type the keys in ${KEYS_FILE} into an authenticator app).`,
      `Last night’s backup lies in ${config.backupFolder}; the keys that open it are in ${BACKUP_KEYS_FILE}, where a school has two sheets in a safe.`,
      `A pupil signs in at the gate as ${pupil ?? ''} (or another of Year 5) with the same password.`,
      `The command line on it: SCHOOLGATE_DATA=${config.dataFolder} npx schoolgate doctor`,
      '',
    ].join('\n'),
  );
}

/** Starts web app and filter on the demonstration, as main.ts does on a real school, until they are told to stop. */
function startOn(config: Config): Promise<number> {
  process.env['SCHOOLGATE_DATA'] = config.dataFolder;
  const supervision = supervise(
    [
      { name: 'web app', file: join(import.meta.dirname, '..', 'webd.ts') },
      { name: 'filter', file: join(import.meta.dirname, '..', 'filterd.ts') },
    ],
    {
      clock: systemClock,
      say: (line) => {
        console.log(`Schoolgate: ${line}`);
      },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      supervision.stop(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
    });
  }
  return supervision.ended;
}
