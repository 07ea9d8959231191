import { z } from 'zod';

/** The fields of a file of standards/, each with the values it may have; standards/README.md explains them. */

export const STANDARD_FORMAT = 1;

/** From the lowest to the highest: 5 is where everybody begins, 1 is the best. */
export const levels = [5, 4, 3, 2, 1] as const;
export type Level = (typeof levels)[number];

/** The source of what nobody could look up: such a requirement is to be confirmed. */
export const FROM_MEMORY = 'RECALL';

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'has to be lower-case letters, digits and hyphens.');
const tag = z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/, 'has to be capital letters, digits and hyphens.');
const line = z.string().regex(/^(?=\S)[^\p{Cc}]{1,500}(?<=\S)$/u, 'has to be one line of 1 to 500 characters.');
const edition = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])(-([0-2]\d|3[01]))?$/, 'has to be a year and a month, such as 2026-09.');

const requirement = z.strictObject({
  id: code,
  area: code,
  title: line.optional(),
  text: line,
  source: tag,
  to_be_confirmed: z.literal(true).optional(),
  controls: z.array(code).min(1).max(6).optional(),
  not_covered: line.optional(),
  not_met: line.optional(),
  levels: z.strictObject({ 5: line, 4: line, 3: line, 2: line, 1: line }).optional(),
  benchmark: z.int().min(1).max(5).optional(),
});

/** A standard as its file has it. */
export const standardSchema = z.strictObject({
  format: z.literal(STANDARD_FORMAT),
  code,
  edition,
  title: line,
  publisher: line,
  about: line,
  kind: z.enum(['requirements', 'self-review']),
  sources: z.record(tag, line),
  areas: z
    .array(z.strictObject({ code, title: line }))
    .min(1)
    .max(50),
  requirements: z.array(requirement).min(1).max(500),
});

export type RawStandard = z.infer<typeof standardSchema>;
