import { z } from 'zod';

import { both, refused, allowed } from '../../../platform/access/access.ts';
import { actorId } from '../../../platform/audit/chain.ts';
import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, choices, optionalText, text, tick, wholeNumber } from '../../../platform/forms/fields.ts';
import { areaWords, type Area } from '../../policy/index.ts';
import { checkOwnShape } from '../check-shape.ts';
import { allFields } from '../entry.ts';
import { registerEvents } from '../events.ts';
import { registerInput, versionInput } from '../input.ts';
import { newShape, offeredKinds, withField, withoutField } from '../own-shape.ts';
import { mayShape } from '../policy.ts';
import { standingBefore, type RegisterParts, type StandingBefore } from '../register-parts.ts';
import { registerTables } from '../rows.ts';
import type { RegisterShape } from '../shape.ts';
import { grantees } from '../shape-schema.ts';
import { allShapes } from '../shapes.ts';

/** A school has so many registers of its own at most. */
const MOST_OWN = 100;

const areas: readonly Area[] = Object.keys(areaWords).filter((one): one is Area => one in areaWords);
const kinds = offeredKinds.map((kind) => kind.code);

const fieldInput = {
  label: text('what is asked for', 100),
  type: choice(kinds, 'Choose what it takes'),
  options: optionalText('the list', 3000),
  lowest: z
    .string()
    .default('')
    .transform((value) => (value.trim() === '' ? '0' : value))
    .pipe(wholeNumber('the lowest number', 0, 999_999_999)),
  highest: z
    .string()
    .default('')
    .transform((value) => (value.trim() === '' ? '1000000' : value))
    .pipe(wholeNumber('the highest number', 0, 999_999_999)),
  hint: optionalText('the hint', 300),
};

const registerForm = z.object({
  title: text('the name', 80),
  one: text('what one entry is called', 60),
  purpose: text('what it is for', 400),
  area: choice(areas, 'Choose the part of the policy it belongs to'),
  add: choices(grantees, 'Choose who adds to it').refine((list) => list.length > 0, 'Choose who adds to it'),
  read: choices(grantees, 'Choose who reads it').refine((list) => list.length > 0, 'Choose who reads it'),
  decide: choices(grantees, 'Choose who decides, or nobody'),
  files: tick(),
  years: wholeNumber('the years', 1, 100),
  signedBy: choice(grantees, 'Choose who signs the deletion'),
  ...fieldInput,
});

/** Makes a register of the school's own, with its first column. */
export const makeMakeRegister = (parts: RegisterParts) =>
  command({
    name: 'registers.make-register',
    input: registerForm,
    events: registerEvents,
    load: wholeSchool,
    policy: (actor) => mayShape(actor),
    prepare: nothing,
    effect: async ({ db, input, actor, now, newId }) => {
      const shapes = await allShapes(db, parts.declared);
      if (shapes.filter((known) => known.version > 0).length >= MOST_OWN) {
        return failed('', `The school has ${String(MOST_OWN)} registers of its own. Use one of them`);
      }
      if (shapes.some(({ shape }) => shape.title.toLowerCase() === input.title.toLowerCase())) {
        return failed('title', 'There is a register of this name already. Give this one another');
      }
      const taken = new Set([...shapes.map(({ shape }) => shape.code), 'new']);
      const { label, type, options, lowest, highest, hint, ...rest } = input;
      const first = {
        label,
        type,
        options,
        from: lowest,
        to: highest,
        hint,
        required: true,
        sealed: false,
        atClosing: false,
      };
      const checked = checkedFor(newShape({ ...rest, first }, taken));
      if (!checked.ok) return checked;
      await keepVersion(db, { id: newId(), shape: checked.shape, version: 1, by: actorId(actor), at: now });
      return done({ code: checked.shape.code }, {
        name: 'register-made',
        subject: checked.shape.code,
        data: { version: 1 },
      } as const);
    },
    changesFilter: false,
  });

/** Only a register that the school made can be changed by it. */
export function isOwn({ version }: Pick<StandingBefore, 'version'>) {
  return version > 0
    ? allowed
    : refused(
        'This register comes with Schoolgate: its columns are those that the policy needs. Make one of your own beside it.',
      );
}

/** Adds a column to a register of the school's own: a new version of it. Entries made before have nothing in it. */
export const makeAddField = (parts: RegisterParts) =>
  command({
    name: 'registers.add-field',
    input: z.object({
      ...registerInput,
      ...versionInput,
      ...fieldInput,
      required: tick(),
      sealed: tick(),
      atClosing: tick(),
    }),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => both(mayShape(actor), isOwn(standing)),
    prepare: nothing,
    effect: async ({ db, input, subject: { shape, version }, actor, now, newId }) => {
      if (input.version !== version) return failed('', changedShape);
      const given = { ...input, from: input.lowest, to: input.highest };
      const next = withField(shape, given);
      const checked = checkedFor(next);
      if (!checked.ok) return checked;
      const before = new Set(allFields(shape).map((field) => field.code));
      const added = allFields(checked.shape).find((field) => !before.has(field.code))?.code ?? '';
      await keepVersion(db, { id: newId(), shape: checked.shape, version: version + 1, by: actorId(actor), at: now });
      return done({ code: shape.code }, {
        name: 'register-changed',
        subject: shape.code,
        data: { version: version + 1, field: added },
      } as const);
    },
    changesFilter: false,
  });

/** Asks no longer for a column. What stands in it stays and is shown. */
export const makeRetireField = (parts: RegisterParts) =>
  command({
    name: 'registers.retire-field',
    input: z.object({ ...registerInput, ...versionInput, field: z.string().max(60) }),
    events: registerEvents,
    load: (db, input, asking) => standingBefore(parts, db, input.register, asking),
    policy: (actor, standing) => both(mayShape(actor), isOwn(standing)),
    prepare: nothing,
    effect: async ({ db, input, subject: { shape, version }, actor, now, newId }) => {
      if (input.version !== version) return failed('', changedShape);
      const field = allFields(shape).find((one) => one.code === input.field && one.retired !== true);
      if (field === undefined) return failed('', 'There is no such column any more. Look at the list again');
      if (shape.named.includes(field.code)) return failed('', `Lists call an entry by “${field.label}”: it stays`);
      const checked = checkedFor(withoutField(shape, field.code));
      if (!checked.ok) return checked;
      await keepVersion(db, { id: newId(), shape: checked.shape, version: version + 1, by: actorId(actor), at: now });
      return done({ code: shape.code }, {
        name: 'register-changed',
        subject: shape.code,
        data: { version: version + 1, field: field.code },
      } as const);
    },
    changesFilter: false,
  });

const changedShape = 'Somebody else changed the columns meanwhile. Look at them again, and make your change once more';

/** A shape that is kept is whole: the same check as for ours, its faults beside the fields of the page. */
function checkedFor(shape: RegisterShape) {
  const checked = checkOwnShape(shape);
  if (checked.ok) return checked;
  return {
    ok: false as const,
    errors: checked.faults.map((fault) => ({
      field: fieldBehind(fault.where),
      message: `${fault.problem.charAt(0).toUpperCase()}${fault.problem.slice(1)}. ${fault.cure.replace(/\.$/, '')}`,
    })),
  };
}

function fieldBehind(where: string): string {
  if (where.includes('options')) return 'options';
  if (where.startsWith('fields') || where.startsWith('closing')) return 'label';
  return ['title', 'one', 'purpose', 'area', 'add', 'read'].find((name) => where.startsWith(name)) ?? '';
}

async function keepVersion(
  db: WriteHandle,
  made: {
    readonly id: string;
    readonly shape: RegisterShape;
    readonly version: number;
    readonly by: string;
    readonly at: Temporal.Instant;
  },
): Promise<void> {
  await registerTables.write(db).insert('register_own', {
    id: made.id,
    code: made.shape.code,
    version: made.version,
    shape: JSON.stringify(made.shape),
    made_by: made.by,
    made_at: made.at.toString(),
  });
}
