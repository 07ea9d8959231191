import { z } from 'zod';

import {
  actorWords,
  areaWords,
  audienceWords,
  categoryWords,
  coversWords,
  evidenceKindWords,
  kindWords,
  periodWords,
} from './words.ts';
import type { SettingCode } from './words.ts';

/** The fields of a pack file, each with the values it may have; nothing else is let in. What fields say to each other is in pack-checks.ts. */

export const PACK_FORMAT = 1;

/** One of the codes of a vocabulary in words.ts, as a value that carries its own type. */
function oneOf<Words extends Readonly<Record<string, string>>>(words: Words) {
  return z.custom<keyof Words & string>((value) => typeof value === 'string' && Object.hasOwn(words, value), {
    error: `is not one of the known words. Use one of: ${Object.keys(words).join(', ')}.`,
  });
}

const code = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'has to be lower-case letters, digits and hyphens.');
const clauseId = z.string().regex(/^[a-z][a-z0-9]{0,7}-\d{3,4}$/, 'is not a clause id. Write it like s1-071.');
const line = z.string().regex(/^(?=\S)[^\p{Cc}]{1,500}(?<=\S)$/u, 'has to be one line of 1 to 500 characters.');
const listOf = <Item extends z.ZodType<string>>(item: Item) =>
  z
    .array(item)
    .min(1)
    .max(50)
    .refine((items) => new Set(items).size === items.length, 'names the same thing twice.');
const actors = listOf(oneOf(actorWords));

/** Every setting a clause can fix, with the values it may have. Labels: `settingWords`. */
const settings = {
  'agreement-audiences': listOf(z.enum(['eyfs', 'ks1', 'ks2', 'staff', 'governor', 'visitor', 'parent'])),
  'bad-page-advice': z.enum(['close-and-tell', 'leave-and-tell']),
  'caption-names': z.enum(['none', 'first-name-at-most', 'no-full-names']),
  'class-sign-in': z.enum(['nobody', 'youngest-classes', 'all-classes']),
  'event-pictures': z.enum(['own-child-only', 'asked-not-to', 'allowed']),
  'filter-change-approvers': actors,
  'filter-fault-told': actors,
  'incident-log-columns': listOf(
    z.enum(['date', 'people', 'device-or-place', 'details', 'actions-and-reasons', 'confirmed-by']),
  ),
  'incident-log-review': z.enum(['weekly', 'half-termly', 'termly', 'annual']),
  'incident-log-reviewers': actors,
  'incident-told': actors,
  'linked-policies': listOf(code),
  'loss-told': actors,
  'mailbox-access-approvers': actors,
  'offensive-message-told': actors,
  'parent-agreement-renewal': z.enum(['on-entry', 'annual', 'every-two-years']),
  'password-compromise-told': actors,
  'personal-device-approvers': actors,
  'picture-consent-purposes': listOf(code),
  'policy-owners': actors,
  'pupil-phones': z.enum(['never', 'head-permits', 'handed-in']),
  'security-breach-told': actors,
  'staff-phones': z.enum(['staffroom-outside-lessons', 'not-with-pupils', 'off-near-pupils']),
} satisfies Record<SettingCode, z.ZodType>;

const settingsSchema = z.strictObject(settings).partial();

/** The settings a clause fixes: those it does not name are absent. */
export type PackSettings = Readonly<z.infer<typeof settingsSchema>>;

const cited = { clause: clauseId.nullable(), ours: z.literal(true).optional() };

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
  controls: z.array(z.strictObject({ code, evidence: oneOf(evidenceKindWords), makes_true: line })).max(500),
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
        section: code,
        text: line,
        who: oneOf(actorWords),
        kind: oneOf(kindWords),
        area: oneOf(areaWords),
        period: oneOf(periodWords),
        control: code.optional(),
        covers: oneOf(coversWords).optional(),
        not_covered: line.optional(),
        settings: settingsSchema.optional(),
      }),
    )
    .min(1)
    .max(5000),
});

export type RawPack = z.infer<typeof packSchema>;
