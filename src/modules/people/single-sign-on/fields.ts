import { z } from 'zod';

import { choice } from '../../../platform/forms/fields.ts';
import { providerKinds } from './providers.ts';

/** Google or Microsoft, as the address of a page says it. */
export function kindField() {
  return choice(providerKinds, 'Choose Google or Microsoft');
}

/** The id that the provider gave this installation. */
export function clientIdField() {
  return z
    .string({ error: 'Enter the client ID' })
    .transform((value) => value.trim())
    .pipe(
      z
        .string()
        .min(1, 'Enter the client ID')
        .max(200, 'Client ID must be 200 characters or fewer')
        .regex(/^[\x21-\x7e]*$/, 'Client ID must be copied as it is, without spaces'),
    );
}

/** The client secret; empty keeps the one that is kept. */
export function secretField() {
  return z
    .string()
    .transform((value) => value.trim())
    .pipe(
      z
        .string()
        .max(500, 'Client secret must be 500 characters or fewer')
        .regex(/^[\x21-\x7e]*$/, 'Client secret must be copied as it is, without spaces'),
    )
    .default('');
}

/** The domain of the school's e-mail addresses, in lower case. */
export function domainField() {
  return z
    .string({ error: 'Enter the domain of the school’s e-mail addresses' })
    .transform((value) => value.trim().toLowerCase().replace(/^@/, ''))
    .pipe(
      z
        .string()
        .min(1, 'Enter the domain of the school’s e-mail addresses')
        .max(253, 'Domain must be 253 characters or fewer')
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Enter a domain like school.example, without @ and without https://')
        .refine(
          (value) => !shared.includes(value),
          'Anybody in the world can have an address there. Enter the school’s own domain',
        ),
    );
}

/** Domains of addresses that anybody can have: never a school's own. */
const shared: readonly string[] = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'hotmail.co.uk',
  'live.com',
  'live.co.uk',
  'msn.com',
  'onmicrosoft.com',
];

/** A directory (tenant) id of Microsoft, a UUID in lower case. */
export function tenantField() {
  return z
    .string()
    .transform((value) => value.trim().toLowerCase())
    .pipe(
      z
        .string()
        .regex(
          /^$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
          'Enter the directory (tenant) ID: 32 letters and digits in five groups. A name does not do',
        ),
    )
    .default('');
}

/** The object id of a group in Entra ID, a UUID in lower case. */
export function groupField() {
  return z
    .string({ error: 'Enter the object ID of the group' })
    .transform((value) => value.trim().toLowerCase())
    .pipe(
      z
        .string()
        .regex(
          /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
          'Enter the object ID of the group: 32 letters and digits in five groups. A name does not do',
        ),
    );
}
