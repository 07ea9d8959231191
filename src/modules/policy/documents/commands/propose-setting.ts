import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { text } from '../../../../platform/forms/fields.ts';
import { settingCode } from '../../commands/change-setting.ts';
import { mayChoosePolicy } from '../../policy.ts';
import { fieldOf, valueFrom } from '../../setting-field.ts';
import { isAgainst, type PolicySetting, type PolicyValue } from '../../setting-kinds.ts';
import { policySetting } from '../../settings-of-the-policy.ts';
import { documentEvents } from '../events.ts';
import { draftForSetting, sentencesAgainst, sentencesInForce } from '../propose.ts';

/** A value that a form gave for a setting of the policy, or why it cannot be. */
export function valueGiven(
  setting: PolicySetting,
  given: unknown,
): { readonly value: PolicyValue } | { readonly fault: string } {
  const field = fieldOf(setting);
  if (field === undefined) return { fault: 'This setting is changed on a page of its own' };
  const read = setting.schema.safeParse(valueFrom(field, given));
  if (!read.success) return { fault: 'Choose or enter a value that this setting can have' };
  if (isAgainst(setting.law, read.data)) {
    return { fault: `This is below the law and cannot be chosen. ${setting.law?.says ?? ''}`.trim() };
  }
  return { value: read.data };
}

/** Asks for another value of a setting than the policy says: opens a draft, or goes on with the one that is being written. */
export const proposeSetting = command({
  name: 'policy.propose-setting',
  input: z.object({ setting: settingCode, value: z.unknown(), why: text('why it should change', 300) }),
  events: documentEvents,
  load: (_db, { setting }) => Promise.resolve(policySetting(setting)),
  policy: mayChoosePolicy,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: setting, newId }) => {
    const given = valueGiven(setting, input.value);
    if ('fault' in given) return failed('value', given.fault);
    const sentences = await sentencesInForce(db, setting.code);
    if (sentencesAgainst(sentences, setting.code, given.value).length === 0) {
      return failed('value', 'No sentence of the policy says otherwise. Change the setting on the page of settings');
    }
    const opened = await draftForSetting(
      { db, actor, now, newId },
      { setting: setting.code, value: given.value, why: input.why },
    );
    if (opened === undefined) return failed('', 'No policy is in force yet');
    if (opened.mustChange.length + opened.follow.length === 0) {
      return failed('value', 'The draft of the policy that is being written says so already');
    }
    return done(opened, {
      name: 'policy-draft-opened-by-setting',
      subject: opened.draft,
      data: { setting: setting.code, clauses: opened.mustChange.length + opened.follow.length },
    });
  },
  changesFilter: false,
});
