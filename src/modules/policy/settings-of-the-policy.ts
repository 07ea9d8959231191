import { accessSettings } from './settings-by-area/access-and-security.ts';
import { consentSettings } from './settings-by-area/consents.ts';
import { filteringSettingsOfThePolicy } from './settings-by-area/filtering.ts';
import { governanceSettings } from './settings-by-area/governance.ts';
import { incidentSettings } from './settings-by-area/incidents.ts';
import { messageSettings } from './settings-by-area/messages-and-publishing.ts';
import { deviceSettings } from './settings-by-area/phones-and-devices.ts';
import { isAgainst, type PolicySetting, type PolicyValue } from './setting-kinds.ts';

/** Every setting that a clause can fix: one of those that policies differ in. A pack that names another is refused. */
export const settingsOfThePolicy = {
  ...governanceSettings,
  ...consentSettings,
  ...incidentSettings,
  ...filteringSettingsOfThePolicy,
  ...accessSettings,
  ...deviceSettings,
  ...messageSettings,
} as const satisfies Readonly<Record<string, PolicySetting>>;

export type SettingCode = keyof typeof settingsOfThePolicy;

/** As the pages group them. */
export const settingGroups: readonly { readonly title: string; readonly codes: readonly string[] }[] = [
  { title: 'The policy itself', codes: Object.keys(governanceSettings) },
  { title: 'Agreements, consents and pictures', codes: Object.keys(consentSettings) },
  { title: 'Incidents', codes: Object.keys(incidentSettings) },
  { title: 'Filtering', codes: Object.keys(filteringSettingsOfThePolicy) },
  { title: 'Sign-in, passwords and access', codes: Object.keys(accessSettings) },
  { title: 'Phones, devices and data', codes: Object.keys(deviceSettings) },
  { title: 'Messages, publishing and social media', codes: Object.keys(messageSettings) },
];

/** Their codes, in the order of the pages. */
export const settingCodes: readonly string[] = Object.keys(settingsOfThePolicy);

/** One of them; undefined for a code that is none. */
export function policySetting(code: string): PolicySetting | undefined {
  const all: Readonly<Record<string, PolicySetting>> = settingsOfThePolicy;
  return Object.hasOwn(all, code) ? all[code] : undefined;
}

/** What is in force when a clause, or the school, says `value`: the value itself, or the lawful reading of one below the law. */
export function lawful(setting: Pick<PolicySetting, 'law'> | undefined, value: PolicyValue): PolicyValue {
  return setting?.law !== undefined && isAgainst(setting.law, value) ? setting.law.reading : value;
}
