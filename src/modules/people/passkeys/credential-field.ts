import { z } from 'zod';

/** What a browser's passkey gives back, as JSON in one field of a form (WebAuthn level 3, 5.1.8): nothing in it is believed before it is verified. */

const bytes = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]*$/);
const MESSAGE = 'Your browser did not hand over a passkey. Try again, or use your password';

const shared = {
  id: bytes(1400),
  rawId: bytes(1400),
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}),
};

const registered = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: bytes(8000),
    attestationObject: bytes(60_000),
    transports: z.array(z.string().max(20)).max(10).exactOptional(),
  }),
});

const shown = z.object({
  ...shared,
  response: z.object({
    clientDataJSON: bytes(8000),
    authenticatorData: bytes(8000),
    signature: bytes(4000),
    userHandle: bytes(200).exactOptional(),
  }),
});

export type RegisteredPasskey = z.infer<typeof registered>;
export type ShownPasskey = z.infer<typeof shown>;

/** The field of a page that makes a passkey. */
export const registeredPasskeyField = () => jsonField(registered);
/** The field of a page that asks for a passkey. */
export const shownPasskeyField = () => jsonField(shown);

function jsonField<Value>(shape: z.ZodType<Value>) {
  return z
    .string({ error: MESSAGE })
    .max(100_000, MESSAGE)
    .transform((text, context) => {
      const read = shape.safeParse(jsonOf(text));
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: MESSAGE });
      return z.NEVER;
    });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
