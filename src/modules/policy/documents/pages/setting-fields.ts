import { fieldOf, formValue, settingLabel, valueInWords } from '../../setting-field.ts';
import type { PolicySetting } from '../../setting-kinds.ts';
import { policySetting } from '../../settings-of-the-policy.ts';

/** A setting as a form asks for it. */
export interface SettingAsked {
  readonly code: string;
  readonly name: string;
  readonly label: string;
  readonly is: string;
  readonly items: readonly { readonly value: string; readonly text: string }[];
  readonly value: string | string[];
  /** What law and advice say, and what may be typed. */
  readonly hint: string;
}

/** The field for a setting's value; undefined where a form cannot ask for it. */
export function askedFor(code: string, name: string, value: unknown): SettingAsked | undefined {
  const setting = policySetting(code);
  const field = setting === undefined ? undefined : fieldOf(setting);
  if (setting === undefined || field === undefined) return undefined;
  const codes = 'codes' in field ? field.codes : field.is === 'yes-no' ? ['yes', 'no'] : [];
  return {
    code,
    name,
    label: settingLabel(setting),
    is: field.is,
    items: codes
      .filter((each) => !(setting.law?.values.includes(each) ?? false))
      .map((each) => ({ value: each, text: valueInWords(each, setting.words) })),
    value: formValue(field, value),
    hint: hintOf(setting, field.is === 'number' ? field : undefined),
  };
}

function hintOf(
  setting: PolicySetting,
  number: { readonly min: number | undefined; readonly max: number | undefined; readonly or?: string } | undefined,
): string {
  const says: string[] = [];
  if (number?.min !== undefined && number.max !== undefined) {
    says.push(
      `A whole number from ${String(number.min)} to ${String(number.max)}${number.or === undefined ? '' : `, or the word ${number.or}`}.`,
    );
  }
  if (setting.law !== undefined) says.push(setting.law.says);
  if (setting.advice !== undefined) says.push(`National advice: ${setting.advice.says}`);
  return says.join(' ');
}
