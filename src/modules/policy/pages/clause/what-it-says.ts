import type { Contradiction } from '../../kept-contradictions.ts';
import type { SettingValue } from '../../kept-settings.ts';
import { settingLabel, valueInWords } from '../../setting-field.ts';
import { isAgainst, sameValue, type PolicyValue } from '../../setting-kinds.ts';
import { policySetting } from '../../settings-of-the-policy.ts';
import type { StoredClause } from '../../store.ts';

/** What a clause says about one setting, and what came of it. */
export interface SaidLine {
  readonly code: string;
  readonly label: string;
  readonly value: string;
  /** Sentences: that something else is in force and why, and what law or advice say. */
  readonly notes: readonly string[];
  /** Where the contradiction is decided; undefined when there is none. */
  readonly contradiction: string | undefined;
}

/** What a clause says about settings, as its page shows it. An edition of before format 2 knows only what each clause brought into force. */
export function whatItSays(
  clause: Pick<StoredClause, 'id' | 'settings'>,
  inForce: ReadonlyMap<string, SettingValue>,
  contradictions: readonly Contradiction[],
): readonly SaidLine[] {
  const said = new Map<string, unknown>(Object.entries(clause.settings));
  for (const { code, value, clause: by } of inForce.values()) {
    if (by === clause.id && !said.has(code)) said.set(code, value);
  }
  return [...said].map(([code, value]) => {
    const setting = policySetting(code);
    const words = (each: unknown): string => valueInWords(each, setting?.words);
    const kept = inForce.get(code);
    const contradiction = contradictions.find((one) => one.setting === code);
    const others = contradiction?.sides.filter((side) => side.clause !== clause.id) ?? [];
    return {
      code,
      label: setting === undefined ? code : settingLabel(setting),
      value: words(value),
      notes: [
        ...(setting !== undefined && isValue(value) ? standsAgainst(setting, value) : []),
        ...others.map((side) => `Clause ${side.clause} says otherwise: ${words(side.value)}.`),
        ...(kept !== undefined && isValue(kept.value) && isValue(value) && !sameValue(kept.value, value)
          ? [`In force is: ${words(kept.value)}.`]
          : []),
      ],
      contradiction: contradiction === undefined ? undefined : '/policy/contradictions',
    };
  });
}

/** The sentences of law and advice that stand against a value; none when nothing does. */
export function standsAgainst(
  setting: NonNullable<ReturnType<typeof policySetting>>,
  value: PolicyValue,
): readonly string[] {
  return [
    ...(isAgainst(setting.law, value) ? [`Below the law. ${setting.law?.says ?? ''}`] : []),
    ...(isAgainst(setting.advice, value) ? [`Against national advice. ${setting.advice?.says ?? ''}`] : []),
  ];
}

const isValue = (value: unknown): value is PolicyValue =>
  typeof value === 'string' || typeof value === 'number' || Array.isArray(value);
