import { z } from 'zod';

import { query } from '../../../../../platform/commands/command.ts';
import { form } from '../../../../../platform/http/pages.ts';
import { settingCode } from '../../../commands/change-setting.ts';
import { settingInForce } from '../../../kept-settings.ts';
import { mayChoosePolicy } from '../../../policy.ts';
import { settingLabel, valueInWords } from '../../../setting-field.ts';
import { policySetting } from '../../../settings-of-the-policy.ts';
import { proposeSetting } from '../../commands/propose-setting.ts';
import { documentEvents } from '../../events.ts';
import { sentencesInForce } from '../../propose.ts';
import { askedFor } from '../setting-fields.ts';

export const readForProposing = query({
  name: 'policy.read-setting-to-propose',
  input: z.object({ setting: settingCode }),
  events: documentEvents,
  load: (_db, { setting }) => Promise.resolve(policySetting(setting)),
  policy: mayChoosePolicy,
  answer: async (db, { subject: setting }) => ({
    setting,
    now: (await settingInForce(db, setting.code))?.value ?? setting.fallback,
    sentences: await sentencesInForce(db, setting.code),
  }),
  leaves: 'A setting says how the school works and names nobody.',
});

/** Another value of a setting than the policy says: which sentences would have to change, and the draft that begins. */
export const proposePage = form({
  path: '/policy/draft/setting/:setting',
  template: 'modules/policy/documents/pages/propose/page.njk',
  query: readForProposing,
  view: ({ setting, now, sentences }) => {
    const field = askedFor(setting.code, 'value', now);
    return {
      title: settingLabel(setting),
      back: { href: '/policy/settings', text: 'Back to all settings' },
      values: { value: field?.value },
      data: {
        action: `/policy/draft/setting/${setting.code}`,
        now: valueInWords(now, setting.words),
        field,
        sentences: sentences.map(({ id, text }) => ({ id, text })),
        href: `/policy/settings/${setting.code}`,
      },
    };
  },
  command: proposeSetting,
  next: ({ draft, mustChange }) => ({
    to: `/policy/draft/${draft}`,
    notice:
      mustChange.length === 0
        ? 'It stands in a draft. The sentence follows by itself.'
        : `It stands in a draft. These clauses must be written anew: ${mustChange.join(', ')}.`,
  }),
});
