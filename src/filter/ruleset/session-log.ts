import { z } from 'zod';

/**
 * Who is signed in where. The app appends a line when somebody signs in or out at the gate; the filter tails the file.
 * Lines use the same CRC'd form as the spool (spool/record-lines.ts).
 */
export const sessionLineSchema = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('in'),
    address: z.string().max(64),
    person: z.string().max(64),
    until: z.string().max(40),
    /** Which sign-in this is: two of one person at one address on one day differ in nothing else. */
    session: z.string().max(64).optional(),
    /**
     * Set on every line the web app writes: the sign-in counts only once a browser at `address` has brought the gate the text with this
     * SHA-256 (hex), before the instant `by`. Whoever signs in by a link from another computer thus opens nothing there.
     */
    confirm: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/), by: z.string().max(40) }).optional(),
  }),
  z.strictObject({ op: z.literal('out'), address: z.string().max(64) }),
]);

export type SessionLine = z.infer<typeof sessionLineSchema>;
