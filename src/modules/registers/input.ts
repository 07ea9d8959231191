import { z } from 'zod';

import { wholeNumber } from '../../platform/forms/fields.ts';

/** The parts of an address below /registers, as commands and queries read them. */
export const registerInput = { register: z.string().regex(/^[a-z][a-z0-9-]{0,47}$/) };
export const entryInput = { ...registerInput, number: wholeNumber('the number', 1, 99_999_999) };
/** The version of the entry that a form was made from. */
export const versionInput = { version: wholeNumber('the version', 1, 99_999_999) };
