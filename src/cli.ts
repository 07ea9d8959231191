import { makeDemonstration } from './cli/demo.ts';
import { decideUrl } from './cli/decide.ts';
import { doctor } from './cli/doctor.ts';
import { importRoster } from './cli/import-roster.ts';
import { explainSettings } from './cli/settings.ts';
import { verifyTrail } from './cli/verify.ts';
import { readConfig } from './platform/config/config.ts';
import { Unusable } from './platform/errors/errors.ts';

/** What `npx schoolgate <command>` runs. Exit codes: 0 well, 1 something found or refused, 64 not understood, 78 wrong settings. */
const commands = {
  doctor: { usage: 'doctor', says: 'what is set, reachable and overdue, with cures', run: doctor },
  decide: {
    usage: 'decide --profile ks2 --url http://…',
    says: 'what the filter in force would do, as JSON',
    run: decideUrl,
  },
  verify: { usage: 'verify', says: 'check the audit chain from its first row to its head', run: verifyTrail },
  import: {
    usage: 'import roster PATH [--dry-run]',
    says: 'take in a OneRoster 1.1 folder',
    run: importRoster,
  },
  settings: { usage: 'settings', says: 'every setting with its value and meaning', run: explainSettings },
  demo: { usage: 'demo', says: 'make the demonstration school if needed, and start it', run: makeDemonstration },
} as const;

const [name, ...args] = process.argv.slice(2);

if (name === undefined || !isCommand(name)) {
  const lines = Object.values(commands).map(({ usage, says }) => `  npx schoolgate ${usage.padEnd(40)} ${says}`);
  console.error(
    `${name === undefined ? 'Say what to do:' : `There is no command “${name}”. There are:`}\n${lines.join('\n')}`,
  );
  process.exitCode = 64;
} else {
  try {
    process.exitCode = await commands[name].run(args, readConfig(process.env));
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    console.error(error.message);
    process.exitCode = 78;
  }
}

function isCommand(word: string): word is keyof typeof commands {
  return Object.hasOwn(commands, word);
}
