import { csvLine } from '../../src/platform/views/csv.ts';
import { formName } from '../../src/modules/registers/field-names.ts';
import { declaredRegisters } from '../../src/modules/registers/index.ts';
import { registerCommands } from '../../src/modules/registers/module-parts.ts';
import type { RegisterShape } from '../../src/modules/registers/shape.ts';
import { anEntry, anEntryForm, registerParts, type NamesForEntries } from '../../src/modules/registers/testing.ts';
import { actorFor, worked } from '../../src/modules/people/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import { staffRoles } from '../../src/platform/access/roles.ts';
import { isOwn, once, type Make, type Wanted } from './permissions-given.ts';
import { newest, type SeededSchool } from './permissions-world.ts';

/** What the requests about registers carry (see permissions-requests.ts). */

const codes: Readonly<Record<string, string>> = {
  'the hardware inventory': 'hardware',
  'sites found unsuitable': 'unsuitable-sites',
  'low-level concerns': 'low-level-concerns',
  'remote access asked for': 'remote-access',
  'what they themselves asked for': 'remote-access',
};

function shapeOf(subject: string): RegisterShape {
  const found = declaredRegisters.find((shape) => shape.code === (codes[subject] ?? 'hardware'));
  if (found === undefined) throw new Error(`no register is meant by “${subject}”`);
  return found;
}

const namesAt = (at: SeededSchool): NamesForEntries => ({
  adult: `Colleague ${at.family}`,
  pupil: `Oakley ${at.family}`,
  schoolClass: `Oak-${at.family}`,
});

/** A form as one text for each name. */
const flat = (form: Readonly<Record<string, string | string[]>>): Record<string, string> =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [name, [value].flat().join(';')]));

/** Whoever adds the entry that a request is about: nobody's example of a role, where the register lets them. */
async function adderOf({ world, at, who, subject }: Wanted, shape: RegisterShape): Promise<PersonActor> {
  if (isOwn(subject) && who !== 'nobody' && staffRoles.some((role) => role === who)) return at.actor(who);
  if (shape.add.includes('staff')) return actorFor(world, at.school, at.others.colleague);
  return at.actor(shape.add.includes('head') ? 'head' : 'office');
}

const entry: Make = once('register entry', async (wanted) => {
  const { world, at, subject } = wanted;
  const shape = shapeOf(subject);
  const number = await anEntry(world, await adderOf(wanted, shape), shape.code, anEntryForm(shape.fields, namesAt(at)));
  return { params: { register: shape.code, number: String(number) }, body: { version: '1' } };
});

/** An entry, and what a form of its page sends. */
const entryWith =
  (body: (shape: RegisterShape, names: NamesForEntries) => Readonly<Record<string, string>>): Make =>
  async (wanted) => {
    const made = await entry(wanted);
    return { ...made, body: { ...made.body, ...body(shapeOf(wanted.subject), namesAt(wanted.at)) } };
  };

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

const entryFile: Make = once('file of a register entry', async (wanted) => {
  const { world, at, subject } = wanted;
  const shape = shapeOf(subject);
  const { params } = await entry({ ...wanted, fresh: true });
  const file = await world.parts.files.put(bytesOf('Paid.'), { name: 'receipt.txt', most: 1000 });
  const { addFile } = registerCommands(registerParts(world));
  const input = { ...params, version: '1', file };
  worked(await world.runner.run(addFile, await adderOf(wanted, shape), input));
  return { params: { ...params, file: await newest(world, 'register_file', { school_id: at.school }) } };
});

/** A file with one entry in it. */
function csvOf(shape: RegisterShape, names: NamesForEntries): string {
  const form = flat(anEntryForm(shape.fields, names));
  const days = new Map(
    Object.entries(form).flatMap(([name, value]) => (name.endsWith('-day') ? [[name.slice(0, -4), value]] : [])),
  );
  const cells = shape.fields.map((field) => {
    const name = formName(field.code);
    const day = days.get(name);
    return day === undefined ? (form[name] ?? '') : `${day}/11/2026`;
  });
  return csvLine(shape.fields.map((field) => field.label)) + csvLine(cells);
}

const broughtFile: Make = once('import', async (wanted) => {
  const { world, at, subject } = wanted;
  const shape = shapeOf(subject);
  const files = [{ name: 'a.csv', bytes: new TextEncoder().encode(csvOf(shape, namesAt(at))) }];
  const { bringImport } = registerCommands(registerParts(world));
  const by = await at.actor(shape.code === 'hardware' ? 'office' : 'head');
  const { id } = worked(await world.runner.run(bringImport, by, { register: shape.code, files }));
  return { params: { register: shape.code, import: id } };
});

const column = { label: 'Something more', type: 'line' };
let made = 0;

const newRegister = ({ at }: Wanted): Record<string, string> => {
  made += 1;
  return {
    title: `Clubs ${String(made)} ${at.family}`,
    one: 'a club',
    purpose: 'The clubs after school.',
    area: 'community',
    add: 'office',
    read: 'office',
    years: '3',
    signedBy: 'head',
    ...column,
  };
};

const ownRegister: Make = once('own register', async (wanted) => {
  const { makeRegister, addField } = registerCommands(registerParts(wanted.world));
  const head = await wanted.at.actor('head');
  const { code } = worked(await wanted.world.runner.run(makeRegister, head, newRegister(wanted)));
  worked(
    await wanted.world.runner.run(addField, head, {
      register: code,
      version: '1',
      ...column,
      label: 'Day of the week',
    }),
  );
  return { params: { register: code }, body: { version: '2' } };
});

export const registerRequests: Readonly<Record<string, Make>> = {
  '/registers/:register': entry,
  '/registers/:register/add': ({ at, subject }) => {
    const shape = shapeOf(subject);
    return { params: { register: shape.code }, body: flat(anEntryForm(shape.fields, namesAt(at))) };
  },
  '/registers/:register/:number': entry,
  '/registers/:register/print': entry,
  '/registers/:register/entries.csv': entry,
  '/registers/:register/:number/files/:file': entryFile,
  '/registers/:register/:number/correct': entryWith((shape, names) => ({
    ...flat(anEntryForm(shape.fields, names, 2)),
    why: 'A slip.',
  })),
  '/registers/:register/:number/close': entryWith((shape, names) =>
    flat(anEntryForm(shape.closing?.fields ?? [], names)),
  ),
  '/registers/:register/:number/strike-out': entryWith(() => ({ why: 'Twice.' })),
  '/registers/:register/:number/decide': entryWith(() => ({ decision: 'approve' })),
  '/registers/:register/:number/file': async (wanted) => ({ ...(await entry(wanted)), file: 'Paid.' }),
  '/registers/:register/import': ({ subject }) => ({ params: { register: shapeOf(subject).code } }),
  '/registers/:register/import/empty.csv': ({ subject }) => ({ params: { register: shapeOf(subject).code } }),
  '/registers/:register/import/:import': broughtFile,
  '/registers/new': (wanted) => ({ body: newRegister(wanted) }),
  '/registers/:register/shape': async (wanted) => {
    const own = await ownRegister(wanted);
    // A label of its own: the register has one of `column`'s from the beginning.
    return { ...own, body: { ...own.body, ...column, label: 'And another' } };
  },
  '/registers/:register/shape/retire': async (wanted) => {
    const own = await ownRegister(wanted);
    return { ...own, body: { ...own.body, field: 'day-of-the-week' } };
  },
};
