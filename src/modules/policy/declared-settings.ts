import type { ModuleParts, Setting } from '../module.ts';
import { policyOwners } from './review.ts';
import { policySetting, settingCodes } from './settings-of-the-policy.ts';

/**
 * The settings that the policy module declares: every one that a clause can fix, but for those that the module which obeys them declares itself.
 */
export function settingsLeft(parts: Pick<ModuleParts, 'whole'>): readonly Setting[] {
  const others = new Set(
    parts
      .whole()
      .filter(({ name }) => name !== 'policy')
      .flatMap(({ settings }) => settings.map(({ code }) => code)),
  );
  return settingCodes.flatMap((code): Setting[] => {
    if (others.has(code)) return [];
    if (code === policyOwners.code) return [policyOwners];
    const setting = policySetting(code);
    return setting === undefined ? [] : [setting];
  });
}
