import { z } from 'zod';

/** What was measured for a review, as it is kept with it: words and figures of that moment, in the order in which they are shown. */
const evidenceSchema = z.record(
  z.string(),
  z.array(
    z.object({
      /** What it is about. */
      label: z.string(),
      /** What was found, in words. */
      text: z.string(),
      /** How sure it is; null for a plain list of facts. */
      kind: z.enum(['measured', 'self-reported', 'nothing-yet', 'out-of-date', 'not-covered']).nullable(),
      /** Found kept, found not kept, or neither. */
      met: z.boolean().nullable(),
      /** Where its records are; null where there are none to open. */
      href: z.string().nullable(),
    }),
  ),
);

/** By section. */
export type ReviewEvidence = z.infer<typeof evidenceSchema>;
export type EvidenceLine = ReviewEvidence[string][number];

export function readEvidence(text: string): ReviewEvidence {
  return evidenceSchema.parse(JSON.parse(text));
}
