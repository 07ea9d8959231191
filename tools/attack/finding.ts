import type { FalseTokens } from './door.ts';

/** One thing that a scanner said. */
export interface Finding {
  readonly tool: string;
  /** The scanner's own name for it: `BREACH`, `Cross Site Scripting`. */
  readonly what: string;
  /** The address or the part it is about, without ports, which differ each time. */
  readonly where: string;
  readonly detail: string;
}

/** What one scanner did: how much it looked at, and what it found. A scan that looked at nothing has failed, it has not found nothing. */
export interface Scan {
  readonly tool: string;
  readonly looked: string;
  /** Where it was said in parts: each form, how often it was worked on and sent. */
  readonly parts?: readonly string[];
  /** Routes of the web app whose forms were worked on: `POST /people/:id`. */
  readonly reached?: readonly string[];
  /** Forms by the shape of their address that were sent with a token the scanner had made up: what became of them. */
  readonly falseTokens?: ReadonlyMap<string, FalseTokens>;
  readonly findings: readonly Finding[];
}
