import { CONFIGURATION, NOT_UNDERSTOOD, TRY_AGAIN } from './cli/exit-codes.ts';
import { readConfig, type Config } from './platform/config/config.ts';
import { Refused, Unusable } from './platform/errors/errors.ts';

/** Gives the exit code: 0 well, 1 something found or refused, 64 not understood, 78 wrong settings. */
type Run = (args: readonly string[], config: Config) => Promise<number>;

interface Entry {
  readonly usage: string;
  readonly says: string;
  /** Loads the command only when it is asked for: most need a small part of Schoolgate. */
  readonly load: () => Promise<Run>;
}

/** What `npx schoolgate <command>` runs. */
const commands = {
  doctor: {
    usage: 'doctor',
    says: 'what is set, reachable and overdue, with cures',
    load: async () => (await import('./cli/doctor.ts')).doctor,
  },
  decide: {
    usage: 'decide --profile ks2 --url http://…',
    says: 'what the filter in force would do, as JSON',
    load: async () => (await import('./cli/decide.ts')).decideUrl,
  },
  verify: {
    usage: 'verify [--anchor FILE]',
    says: 'check the audit chain, also against a head kept elsewhere',
    load: async () => (await import('./cli/verify.ts')).verifyTrail,
  },
  backup: {
    usage: 'backup',
    says: 'take a backup now, encrypted and verified',
    load: async () => (await import('./cli/backup.ts')).takeBackupNow,
  },
  backups: {
    usage: 'backups',
    says: 'the backups there are, their age and the keys that open them',
    load: async () => (await import('./cli/backup.ts')).listAllBackups,
  },
  restore: {
    usage: 'restore FILE --identity KEYFILE|-',
    says: 'restore a backup into an empty data folder or database',
    load: async () => (await import('./cli/restore.ts')).restore,
  },
  import: {
    usage: 'import roster PATH [--dry-run]',
    says: 'take in a roster: a zip, a folder or files',
    load: async () => (await import('./cli/import-roster.ts')).importRoster,
  },
  mail: {
    usage: 'mail returned < MESSAGE',
    says: 'take in a mail that came back (a pipe of the mail server)',
    load: async () => (await import('./cli/mail-returned.ts')).mailReturned,
  },
  settings: {
    usage: 'settings',
    says: 'every setting with its value and meaning',
    load: async () => (await import('./cli/settings.ts')).explainSettings,
  },
  keys: {
    usage: 'keys check | enter | rotate',
    says: 'the casework key: is it here, type it in from paper, make another',
    load: async () => (await import('./cli/keys.ts')).caseworkKeys,
  },
  'first-admin': {
    usage: 'first-admin --email head@…',
    says: 'the set-up link; once there is a school, ask for a new way in for its head or lead',
    load: async () => (await import('./cli/first-admin.ts')).firstAdmin,
  },
  demo: {
    usage: 'demo',
    says: 'make the demonstration school if needed, and start it',
    load: async () => (await import('./cli/demo.ts')).makeDemonstration,
  },
  'demo-code': {
    usage: 'demo-code NAME',
    says: 'the six digits of the second step of somebody in the demonstration',
    load: async () => (await import('./cli/demo-code.ts')).demoCode,
  },
} as const satisfies Readonly<Record<string, Entry>>;

const [name, ...args] = process.argv.slice(2);

if (name === undefined || !isCommand(name)) {
  const lines = Object.values(commands).map(({ usage, says }) => `  npx schoolgate ${usage.padEnd(40)} ${says}`);
  console.error(
    `${name === undefined ? 'Say what to do:' : `There is no command “${name}”. There are:`}\n${lines.join('\n')}`,
  );
  process.exitCode = NOT_UNDERSTOOD;
} else {
  try {
    const config = readConfig(process.env);
    const run = await commands[name].load();
    process.exitCode = await run(args, config);
  } catch (error) {
    const passes = error instanceof Refused && error.status === 503;
    if (!passes && !(error instanceof Unusable)) throw error;
    console.error(error.message);
    process.exitCode = passes ? TRY_AGAIN : CONFIGURATION;
  }
}

function isCommand(word: string): word is keyof typeof commands {
  return Object.hasOwn(commands, word);
}
