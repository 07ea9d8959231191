import { data, pupilsAndPictures, watching } from './term-pupils.ts';
import { equipment, security } from './term-equipment.ts';
import { people } from './term-people.ts';
import type { Written } from './term-written.ts';

/**
 * What the school wrote into its registers in the autumn term of 2026: day of recording, register, who, and what. `agreed` is the day on which somebody
 * whom the policy names said yes; `closed` what was filled in when it was over. What is missing here was forgotten, and the notes say so.
 */

export const written: readonly Written[] = [
  ...equipment,
  ...security,
  ...data,
  ...pupilsAndPictures,
  ...watching,
  ...people,
].toSorted((a, b) => a.on.localeCompare(b.on));
