import { settingsSaid, type Said, type Saying } from './pack.ts';
import { sameValue, type PolicyValue } from './setting-kinds.ts';
import { lawful, policySetting } from './settings-of-the-policy.ts';

/** What a pack's clauses make of a setting together. */
export interface Settled {
  readonly code: string;
  /** The value in force. */
  readonly value: PolicyValue;
  /** The clause that set it: of several, the first that says just this, else the first. */
  readonly clause: string;
  /** All that its clauses say, where they do not say the same; empty otherwise. */
  readonly sides: readonly Said[];
}

/**
 * The settings that a pack fixes, in the pack's order. What is below the law counts as its lawful reading; of clauses that contradict each other the safest counts,
 * until the headteacher or the online-safety lead decides.
 */
export function settle(pack: Saying): readonly Settled[] {
  const said = new Map<string, Said[]>();
  for (const one of settingsSaid(pack)) said.set(one.code, [...(said.get(one.code) ?? []), one]);
  return [...said].map(([code, sides]) => {
    const setting = policySetting(code);
    const value = sides
      .map((side) => lawful(setting, side.value))
      .reduce((one, other) => (setting === undefined || sameValue(one, other) ? one : setting.safer(one, other)));
    const differ = sides.some((side) => !sameValue(side.value, sides[0]?.value ?? side.value));
    return {
      code,
      value,
      clause: clauseBehind(code, value, sides),
      sides: differ ? sides : [],
    };
  });
}

/** The clause whose word a value is: the first that says just this, else the first whose lawful reading it is, else the first of all. */
function clauseBehind(code: string, value: PolicyValue, sides: readonly Said[]): string {
  const setting = policySetting(code);
  const behind =
    sides.find((side) => sameValue(side.value, value)) ??
    sides.find((side) => sameValue(lawful(setting, side.value), value)) ??
    sides[0];
  return behind?.clause ?? '';
}
