import { z } from 'zod';

import type { PolicyValue } from './setting-kinds.ts';
import { settingsOfThePolicy, type SettingCode } from './settings-of-the-policy.ts';
import { actorWords, areaWords, audienceWords, categoryWords, kindWords, periodWords, readerWords } from './words.ts';

/** The fields of a pack file, each with the values it may have; nothing else is let in. What fields say to each other is in pack-checks.ts. */

export const PACK_FORMAT = 2;

/** How many controls one clause may need. */
const MOST_CONTROLS = 4;

/** One of the codes of a vocabulary in words.ts, as a value that carries its own type. */
function oneOf<Words extends Readonly<Record<string, string>>>(words: Words) {
  return z.custom<keyof Words & string>((value) => typeof value === 'string' && Object.hasOwn(words, value), {
    error: `is not one of the known words. Use one of: ${Object.keys(words).join(', ')}.`,
  });
}

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'has to be lower-case letters, digits and hyphens.');
const clauseId = z.string().regex(/^[a-z][a-z0-9]{0,7}-\d{3,4}$/, 'is not a clause id. Write it like s1-071.');
const line = z.string().regex(/^(?=\S)[^\p{Cc}]{1,500}(?<=\S)$/u, 'has to be one line of 1 to 500 characters.');
const ref = z.string().regex(/^(?=\S)[^\p{Cc}]{1,40}(?<=\S)$/u, 'has to be one line of 1 to 40 characters.');

const listOf = <Item extends z.ZodType<string>>(item: Item, most: number) =>
  z
    .array(item)
    .min(1)
    .max(most)
    .refine((items) => new Set(items).size === items.length, 'names the same thing twice.');

/** The settings a clause fixes: those it does not name are absent. */
export type PackSettings = Readonly<Partial<Record<SettingCode, PolicyValue>>>;

const settingsSchema = z
  .strictObject(Object.fromEntries(Object.entries(settingsOfThePolicy).map(([key, { schema }]) => [key, schema])))
  .partial()
  .pipe(z.custom<PackSettings>(() => true));

const cited = { clause: clauseId.nullable(), ours: z.literal(true).optional() };
const sectionsOfPart = listOf(code, 200);

/** A pack as the file has it. */
export const packSchema = z.strictObject({
  format: z.literal(PACK_FORMAT),
  code,
  title: line,
  edition: line,
  about: line,
  sections: z
    .array(z.strictObject({ code, title: line }))
    .min(1)
    .max(200),
  parts: z
    .strictObject({
      policies: sectionsOfPart,
      infrastructure: sectionsOfPart,
      education: sectionsOfPart,
      standards: sectionsOfPart,
    })
    .optional(),
  profiles: z
    .array(
      z.strictObject({
        code,
        label: line,
        audience: oneOf(audienceWords),
        uncategorised: z.enum(['allow', 'block']),
        blocks: z.array(z.strictObject({ category: oneOf(categoryWords), ...cited })).max(256),
      }),
    )
    .max(100),
  incidents: z.strictObject({
    sanctions: z.array(z.strictObject({ code, label: line, stops_internet: z.boolean(), ...cited })).max(100),
    reactions: z.array(z.strictObject({ code, label: line, ...cited })).max(100),
  }),
  clauses: z
    .array(
      z.strictObject({
        id: clauseId,
        ref: ref.optional(),
        section: code,
        text: line,
        who: oneOf(actorWords),
        kind: oneOf(kindWords),
        area: oneOf(areaWords),
        period: oneOf(periodWords),
        controls: listOf(code, MOST_CONTROLS).optional(),
        not_covered: line.optional(),
        guidance: z.strictObject({ to: listOf(oneOf(readerWords), 10), because: line.optional() }).optional(),
        settings: settingsSchema.optional(),
      }),
    )
    .min(1)
    .max(5000),
});

export type RawPack = z.infer<typeof packSchema>;
