import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { form } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { makeLoadPack, settingsOfPack } from '../../commands/load-pack.ts';
import { policyEvents } from '../../events.ts';
import { PACK_NAME, findPack } from '../../pack-files.ts';
import { mayChoosePolicy } from '../../policy.ts';
import { valueInWords } from '../../setting-field.ts';
import { clausesOf, packInForce, settingsInForce } from '../../store.ts';
import { settingWords, wordOf } from '../../words.ts';

/** What a policy would set, before anybody decides; and the button that puts it into force. */
export function makePreviewPage(parts: Pick<ModuleParts, 'config' | 'whole'>) {
  const loadPack = makeLoadPack(parts);
  const lookAtPack = query({
    name: 'policy.look-at-pack',
    input: z.object({ pack: z.string().regex(PACK_NAME) }),
    events: policyEvents,
    load: async (db, { pack }) => {
      const file = await findPack(parts.config.dataFolder, pack);
      return file === undefined ? undefined : { file, inForce: await packInForce(db) };
    },
    policy: mayChoosePolicy,
    answer: async (db, { subject: { file, inForce } }) => ({
      file,
      inForce,
      before: inForce === undefined ? [] : await clausesOf(db, inForce.id),
      settings: await settingsInForce(db),
      live: new Set(parts.whole().flatMap((module) => module.controls.map(({ code }) => code))),
      declared: new Map(parts.whole().flatMap((module) => module.settings.map((setting) => [setting.code, setting]))),
    }),
    leaves: 'A policy that could be chosen is no record of the school.',
  });
  const previewPage = form({
    path: '/policy/choose/:pack',
    template: 'modules/policy/pages/preview/page.njk',
    query: lookAtPack,
    view: ({ file, inForce, before, settings, live, declared }) => {
      const { pack } = file;
      const back = { href: '/policy/choose', text: 'Back to all policies' };
      if (pack === undefined) {
        return { title: 'This policy cannot be read', back, data: { fault: file.fault, file: file.file } };
      }
      const old = new Map(before.map((clause) => [clause.id, clause.text]));
      const fixed = settingsOfPack(pack);
      const names = new Set(fixed.map(({ code }) => code));
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
          live: pack.clauses.filter(({ control }) => control !== null && live.has(control.code)).length,
          replaces: inForce === undefined ? undefined : { title: inForce.title, edition: inForce.edition },
          added: pack.clauses.filter(({ id }) => !old.has(id)).length,
          changed: pack.clauses.filter(({ id, text }) => old.has(id) && old.get(id) !== text).length,
          gone: before.filter(({ id }) => !pack.clauses.some((clause) => clause.id === id)).length,
          settings: fixed.map(({ code, value, clause }) => {
            const kept = settings.get(code);
            const words = declared.get(code)?.words;
            return {
              label: declared.get(code)?.sentence ?? wordOf(settingWords, code),
              value: valueInWords(value, words),
              before: kept === undefined ? undefined : valueInWords(kept.value, words),
              bySchool: kept !== undefined && kept.clause === undefined,
              clause,
              obeyed: declared.has(code),
            };
          }),
          freed: [...settings.values()]
            .filter(({ code, clause }) => clause !== undefined && !names.has(code))
            .map(({ code }) => wordOf(settingWords, code)),
          profiles: pack.profiles.map(({ label, blocks, uncategorised }) => ({
            label,
            closed: blocks.length,
            unknown: uncategorised === 'block' ? 'closed' : 'open',
          })),
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
