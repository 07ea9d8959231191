import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { policySetting, settingInForce, settingOf } from '../policy/index.ts';
import type { RegisterShape } from './shape.ts';

/** How long the entries of a register are kept, where a setting of the school says it, and where that comes from. */

/** The time in force. */
export interface KeptFor {
  /** Undefined where entries are never past their time. */
  readonly years: number | undefined;
  /** "7 years" */
  readonly keptFor: string;
  readonly source: string;
}

/** The time of a register as it is in force: its own, or what its setting says. */
export async function keptForNow(db: ReadHandle, { keep }: Pick<RegisterShape, 'keep'>): Promise<KeptFor> {
  const setting = keep.setting === undefined ? undefined : policySetting(keep.setting);
  if (setting === undefined) return { years: keep.years, keptFor: yearsWords(keep.years), source: keep.source };
  const value = await settingOf(db, setting);
  const set = await settingInForce(db, setting.code);
  const by =
    set === undefined
      ? 'our default, which the policy or the school can change'
      : set.clause === undefined
        ? 'the school’s own choice'
        : `clause ${set.clause} of the policy`;
  const years = typeof value === 'number' ? value : undefined;
  return {
    years,
    keptFor: years === undefined ? lower(setting.words?.[String(value)] ?? String(value)) : yearsWords(years),
    source: `The setting “${setting.sentence}”: ${by}`,
  };
}

export function yearsWords(years: number): string {
  if (years === 0) return 'until the day itself is over';
  return years === 1 ? '1 year' : `${String(years)} years`;
}

const lower = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);
