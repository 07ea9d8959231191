import { z } from 'zod';

import { command, done, failed } from '../../../platform/commands/command.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import type { ModuleParts, Setting } from '../../module.ts';
import { text } from '../../../platform/forms/fields.ts';
import { policyEvents } from '../events.ts';
import { mayChangeSetting } from '../policy.ts';
import { fieldOf, valueFrom } from '../setting-field.ts';
import { saveSetting, settingInForce, type SettingValue } from '../kept-settings.ts';
import { isAgainst } from '../setting-kinds.ts';
import { policySetting } from '../settings-of-the-policy.ts';
import { whoDid } from './load-pack.ts';

export const settingCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/** A setting as the program declares it, with its value in force. */
export interface KnownSetting {
  readonly setting: Setting;
  readonly kept: SettingValue | undefined;
}

/** The setting of a code that some module declares; undefined when none does. */
export function declaredSetting(parts: Pick<ModuleParts, 'whole'>, code: string): Setting | undefined {
  return parts
    .whole()
    .flatMap((module) => module.settings)
    .find((setting) => setting.code === code);
}

/** What a form carries along to see whether somebody else changed the setting meanwhile. '' when it was never set. */
export function mark(kept: SettingValue | undefined): string {
  return kept?.setAt.toString() ?? '';
}

/**
 * The school sets what its policy leaves open. What a clause fixes is changed by changing the policy, never here: the document that parents
 * read and the rules that Schoolgate obeys cannot disagree.
 */
export function makeChangeSetting(parts: Pick<ModuleParts, 'whole'>) {
  return command({
    name: 'policy.change-setting',
    input: z.object({
      setting: settingCode,
      value: z.unknown(),
      why: text('why you change it', 500),
      was: z.string().max(64).default(''),
    }),
    events: policyEvents,
    load: async (db, { setting: code }): Promise<KnownSetting | undefined> => {
      const setting = declaredSetting(parts, code);
      return setting === undefined ? undefined : { setting, kept: await settingInForce(db, code) };
    },
    policy: (actor, { setting }) => mayChangeSetting(actor, setting),
    prepare: () => Promise.resolve(undefined),
    effect: async ({ db, actor, now, input, subject: { setting, kept }, newId }) => {
      if (kept?.clause !== undefined) {
        return failed('', `Clause ${kept.clause} of the policy sets this. Change the policy to change it`);
      }
      if (input.was !== mark(kept)) {
        throw new Refused(
          'SG-CHANGED',
          'Somebody else changed this while you had it open. Look at it again before you save.',
        );
      }
      const field = fieldOf(setting);
      if (field === undefined) return failed('', 'This setting is changed on a page of its own');
      // Kept as it was given, like a clause's value: whoever reads it puts it through the schema again.
      const value = valueFrom(field, input.value);
      const read = setting.schema.safeParse(value);
      if (!read.success) return failed('value', messageFor(field, read.error.issues[0]?.message));
      const against = belowTheLaw(setting.code, read.data);
      if (against !== undefined) return failed('value', `This is below the law and cannot be chosen. ${against}`);
      const change = newId<'setting-change'>();
      await saveSetting(db, {
        id: change,
        code: setting.code,
        value,
        clause: null,
        pack: null,
        at: now,
        by: whoDid(actor),
        why: input.why,
      });
      return done(
        { setting },
        { name: 'policy-setting-changed', subject: setting.code, data: { setting: setting.code, change } },
      );
    },
    changesFilter: true,
  });
}

/** What the law says against a value of a setting of the policy; undefined when nothing. No clause stands between it and being in force here. */
function belowTheLaw(code: string, value: unknown): string | undefined {
  const setting = policySetting(code);
  const read = setting?.schema.safeParse(value);
  return read?.success === true && isAgainst(setting?.law, read.data) ? setting?.law?.says : undefined;
}

/** The schema's own message where it was written for people ("Enter …", "Choose …"), else one for the kind of field. */
function messageFor(field: ReturnType<typeof fieldOf>, message: string | undefined): string {
  if (message !== undefined && /^(Enter|Choose|Select|Tick) /.test(message)) return message;
  switch (field?.is) {
    case 'choice':
    case 'yes-no':
      return 'Choose one of these';
    case 'choices':
      return 'Choose at least one of these, and only these';
    case 'number': {
      const { min, max } = field;
      if (min !== undefined && max !== undefined) return `Enter a whole number from ${min} to ${max}`;
      return 'Enter a whole number';
    }
    default:
      return 'Enter a value that this setting can have';
  }
}
