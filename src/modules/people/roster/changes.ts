import { z } from 'zod';

import { classParts, personKinds, relations } from '../words.ts';

/**
 * What an import does, as plain data: the plan shows it, its fingerprint is taken over it, and the import obeys it.
 * Classes and contacts are named by their roster ids: what a plan is made of may not exist yet.
 */
export const classChange = z.strictObject({
  do: z.enum(['add', 'change', 'end']),
  sourcedId: z.string(),
  title: z.string(),
  yearGroup: z.string().nullable(),
});
export type ClassChange = z.infer<typeof classChange>;

export const personChange = z.strictObject({
  do: z.enum(['join', 'move', 'leave']),
  sourcedId: z.string(),
  /** The record that is there already; null for a joiner. */
  id: z.string().nullable(),
  kind: z.enum(personKinds),
  given: z.string(),
  family: z.string(),
  email: z.string().nullable(),
  yearGroup: z.string().nullable(),
  /** What differs, in codes: name, email, year, classes, contacts, came-back, linked, role. */
  what: z.array(z.string()),
  joins: z.array(
    z.strictObject({ classId: z.string(), part: z.enum(classParts), from: z.string(), until: z.string().nullable() }),
  ),
  /** Ids of memberships to end. */
  leaves: z.array(z.string()),
  links: z.array(z.strictObject({ contact: z.string(), relation: z.enum(relations) })),
  /** Ids of links to end. */
  unlinks: z.array(z.string()),
});
export type PersonChange = z.infer<typeof personChange>;
