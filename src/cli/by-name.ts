import type { Whole } from '../compose.ts';
import type { Actor } from '../platform/access/access.ts';
import type { Outcome } from '../platform/commands/command.ts';

/**
 * Commands and queries by the names under which modules register them: for the command line and the demonstration, which use what the
 * modules offer and know nothing of their files. What comes back is unknown, so whoever asks parses it.
 */

/** Runs a registered command. Throws `Refused`, and a TypeError when no module has it; expected failures are returned. */
export async function runByName(whole: Whole, name: string, actor: Actor, input: unknown): Promise<Outcome<unknown>> {
  const command = whole.modules.flatMap((module) => module.commands).find((one) => one.name === name);
  if (command === undefined) throw new TypeError(`no module has the command ${name}`);
  return whole.runner.run(command, actor, input);
}

/** Asks a registered query. Throws `Refused`, and a TypeError when no module has it. */
export async function askByName(whole: Whole, name: string, actor: Actor, input: unknown): Promise<unknown> {
  const query = whole.modules.flatMap((module) => module.queries).find((one) => one.name === name);
  if (query === undefined) throw new TypeError(`no module has the query ${name}`);
  return whole.runner.ask(query, actor, input);
}
