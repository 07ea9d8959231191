import type { World } from '../../../test/support/world.ts';
import type { PersonActor } from '../../platform/access/access.ts';
import { roles, type Role } from '../../platform/access/roles.ts';
import { rawInput } from '../../platform/forms/parse.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { postKinds, type PlainPost } from '../people/index.ts';
import { actorFor, anAdult, aPostHolder, worked } from '../people/testing.ts';
import { declaredRegisters } from './declared/index.ts';
import { formName } from './field-names.ts';
import { registerCommands } from './module-parts.ts';
import type { RegisterParts } from './register-parts.ts';
import type { Field, Grantee, RegisterShape } from './shape.ts';

/** Names that entries of tests hold: builders make these people and this class first. */
export interface NamesForEntries {
  readonly adult: string;
  readonly pupil: string;
  readonly schoolClass: string;
}

/** The form of an entry, filled in whole: `at` makes one differ from the next. Days are in the past. */
export function anEntryForm(
  fields: readonly Field[],
  names: NamesForEntries,
  at = 1,
): Readonly<Record<string, string | string[]>> {
  const form: Record<string, string | string[]> = {};
  for (const field of fields) {
    if (field.retired === true) continue;
    const name = formName(field.code);
    const { kind } = field;
    switch (kind.type) {
      case 'date':
        Object.assign(form, {
          [`${name}-day`]: String(1 + (at % 20)),
          [`${name}-month`]: '11',
          [`${name}-year`]: '2026',
        });
        break;
      case 'number':
        form[name] = String(Math.min(kind.from + at, kind.to));
        break;
      case 'choice':
        form[name] = kind.options[at % kind.options.length]?.code ?? '';
        break;
      case 'choices':
        form[name] = kind.options.slice(0, 2).map((option) => option.code);
        break;
      default:
        form[name] = sampleText(field, names, at);
    }
  }
  return form;
}

/** The form of an entry of a declared register, filled in whole, in which every field of words says `said`. */
export function aFormSaying(register: string, names: NamesForEntries, said: string): ReturnType<typeof anEntryForm> {
  const fields = declaredRegisters.find((one) => one.code === register)?.fields ?? [];
  const form: Record<string, string | string[]> = { ...anEntryForm(fields, names) };
  for (const field of fields) if (field.kind.type === 'words') form[formName(field.code)] = said;
  return form;
}

function sampleText({ kind, label }: Field, names: NamesForEntries, at: number): string {
  switch (kind.type) {
    case 'time':
      return '15:40';
    case 'yes-no':
      return 'yes';
    case 'address':
      return `https://site-${String(at)}.example/page`;
    case 'e-mail':
      return `office${String(at)}@school.example`;
    case 'phone':
      return '01632 960001';
    case 'person':
    case 'people':
      return names.adult;
    case 'pupil':
    case 'pupils':
      return names.pupil;
    case 'class':
      return names.schoolClass;
    case 'year-group':
    case 'year-groups':
      return 'Year 4';
    case 'words':
      return `=words, "quoted",\nof ${label} ${String(at)}`;
    default:
      return `${label} ${String(at)}`;
  }
}

/** The module's own parts, as it makes them: for tests and the demonstration, which work by commands. */
export function registerParts(world: Pick<World, 'parts' | 'modules'>, declared = declaredRegisters): RegisterParts {
  return {
    declared,
    settings: () => world.modules.flatMap((module) => module.settings),
    files: world.parts.files,
    key: world.parts.key,
  };
}

/** Adds an entry by the command, as `by`; returns its number. */
export async function anEntry(
  world: World,
  by: PersonActor,
  register: string,
  form: Readonly<Record<string, unknown>>,
): Promise<number> {
  const { add } = registerCommands(registerParts(world));
  return worked(await world.runner.run(add, by, rawInput({ register }, form))).number;
}

const isRole = (one: Grantee): one is Role => roles.some((role) => role === one);
const isPlain = (one: Grantee): one is PlainPost => postKinds.some((post) => post.plain === one);

/** Somebody who is all of these: roles and posts. Whoever has only posts works here besides. */
export async function somebodyWho(
  world: World,
  school: SchoolId,
  are: readonly Grantee[],
  name: { readonly given?: string; readonly family?: string } = {},
): Promise<PersonActor> {
  const held = [...new Set(are.filter(isRole))];
  const person = await anAdult(world, school, { roles: held.length === 0 ? ['staff'] : held, ...name });
  const posts = [...new Set(are.filter(isPlain))];
  for (const post of posts) await aPostHolder(world, school, person, post);
  return actorFor(world, school, person);
}

/** Roles and posts by which nobody may open this register. */
export function outsidersOf(shape: RegisterShape): readonly Role[] {
  const inside = new Set<Grantee>([...shape.add, ...shape.read, 'head']);
  const all: readonly Role[] = ['staff', 'technician', 'office', 'lead', 'dsl', 'governor', 'chair'];
  return all.filter((role) => !inside.has(role) && !(inside.has('staff') && !['governor', 'chair'].includes(role)));
}
