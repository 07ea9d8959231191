import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import {
  declaredSetting,
  makeChangeSetting,
  mark,
  settingCode,
  type KnownSetting,
} from '../../commands/change-setting.ts';
import { policyEvents } from '../../events.ts';
import { mayChangeSetting } from '../../policy.ts';
import { fieldOf, formValue, settingLabel, valueInWords } from '../../setting-field.ts';
import { settingInForce } from '../../kept-settings.ts';

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
    answer: (_db, { subject }) => Promise.resolve(subject),
    leaves: 'A setting says how the school works and names nobody.',
  });
  const changePage = form({
    path: '/policy/settings/:setting',
    template: 'modules/policy/pages/change-setting/page.njk',
    query: readSetting,
    view: ({ setting, kept }) => {
      const field = fieldOf(setting);
      const now = kept !== undefined && setting.schema.safeParse(kept.value).success ? kept.value : setting.fallback;
      const codes = field !== undefined && 'codes' in field ? field.codes : ['yes', 'no'];
      return {
        title: settingLabel(setting),
        back: { href: '/policy/settings', text: 'Back to all settings' },
        values: { value: field === undefined ? '' : formValue(field, now) },
        data: {
          action: `/policy/settings/${setting.code}`,
          was: mark(kept),
          sentence: settingLabel(setting),
          now: valueInWords(now, setting.words),
          bySchool: kept !== undefined,
          clause: kept?.clause,
          field: field?.is,
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
