import { describeAddress } from '../platform/config/store-address.ts';
import { settingsOfTheMachine, type Config } from '../platform/config/config.ts';

/** `settings`: prints each setting of the machine, what it is now, its default and what it does. Secrets are never printed. */
export function explainSettings(_args: readonly string[], config: Config): Promise<number> {
  for (const [name, fallback, meaning] of settingsOfTheMachine) {
    console.log(`${name}\n  ${meaning}\n  ${stateOf(name, fallback)}`);
  }
  console.log(
    `\nRecords: ${describeAddress(config.storeAddress())}\nEverything else: ${config.dataFolder}${config.demo ? ' (a demonstration: made-up records)' : ''}`,
  );
  console.log('Settings of the school, with the clauses that set them, are on the page Policy > Settings.');
  return Promise.resolve(0);
}

function stateOf(name: string, fallback: string): string {
  const file = process.env[`${name}_FILE`] ?? '';
  if (file !== '') return `read from the file ${file}`;
  const set = process.env[name] ?? '';
  if (set === '') return `not set: ${fallback}`;
  return /PASSWORD|SECRET/.test(name) ? 'set (never shown)' : `set to ${withoutPassword(set)}`;
}

/** Some settings are addresses that may carry a password, before the host or as a parameter. */
function withoutPassword(text: string): string {
  return text.replace(/(:\/\/[^:@/]*):.*@/, '$1:…@').replaceAll(/(password=)[^&]*/gi, '$1…');
}
