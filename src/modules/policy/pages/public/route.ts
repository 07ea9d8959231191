import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import type { PublicRoute } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { schoolName, theSchools } from '../../../school/index.ts';
import { policyEvents } from '../../events.ts';
import { mayReadText } from '../../policy.ts';
import { clausesOf, packInForce } from '../../store.ts';

/** The words of the policy in force, for anybody. */
export const readText = query({
  name: 'policy.read-text',
  input: z.object({}),
  events: policyEvents,
  load: wholeSchool,
  policy: mayReadText,
  answer: async (db) => {
    const pack = await packInForce(db);
    const clauses = pack === undefined ? [] : await clausesOf(db, pack.id);
    return { school: await schoolName(db), pack, clauses };
  },
  leaves: 'The policy is a public document.',
});

const address = z.object({ school: z.string().max(64).optional().catch(undefined) });

/** The page where parents and pupils read the policy. Of several schools in one installation the address names one. */
export function makePublicPolicy(parts: Pick<ModuleParts, 'store' | 'runner'>): PublicRoute {
  return {
    path: '/policy/read',
    methods: ['GET'],
    why: 'Parents and pupils read the policy; the page holds its words only and no records.',
    reach: 'anywhere',
    handle: async ({ raw, request }) => {
      const schools = await theSchools(parts.store);
      const asked = address.parse(raw).school;
      const ask = (school: (typeof schools)[number]) =>
        parts.runner.ask(readText, { kind: 'visitor', school, request: asId(request) }, {});
      const chosen = schools.length === 1 ? schools[0] : schools.find((school) => school === asked);
      const show = 'modules/policy/pages/public/page.njk';
      if (chosen === undefined) {
        const choices = await Promise.all(
          schools.map(async (school) => ({ href: `/policy/read?school=${school}`, text: (await ask(school)).school })),
        );
        return { show, model: { title: 'Online safety policy', data: { choices } } };
      }
      const { school, pack, clauses } = await ask(chosen);
      return {
        show,
        model: {
          title: 'Online safety policy',
          data: {
            school,
            pack: pack === undefined ? undefined : { edition: pack.edition, loadedAt: pack.loadedAt },
            sections: (pack?.sections ?? []).map(({ code, title }) => ({
              code,
              title,
              clauses: clauses.filter(({ section }) => section === code).map(({ id, text }) => ({ id, text })),
            })),
          },
        },
      };
    },
  };
}
