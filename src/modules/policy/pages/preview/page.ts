import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import { formatPlural } from '../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../module.ts';
import { makeLoadPack } from '../../commands/load-pack.ts';
import { policyEvents } from '../../events.ts';
import { knownControls } from '../../known-controls.ts';
import { PACK_NAME, findPack } from '../../pack-files.ts';
import { mayChoosePolicy } from '../../policy.ts';
import { settingLabel, valueInWords } from '../../setting-field.ts';
import { settingsInForce } from '../../kept-settings.ts';
import { clausesOf, packInForce } from '../../store.ts';
import { policySetting } from '../../settings-of-the-policy.ts';
import { isObeyed } from '../../obeyed-settings.ts';
import { settle } from '../../settling.ts';
import { standsAgainst } from '../clause/what-it-says.ts';

/** What a policy would set, before anybody decides; and the button that puts it into force. */
export function makePreviewPage(parts: Pick<ModuleParts, 'config' | 'whole'>) {
  const loadPack = makeLoadPack(parts);
  const lookAtPack = query({
    name: 'policy.look-at-pack',
    input: z.object({ pack: z.string().regex(PACK_NAME) }),
    events: policyEvents,
    load: async (db, { pack }) => {
      const file = await findPack(parts.config.dataFolder, pack, knownControls(parts));
      return file === undefined ? undefined : { file, inForce: await packInForce(db) };
    },
    policy: mayChoosePolicy,
    answer: async (db, { subject: { file, inForce } }) => ({
      file,
      inForce,
      before: inForce === undefined ? [] : await clausesOf(db, inForce.id),
      settings: await settingsInForce(db),
      toCome: new Set(
        parts
          .whole()
          .flatMap((module) => module.controls.flatMap(({ code, effect }) => (effect === 'to-come' ? [code] : []))),
      ),
      declared: new Map(parts.whole().flatMap((module) => module.settings.map((setting) => [setting.code, setting]))),
    }),
    leaves: 'A policy that could be chosen is no record of the school.',
  });
  const previewPage = form({
    path: '/policy/choose/:pack',
    template: 'modules/policy/pages/preview/page.njk',
    query: lookAtPack,
    view: ({ file, inForce, before, settings, toCome, declared }) => {
      const { pack } = file;
      const back = { href: '/policy/choose', text: 'Back to all policies' };
      if (pack === undefined) {
        return { title: 'This policy cannot be read', back, data: { fault: file.fault, file: file.file } };
      }
      const old = new Map(before.map((clause) => [clause.id, clause.text]));
      const fixed = settle(pack);
      const names = new Set(fixed.map(({ code }) => code));
      const rows = fixed.map(({ code, value, clause }) => {
        const kept = settings.get(code);
        const setting = declared.get(code);
        const would = valueInWords(value, setting?.words);
        const now = kept === undefined ? 'Not set' : valueInWords(kept.value, setting?.words);
        const same = would === now && kept?.clause !== undefined;
        return {
          obeyed: policySetting(code) === undefined ? setting !== undefined : isObeyed(code),
          same,
          cells: [
            { text: setting === undefined ? (policySetting(code)?.sentence ?? code) : settingLabel(setting) },
            { text: would },
            {
              text: same
                ? 'The same'
                : kept !== undefined && kept.clause === undefined
                  ? `${now} (the school’s own choice, which this replaces)`
                  : now,
            },
            { text: clause },
          ],
        };
      });
      return {
        title: 'What this policy would set',
        back,
        data: {
          action: `/policy/choose/${file.name}`,
          sha256: file.sha256,
          title: pack.title,
          edition: pack.edition,
          about: pack.about,
          inForce: inForce?.sha256 === file.sha256,
          clauses: pack.clauses.length,
          withControls: pack.clauses.filter(({ controls }) => controls.length > 0).length,
          guidance: pack.clauses.filter(({ guidance }) => guidance !== null).length,
          toCome: pack.clauses.filter(({ controls }) => controls.some((code) => toCome.has(code))).length,
          contradictions: fixed
            .filter(({ sides }) => sides.length > 0)
            .map(({ code, value, sides }) => {
              const words = (each: unknown): string => valueInWords(each, policySetting(code)?.words);
              return {
                label: policySetting(code)?.sentence ?? code,
                sides: sides.map((side) => `clause ${side.clause} says “${words(side.value)}”`).join(', '),
                taken: words(value),
              };
            }),
          below: pack.clauses.flatMap(({ id, settings: said }) =>
            Object.entries(said).flatMap(([code, value]) => {
              const setting = policySetting(code);
              return setting === undefined ? [] : standsAgainst(setting, value).map((note) => ({ id, note }));
            }),
          ),
          replaces: inForce === undefined ? undefined : { title: inForce.title, edition: inForce.edition },
          added: pack.clauses.filter(({ id }) => !old.has(id)).length,
          changed: pack.clauses.filter(({ id, text }) => old.has(id) && old.get(id) !== text).length,
          gone: before.filter(({ id }) => !pack.clauses.some((clause) => clause.id === id)).length,
          count: fixed.length,
          changing: rows.filter(({ same }) => !same).length,
          obeyed: tableOf(
            'What Schoolgate would obey',
            rows.filter(({ obeyed }) => obeyed),
          ),
          idle: tableOf(
            'Written down; nothing in Schoolgate acts on it yet',
            rows.filter(({ obeyed }) => !obeyed),
          ),
          freed: [...settings.values()]
            .filter(({ code, clause }) => clause !== undefined && !names.has(code))
            .map(({ code }) => policySetting(code)?.sentence ?? code),
          profiles: {
            caption: 'Levels of filtering',
            columns: [
              { text: 'Level', width: 'one-third' },
              { text: 'Kinds of site closed', width: 'one-third' },
              { text: 'Sites that no list knows', width: 'one-third' },
            ],
            rows: pack.profiles.map(({ label, blocks, uncategorised }) => [
              { text: label },
              { text: String(blocks.length) },
              { text: uncategorised === 'block' ? 'Closed' : 'Open' },
            ]),
          },
        },
      };
    },
    command: loadPack,
    next: ({ title, edition, clauses }) => ({
      to: '/policy',
      notice: `${title}, edition ${edition}, is in force: ${String(clauses)} clauses.`,
    }),
  });
  return { query: lookAtPack, command: loadPack, page: previewPage };
}

function tableOf(caption: string, rows: readonly { readonly cells: readonly { readonly text: string }[] }[]) {
  return {
    caption,
    note: formatPlural(rows.length, 'setting'),
    columns: [
      { text: 'Setting', width: 'one-third' },
      { text: 'It would be', width: 'one-third' },
      { text: 'It is now', width: 'one-third' },
      { text: 'Clause' },
    ],
    rows: rows.map(({ cells }) => cells),
  };
}
