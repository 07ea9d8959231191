import { z } from 'zod';

/** Six digits of an app, or a recovery code, as people type them: spaces and hyphens do not matter. */
export function codeField(message = 'Enter the six digits that the app shows') {
  return z
    .string({ error: message })
    .transform((value) => value.trim())
    .pipe(z.string().min(1, message).max(40, message));
}
