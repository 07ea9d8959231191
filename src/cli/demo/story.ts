import type { AdultKey, PersonKey } from './people.ts';

/** How the story of the made-up week is written down (filter-decisions.ts, incidents.ts); tell-story.ts acts it out. */

/** One command, given by somebody at a time. In `with`, `{person}` and `{day}` values are put in when it is acted out. */
export interface Step {
  /** 0 to 4, the days that are told; 4 is today, and its half past nine is now (telling.ts). */
  readonly day: number;
  /** Time of day in the school: "09:40". */
  readonly at: string;
  readonly by: AdultKey;
  /** Name of the command. */
  readonly does: string;
  readonly with: Readonly<Record<string, Given>>;
}

/** A value of a form: text, several texts, the id of a person of the story, the date of one of its days, the half term that one is in, or a file of text. */
export type Given =
  | string
  | readonly string[]
  | { readonly person: PersonKey }
  | { readonly day: number }
  | { readonly halfTermOf: number }
  | { readonly file: string; readonly text: string };

/** An incident: how it was reported, and the steps after it. Incident and version are put into each step. */
export interface DemoIncident {
  readonly reported: Step | FromAlert;
  readonly then: readonly Step[];
}

/** Made of the alert about this person and kind. */
export interface FromAlert extends Omit<Step, 'does'> {
  readonly alertAbout: PersonKey;
  readonly kind: string;
}

/** An alert that somebody opened and closed. */
export interface ClosedAlert {
  readonly day: number;
  readonly at: string;
  readonly by: AdultKey;
  readonly about: PersonKey;
  readonly kind: string;
  readonly reason: string;
  readonly words: string;
}

/** A request to change filtering, and who decided on it how. */
export interface DemoRequest {
  readonly asked: Step;
  readonly decided?: Step;
}
