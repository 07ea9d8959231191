import { z } from 'zod';

import { controlKinds, type ControlKind } from '../module.ts';
import { postKinds } from '../people/index.ts';
import { areaWords, type Area } from '../policy/index.ts';
import type { Grantee, RegisterShape } from './shape.ts';

/** The form that a shape has to have, whoever wrote it: ours are typed already, a school's own comes from a page or out of the database. */

const code = (what: string) =>
  z
    .string({ error: `${what} is missing` })
    .regex(
      /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
      `${what} has lower-case letters, digits and single hyphens, and begins with a letter`,
    )
    .max(48, `${what} has 48 characters at most`);
const words = (what: string, most: number) =>
  z
    .string({ error: `${what} is missing` })
    .trim()
    .min(1, `${what} is empty`)
    .max(most, `${what} has ${String(most)} characters at most`);

/** Roles and posts that a register may name: everybody who works here or governs. Pupils and parents use other pages. */
export const grantees: readonly Grantee[] = ['staff', ...postKinds.map((post) => post.code)];
const areas: readonly Area[] = Object.keys(areaWords).filter((one): one is Area => one in areaWords);
const kinds: readonly ControlKind[] = Object.keys(controlKinds).filter(
  (one): one is ControlKind => one in controlKinds,
);

const grantee = z.enum(grantees, {
  error: 'this is no role or post. Take one of src/modules/people/posts/words.ts, or staff',
});
const option = z.strictObject({ code: code('the code of an option'), label: words('the label of an option', 100) });
const days = z.int().min(1, 'a number of days is 1 at least').max(4000, 'a number of days is 4000 at most');

const fieldKind = z.union(
  [
    z.strictObject({
      type: z.enum([
        'line',
        'words',
        'date',
        'time',
        'yes-no',
        'address',
        'e-mail',
        'phone',
        'person',
        'people',
        'pupil',
        'pupils',
        'class',
        'year-group',
        'year-groups',
      ]),
    }),
    z.strictObject({
      type: z.literal('number'),
      from: z.int(),
      to: z.int().max(999_999_999),
      unit: z.exactOptional(words('the unit', 20)),
    }),
    z.strictObject({ type: z.enum(['choice', 'choices']), options: z.array(option).min(2).max(60) }),
  ],
  {
    error: 'a field’s kind has a type of the list in shape.ts; a number has from and to, a choice two options at least',
  },
);

export const fieldForm = z.strictObject({
  code: code('the code of a field'),
  label: words('the label', 100),
  kind: fieldKind,
  required: z.boolean({ error: 'required is true or false' }),
  hint: z.exactOptional(words('the hint', 300)),
  sealed: z.exactOptional(z.literal(true)),
  clause: z.exactOptional(z.string()),
  retired: z.exactOptional(z.literal(true)),
});

const narrowed = z.strictObject({ field: z.string(), is: z.string() });
const moment = z.strictObject({ date: z.string(), time: z.exactOptional(z.string()) });
const shows = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('kept-up'), days }),
    z.strictObject({ kind: z.literal('complete'), openDays: z.exactOptional(days) }),
    z.strictObject({
      kind: z.literal('nothing-overdue'),
      field: z.string(),
      also: z.exactOptional(
        z
          .array(z.strictObject({ register: z.string(), where: z.exactOptional(narrowed) }))
          .min(1)
          .max(5),
      ),
    }),
    z.strictObject({ kind: z.literal('all-approved') }),
    z.strictObject({
      kind: z.literal('covers'),
      who: z.enum(['staff', 'governors', 'technicians', 'lead', 'dsl', 'year-groups', 'pupils']),
      field: z.string(),
      days,
      where: z.exactOptional(narrowed),
    }),
    z.strictObject({ kind: z.literal('each-half-term'), field: z.string() }),
    z.strictObject({
      kind: z.literal('has'),
      field: z.string(),
      is: z.union([z.string(), z.array(z.string()).min(1)]),
      days,
    }),
    z.strictObject({ kind: z.literal('each'), field: z.string(), is: z.string(), where: z.exactOptional(narrowed) }),
    z.strictObject({ kind: z.literal('in-time'), from: moment, to: moment, hours: z.int().min(1).max(10_000) }),
  ],
  { error: 'shows is of a kind of shape.ts' },
);

const rule = z.strictObject({
  setting: z.string().min(1),
  is: z.array(z.string()).min(1),
  then: z.discriminatedUnion('what', [
    z.strictObject({ what: z.enum(['closed', 'tells']) }),
    z.strictObject({ what: z.literal('needs'), fields: z.array(z.string()).min(1) }),
    z.strictObject({ what: z.literal('must'), field: z.string(), be: z.string() }),
  ]),
  says: words('what a rule says', 400),
});

export const shapeForm: z.ZodType<RegisterShape> = z.strictObject({
  code: code('the code'),
  title: words('the title', 80),
  one: words('what one entry is called', 60).regex(
    /^(an?|the|some) \S/,
    'what one entry is called begins with its article: “a device”',
  ),
  purpose: words('the purpose', 400),
  alsoAs: z.exactOptional(z.strictObject({ path: code('the path of a page'), says: words('what its link says', 60) })),
  warning: z.exactOptional(words('the warning', 400)),
  area: z.enum(areas, { error: 'this is no area of the policy (areaWords in policy/words.ts)' }),
  fields: z.array(fieldForm).min(1, 'a register has one field at least').max(50, 'a register has 50 fields at most'),
  named: z.array(z.string()).min(1, 'name one field by which lists call an entry').max(4, 'name four fields at most'),
  about: z.exactOptional(z.string()),
  due: z.exactOptional(z.strictObject({ field: z.string(), says: words('what is said of an overdue entry', 80) })),
  add: z.array(grantee).min(1, 'say who adds entries'),
  read: z.array(grantee).min(1, 'say who reads the register'),
  closing: z.exactOptional(
    z.strictObject({
      open: words('what an open entry is called', 40),
      closed: words('what a closed entry is called', 40),
      act: words('the words of the button', 60),
      fields: z.array(fieldForm).max(20),
    }),
  ),
  approval: z.exactOptional(
    z.strictObject({
      by: z.union([z.array(grantee).min(1), z.strictObject({ setting: z.string().min(1) })]),
      question: words('the question', 200),
    }),
  ),
  rules: z.exactOptional(z.array(rule)),
  files: z.boolean({ error: 'files is true or false' }),
  restricted: z.exactOptional(z.literal(true)),
  always: z.exactOptional(z.literal(true)),
  keep: z.strictObject({
    years: z.int('years is a whole number').min(0).max(100, 'entries are kept for 100 years at most'),
    setting: z.exactOptional(z.string()),
    from: z.union([z.enum(['recorded', 'closed']), z.strictObject({ field: z.string() })]),
    signedBy: grantee,
    source: words('where the time comes from', 400),
  }),
  controls: z.array(
    z.strictObject({
      code: code('the code of a control'),
      kind: z.enum(kinds),
      title: words('the title of a control', 160),
      makesTrue: words('what a control makes true', 400),
      shows,
    }),
  ),
});
