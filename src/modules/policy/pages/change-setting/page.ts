import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { namesOf } from '../../../people/index.ts';
import {
  declaredSetting,
  makeChangeSetting,
  mark,
  settingCode,
  type KnownSetting,
} from '../../commands/change-setting.ts';
import { policyEvents } from '../../events.ts';
import { mayChangeSetting } from '../../policy.ts';
import { fieldOf, formValue, settingLabel, valueInWords, type SettingField } from '../../setting-field.ts';
import { policySetting } from '../../settings-of-the-policy.ts';
import { settingHistory, settingInForce } from '../../kept-settings.ts';

/** One setting that the school may set itself. */
export function makeChangeSettingPage(parts: Pick<ModuleParts, 'whole'>) {
  const changeSetting = makeChangeSetting(parts);
  const readSetting = query({
    name: 'policy.read-setting',
    input: z.object({ setting: settingCode }),
    events: policyEvents,
    load: async (db, { setting: code }): Promise<KnownSetting | undefined> => {
      const setting = declaredSetting(parts, code);
      return setting === undefined ? undefined : { setting, kept: await settingInForce(db, code) };
    },
    policy: (actor, { setting }) => mayChangeSetting(actor, setting),
    answer: async (db, { subject }) => {
      const history = await settingHistory(db, subject.setting.code);
      const names = await namesOf(
        db,
        history.map(({ setBy }) => setBy),
      );
      return { ...subject, history, names };
    },
    leaves: 'A setting says how the school works and names nobody.',
  });
  const changePage = form({
    path: '/policy/settings/:setting',
    template: 'modules/policy/pages/change-setting/page.njk',
    query: readSetting,
    view: ({ setting, kept, history, names }) => {
      const field = fieldOf(setting);
      const now = kept !== undefined && setting.schema.safeParse(kept.value).success ? kept.value : setting.fallback;
      const codes = field !== undefined && 'codes' in field ? field.codes : ['yes', 'no'];
      return {
        title: settingLabel(setting),
        back: { href: '/policy/settings', text: 'Back to all settings' },
        values: { value: field === undefined ? '' : formValue(field, now) },
        data: {
          action: `/policy/settings/${setting.code}`,
          notes: notesAbout(setting.code),
          history: history.map(({ value, clause, setAt, setBy, why }) => ({
            value: valueInWords(value, setting.words),
            at: setAt,
            by: clause === undefined ? (names.get(asId(setBy)) ?? 'the school') : `clause ${clause}`,
            why,
          })),
          was: mark(kept),
          sentence: settingLabel(setting),
          now: valueInWords(now, setting.words),
          bySchool: kept !== undefined,
          clause: kept?.clause,
          code: setting.code,
          field: field?.is,
          or: field?.is === 'number' ? hintFor(field, setting.words) : undefined,
          items: codes.map((value) => ({ value, text: valueInWords(value, setting.words) })),
        },
      };
    },
    command: changeSetting,
    next: ({ setting }) => ({
      to: '/policy/settings',
      notice: `“${settingLabel(setting)}” is changed. It is marked as set by the school.`,
    }),
  });
  return { query: readSetting, command: changeSetting, page: changePage };
}

/** What law and national advice say about a setting's values, and how its values are ordered. */
function notesAbout(code: string): readonly string[] {
  const setting = policySetting(code);
  if (setting === undefined) return [];
  const words = (values: readonly unknown[]): string =>
    values.map((value) => `“${valueInWords(value, setting.words)}”`).join(', ');
  return [
    ...(setting.law === undefined ? [] : [`${words(setting.law.values)} is below the law: ${setting.law.says}`]),
    ...(setting.advice === undefined
      ? []
      : [`National advice speaks against ${words(setting.advice.values)}: ${setting.advice.says}`]),
  ];
}

/** What may be typed where a number is asked for. */
function hintFor(
  { min, max, or }: Extract<SettingField, { is: 'number' }>,
  words: Readonly<Record<string, string>> | undefined,
): string {
  const numbers =
    min === undefined || max === undefined ? 'A whole number' : `A whole number from ${String(min)} to ${String(max)}`;
  return or === undefined ? numbers : `${numbers}, or the word ${or}: ${valueInWords(or, words).toLowerCase()}`;
}
