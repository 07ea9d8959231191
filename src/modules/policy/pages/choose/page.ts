import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { namesOf } from '../../../people/index.ts';
import { policyEvents } from '../../events.ts';
import { knownControls } from '../../known-controls.ts';
import { findPacks } from '../../pack-files.ts';
import { mayChoosePolicy } from '../../policy.ts';
import { packHistory, packInForce } from '../../store.ts';

/** The policies that can be chosen, those that cannot be read with what is wrong, and what was in force before. */
export function makeChoosePage(parts: Pick<ModuleParts, 'config' | 'whole'>) {
  const packsToChoose = query({
    name: 'policy.packs-to-choose',
    input: z.object({}),
    events: policyEvents,
    load: async (db) => ({ inForce: await packInForce(db) }),
    policy: mayChoosePolicy,
    answer: async (db, { subject }) => {
      const history = await packHistory(db);
      return {
        inForce: subject.inForce,
        history,
        names: await namesOf(
          db,
          history.map((edition) => edition.loaded_by),
        ),
        files: await findPacks(parts.config.dataFolder, knownControls(parts)),
      };
    },
    leaves: 'Policies and their editions are public; the names shown are of those who may decide on them.',
  });
  const choosePage = page({
    path: '/policy/choose',
    template: 'modules/policy/pages/choose/page.njk',
    query: packsToChoose,
    view: ({ inForce, history, names, files }) => ({
      title: 'Choose a policy',
      back: { href: '/policy', text: 'Back to the policy' },
      data: {
        files: files.map(({ name, file, own, sha256, pack, fault }) => ({
          name,
          file,
          own,
          fault,
          title: pack?.title,
          edition: pack?.edition,
          about: pack?.about,
          clauses: pack?.clauses.length,
          inForce: inForce?.sha256 === sha256,
        })),
        history: history.map((edition) => ({
          title: edition.title,
          edition: edition.edition,
          from: edition.loaded_at,
          until: edition.ended_at,
          by: names.get(asId(edition.loaded_by)),
        })),
      },
    }),
  });
  return { query: packsToChoose, page: choosePage };
}
