import type { PersonActor } from '../../src/platform/access/access.ts';
import type { AnyCommand } from '../../src/platform/commands/command.ts';
import type { PersonId } from '../../src/platform/ids/ids.ts';
import { worked } from '../../src/modules/people/testing.ts';
import type { World } from '../support/world.ts';
import type { Asker } from './permissions-cells.ts';
import type { SeededSchool } from './permissions-world.ts';

/** What a request names: parts of its address, its query, its form. */
export interface Given {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
  /** The text of a file in the field `file`: the form is sent as multipart/form-data then. */
  readonly file?: string;
}

/** What a request is to be about. */
export interface Wanted {
  readonly world: World;
  /** Whose records: this school's, or the other's. */
  readonly at: SeededSchool;
  readonly who: Asker;
  /** The row of the table. */
  readonly subject: string;
  /** True for a record that nobody used before: what is allowed changes it. */
  readonly fresh: boolean;
}

/** True for rows whose record depends on who asks. */
export const isOwn = (subject: string): boolean => /themsel|their own|given to them/.test(subject);

const kept = new Map<string, Promise<Given>>();

/** Makes a record once for all who are only refused or only look, and anew where `fresh`. `kind` names the sort of record. */
export function once(kind: string, make: Make): Make {
  return (wanted) => {
    if (wanted.fresh) return make(wanted);
    const key = [kind, wanted.at.family, wanted.subject, isOwn(wanted.subject) ? wanted.who : ''].join('|');
    const given = kept.get(key) ?? Promise.resolve(make(wanted));
    kept.set(key, given);
    return given;
  };
}

/** Makes what a request carries, and the record that it names. */
export type Make = (wanted: Wanted) => Given | Promise<Given>;

/** The one who asks where that is somebody with a record; else a colleague. */
export const self = ({ at, who }: Wanted): PersonId => (who === 'nobody' ? at.others.colleague : at.person(who));

/** The command of a module, by its name: builders of other modules' records go through it. */
export function commandNamed(world: World, name: string): AnyCommand {
  const found = world.modules.flatMap((module) => module.commands).find((one) => one.name === name);
  if (found === undefined) throw new Error(`no command is called ${name}`);
  return found;
}

/** Does what a module lets somebody do, for a record that a request is about. */
export async function doneBy(
  world: World,
  actor: PersonActor,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  worked(await world.runner.run(commandNamed(world, name), actor, input));
}
