import { builtInHelp } from '../engine/built-in-hosts.ts';
import type { Ruleset } from '../ruleset/ruleset.ts';
import type { Place } from './layout.ts';

/** What pages say about where they are, by the rules in force. `gate` is empty on the gate itself, its address elsewhere. */
export function placeOf(
  ruleset: Ruleset | undefined,
  gate: string,
  says: { readonly notices: readonly string[]; readonly demo: boolean },
): Place {
  return {
    schoolName: ruleset?.schoolName ?? null,
    gate,
    help: ruleset === undefined || ruleset.help.length === 0 ? builtInHelp.slice(0, 2) : ruleset.help,
    trustedAdult: ruleset?.gate.trustedAdult ?? 'A grown-up you trust',
    ...says,
  };
}
