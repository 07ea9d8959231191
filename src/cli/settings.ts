import { settingsOfTheMachine, type Config } from '../platform/config/config.ts';

/** `settings`: prints each setting of the machine, what it is now, its default and what it does. Secrets are never printed. */
export function explainSettings(_args: readonly string[], config: Config): Promise<number> {
  for (const [name, fallback, meaning] of settingsOfTheMachine) {
    const set = process.env[name];
    console.log(
      `${name}\n  ${meaning}\n  ${set === undefined || set === '' ? `not set: ${fallback}` : `set to ${set}`}`,
    );
  }
  console.log(`\nRecords: ${config.dataFolder}${config.demo ? ' (a demonstration: made-up records)' : ''}`);
  console.log('Settings of the school, with the clauses that set them, are on the page Policy > Settings.');
  return Promise.resolve(0);
}
