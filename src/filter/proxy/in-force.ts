import { decide, decideWithoutRuleset } from '../engine/decide.ts';
import type { Decision, ListLookup, Question } from '../engine/decision.ts';
import { prepare } from '../engine/prepare.ts';
import { indexPeople, type PeopleIndex } from '../identity/network-credential.ts';
import type { Ruleset } from '../ruleset/ruleset.ts';

/** The rules by which one thread decides now. Immutable: a new ruleset makes a new one. */
export interface InForce {
  /** `epoch.number`, or `none` while no ruleset has ever been valid. */
  readonly label: string;
  readonly ruleset: Ruleset | undefined;
  readonly people: PeopleIndex;
  decide(question: Question): Decision;
}

export interface RulesetInForce {
  readonly epoch: number;
  readonly number: number;
  readonly ruleset: Ruleset;
  readonly lists: ListLookup;
}

/** `own` is `host:port` of the gate and the web app as this process knows them, ruleset or not. */
export function inForce(given: RulesetInForce | undefined, own: readonly string[]): InForce {
  if (given === undefined) {
    return {
      label: 'none',
      ruleset: undefined,
      people: indexPeople(undefined),
      decide: (question) => decideWithoutRuleset(own, question),
    };
  }
  const prepared = prepare(given.ruleset, own);
  return {
    label: `${String(given.epoch)}.${String(given.number)}`,
    ruleset: given.ruleset,
    people: indexPeople(given.ruleset),
    decide: (question) => decide(prepared, given.lists, question),
  };
}
