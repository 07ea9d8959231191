import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { asId, type PersonId } from '../../../../platform/ids/ids.ts';
import { formatDate, formatPlural } from '../../../../platform/views/format.ts';
import type { Actor } from '../../../../platform/access/access.ts';
import type { ModuleParts, Setting } from '../../../module.ts';
import { namesOf } from '../../../people/index.ts';
import { policyEvents } from '../../events.ts';
import { settingsInForce, type SettingValue } from '../../kept-settings.ts';
import { isObeyed } from '../../obeyed-settings.ts';
import { mayChangeSetting, mayReadPolicy } from '../../policy.ts';
import { fieldOf, settingLabel, valueInWords } from '../../setting-field.ts';
import { isAgainst, type PolicyValue } from '../../setting-kinds.ts';
import { policySetting, settingGroups } from '../../settings-of-the-policy.ts';
import { clausesOf, packInForce, type StoredClause } from '../../store.ts';

/** Every setting with its value, what set it, how it begins, and who changed it when and why. */
export function makeSettingsPage(parts: Pick<ModuleParts, 'whole'>) {
  const readSettings = query({
    name: 'policy.read-settings',
    input: z.object({}),
    events: policyEvents,
    load: wholeSchool,
    policy: mayReadPolicy,
    answer: async (db) => {
      const kept = await settingsInForce(db);
      const names = await namesOf(
        db,
        [...kept.values()].map(({ setBy }) => setBy),
      );
      const pack = await packInForce(db);
      return { kept, names, clauses: pack === undefined ? [] : await clausesOf(db, pack.id) };
    },
    leaves: 'Settings say how the school works and name nobody but those who set them.',
  });
  const settingsPage = page({
    path: '/policy/settings',
    template: 'modules/policy/pages/settings/page.njk',
    query: readSettings,
    view: ({ kept, names, clauses }, { actor }) => {
      const declared = new Map(
        parts.whole().flatMap((module) => module.settings.map((setting) => [setting.code, setting] as const)),
      );
      const grouped = new Set(settingGroups.flatMap(({ codes }) => codes));
      const row = (setting: Setting) => rowOf(setting, kept.get(setting.code), { actor, names, clauses });
      const groups = settingGroups.map(({ title, codes }) => ({
        title,
        rows: codes.flatMap((code) => declared.get(code) ?? []).map(row),
      }));
      const others = [...declared.values()].filter(({ code }) => !grouped.has(code)).map(row);
      return {
        title: 'Settings',
        back: { href: '/policy', text: 'Back to the policy' },
        data: { tables: [...groups, { title: 'How this Schoolgate works', rows: others }].map(tableOf) },
      };
    },
  });
  return { query: readSettings, page: settingsPage };
}

/** One setting. What is kept and can be used no longer counts as not set, and the page says so. */
function rowOf(
  setting: Setting,
  kept: SettingValue | undefined,
  given: {
    readonly actor: Actor;
    readonly names: ReadonlyMap<PersonId, string>;
    readonly clauses: readonly StoredClause[];
  },
) {
  const usable = kept === undefined || setting.schema.safeParse(kept.value).success;
  const value = usable && kept !== undefined ? kept.value : setting.fallback;
  const mayChange =
    kept?.clause === undefined && fieldOf(setting) !== undefined && mayChangeSetting(given.actor, setting).allowed;
  return [
    mayChange
      ? { text: settingLabel(setting), href: `/policy/settings/${setting.code}` }
      : { text: settingLabel(setting) },
    { text: [valueInWords(value, setting.words), ...remarks(setting, value, given.clauses)].join('. ') },
    usable ? setBy(kept) : { text: 'Schoolgate itself: what was set before can no longer be used' },
    { text: valueInWords(setting.fallback, setting.words) },
    { text: changed(kept, given.names) },
  ];
}

/** What has to be known beside a value: that nothing acts on it yet, what speaks against it, and what a clause below the law says instead. */
function remarks(setting: Setting, value: unknown, clauses: readonly StoredClause[]): readonly string[] {
  const known = policySetting(setting.code);
  if (known === undefined) return [];
  const below = clauses.filter((clause) => {
    const said = clause.settings[setting.code];
    return said !== undefined && isAgainst(known.law, said);
  });
  return [
    ...below.map(({ id }) => `The lawful reading: what clause ${id} says is below the law`),
    ...(isValue(value) && isAgainst(known.advice, value) ? ['Against national advice'] : []),
    ...(isObeyed(setting.code) ? [] : ['Written down; nothing in Schoolgate acts on it yet']),
  ];
}

function setBy(value: SettingValue | undefined): { text: string; href?: string } {
  if (value === undefined) return { text: 'Nobody yet: this is how Schoolgate begins' };
  if (value.clause !== undefined) return { text: `Clause ${value.clause}`, href: `/policy/clauses/${value.clause}` };
  return { text: 'The school' };
}

/** Who changed it, when and why. */
function changed(value: SettingValue | undefined, names: ReadonlyMap<PersonId, string>): string {
  if (value === undefined) return 'Never';
  const by = names.get(asId(value.setBy));
  const why = value.why ?? (value.clause === undefined ? undefined : 'the policy was put into force');
  return `${formatDate(value.setAt)}${by === undefined ? '' : `, ${by}`}${why === undefined ? '' : `: ${why}`}`;
}

const isValue = (value: unknown): value is PolicyValue =>
  typeof value === 'string' || typeof value === 'number' || Array.isArray(value);

function tableOf({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly { text: string; href?: string }[])[];
}) {
  return {
    caption: title,
    note: formatPlural(rows.length, 'setting'),
    columns: [
      { text: 'Setting', width: 'one-quarter' },
      { text: 'Value', width: 'one-quarter' },
      { text: 'Set by' },
      { text: 'Begins as' },
      { text: 'Last changed' },
    ],
    rows,
  };
}
