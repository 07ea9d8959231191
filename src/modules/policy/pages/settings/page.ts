import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatDate, formatPlural } from '../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../module.ts';
import { policyEvents } from '../../events.ts';
import { mayChangeSetting, mayReadPolicy } from '../../policy.ts';
import { fieldOf, settingLabel, valueInWords } from '../../setting-field.ts';
import { settingsInForce, type SettingValue } from '../../kept-settings.ts';
import { policySetting } from '../../settings-of-the-policy.ts';

/** Every setting with its value and what set it; then what the policy lays down and nothing in Schoolgate acts on yet. */
export function makeSettingsPage(parts: Pick<ModuleParts, 'whole'>) {
  const readSettings = query({
    name: 'policy.read-settings',
    input: z.object({}),
    events: policyEvents,
    load: wholeSchool,
    policy: mayReadPolicy,
    answer: (db) => settingsInForce(db),
    leaves: 'Settings say how the school works and name nobody.',
  });
  const settingsPage = page({
    path: '/policy/settings',
    template: 'modules/policy/pages/settings/page.njk',
    query: readSettings,
    view: (kept, { actor }) => {
      const declared = parts.whole().flatMap((module) => module.settings);
      const obeyed = new Set(declared.map(({ code }) => code));
      const idle = [...kept.values()].filter(({ code }) => !obeyed.has(code));
      return {
        title: 'Settings',
        back: { href: '/policy', text: 'Back to the policy' },
        data: {
          obeyed: tableOf(
            'What Schoolgate obeys',
            declared.map((setting) => {
              const value = kept.get(setting.code);
              const usable = value === undefined || setting.schema.safeParse(value.value).success;
              const mayChange =
                value?.clause === undefined &&
                fieldOf(setting) !== undefined &&
                mayChangeSetting(actor, setting).allowed;
              return [
                mayChange
                  ? { text: settingLabel(setting), href: `/policy/settings/${setting.code}` }
                  : { text: settingLabel(setting) },
                { text: valueInWords(usable && value !== undefined ? value.value : setting.fallback, setting.words) },
                usable ? setBy(value) : { text: 'Schoolgate itself: what was set before can no longer be used' },
              ];
            }),
          ),
          idle:
            idle.length === 0
              ? undefined
              : tableOf(
                  'Laid down by the policy, and nothing in Schoolgate acts on it yet',
                  idle.map((value) => [
                    { text: policySetting(value.code)?.sentence ?? value.code },
                    { text: valueInWords(value.value) },
                    setBy(value),
                  ]),
                ),
        },
      };
    },
  });
  return { query: readSettings, page: settingsPage };
}

function setBy(value: SettingValue | undefined): { text: string; href?: string } {
  if (value === undefined) return { text: 'Nobody yet: this is how Schoolgate begins' };
  if (value.clause !== undefined) return { text: `Clause ${value.clause}`, href: `/policy/clauses/${value.clause}` };
  return { text: `The school, on ${formatDate(value.setAt)}` };
}

function tableOf(caption: string, rows: readonly (readonly { text: string; href?: string }[])[]) {
  return {
    caption,
    note: formatPlural(rows.length, 'setting'),
    columns: [
      { text: 'Setting', width: 'one-third' },
      { text: 'Value', width: 'one-third' },
      { text: 'Set by', width: 'one-third' },
    ],
    rows,
  };
}
