import { z } from 'zod';

/** An e-mail address, in lower case: what adults sign in with. At most 254 characters (RFC 5321, 4.5.3.1.3). */
export function emailField() {
  return z
    .string({ error: 'Enter an e-mail address' })
    .transform((value) => value.trim().toLowerCase())
    .pipe(
      z
        .string()
        .max(254, 'E-mail address must be 254 characters or fewer')
        .regex(/^[^\s@"<>,;:\\]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Enter an e-mail address like name@school.example'),
    );
}

/** A name to sign in with: an e-mail address, or letters, digits, dots and hyphens. */
export function loginNameField() {
  return z
    .string({ error: 'Enter a name to sign in with' })
    .transform((value) => value.trim().toLowerCase())
    .pipe(
      z
        .string()
        .min(2, 'The name to sign in with must be 2 characters or more')
        .max(254, 'The name to sign in with must be 254 characters or fewer')
        .regex(/^[\p{L}\p{N}@._+'-]+$/u, 'The name to sign in with may have letters, digits, dots and hyphens'),
    );
}

/** A password as typed. Its quality is asked elsewhere; here only its length is bounded. */
export function passwordField(message = 'Enter a password') {
  return z.string({ error: message }).min(1, message).max(1000, 'Password must be 128 characters or fewer');
}

/** Any number of ids from a list; one alone counts as a list of one, and '' as none. */
export function idsField(message: string, most: number) {
  return z
    .union([z.array(z.string()), z.string().transform((value) => (value === '' ? [] : [value]))], { error: message })
    .default([])
    .pipe(z.array(z.string().max(64, message)).max(most, message));
}
