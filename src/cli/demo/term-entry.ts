import { adults, type AdultKey } from './people.ts';
import type { Given } from './story.ts';

/** How what was written into registers is written down. */

/** An entry of a register: who wrote it when, who agreed to it, and how it ended. */
export interface DemoEntry {
  readonly day: number;
  readonly by: AdultKey;
  readonly register: string;
  readonly with: Readonly<Record<string, Given>>;
  readonly agreed?: { readonly day: number; readonly by: AdultKey };
  readonly closed?: { readonly day: number; readonly with: Readonly<Record<string, Given>> };
}

/** A day of the story. */
export const on = (day: number): Given => ({ day });
/** A person as the forms of registers name them. */
export const name = (key: AdultKey): string => adults[key].display;
