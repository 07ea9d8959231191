import { z } from 'zod';

import { classParts, personKinds, relations } from '../words.ts';

/**
 * What an import does, as plain data: the plan shows it, its fingerprint is taken over it, the journal keeps it, and the import obeys it.
 * Classes and contacts that do not exist yet are named by their roster ids; `id` is the record that is there already.
 */
export const classChange = z.strictObject({
  do: z.enum(['add', 'change', 'end']),
  id: z.string().nullable(),
  sourcedId: z.string(),
  title: z.string(),
  yearGroup: z.string().nullable(),
  /** What it was called before. */
  was: z.string(),
});
export type ClassChange = z.infer<typeof classChange>;

/** One field that differs, as the plan shows it. */
const difference = z.strictObject({ what: z.string(), from: z.string(), to: z.string() });
export type Difference = z.infer<typeof difference>;

export const personChange = z.strictObject({
  do: z.enum(['join', 'move', 'leave']),
  sourcedId: z.string(),
  /** The record that is there already, and the version it was read in; null for a joiner. */
  id: z.string().nullable(),
  version: z.number(),
  kind: z.enum(personKinds),
  given: z.string(),
  family: z.string(),
  email: z.string().nullable(),
  yearGroup: z.string().nullable(),
  /** The first day on which they are no longer here: of a leaver always, of others when it lies ahead. */
  leftOn: z.string().nullable(),
  /** What is kept beyond their name; null where nothing is. */
  identity: z
    .strictObject({
      upn: z.string().nullable(),
      birthDate: z.string().nullable(),
      legalGiven: z.string().nullable(),
      legalFamily: z.string().nullable(),
      fileKey: z.string().nullable(),
    })
    .nullable(),
  /** What differs, in codes: name, email, year, classes, contacts, came-back, linked, role, upn, birth, legal-name, leaving. */
  what: z.array(z.string()),
  differences: z.array(difference),
  joins: z.array(
    z.strictObject({
      classId: z.string(),
      id: z.string().nullable(),
      part: z.enum(classParts),
      from: z.string(),
      until: z.string().nullable(),
    }),
  ),
  /** Ids of memberships to end. */
  leaves: z.array(z.string()),
  links: z.array(z.strictObject({ contact: z.string(), id: z.string().nullable(), relation: z.enum(relations) })),
  /** Ids of links to end. */
  unlinks: z.array(z.string()),
});
export type PersonChange = z.infer<typeof personChange>;

/** What one step of an import does: some classes, or some people. */
export const stepChanges = z.strictObject({ classes: z.array(classChange), people: z.array(personChange) });
export type StepChanges = z.infer<typeof stepChanges>;
