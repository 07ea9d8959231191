import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import type { PublicRoute } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { policyEvents } from '../../events.ts';
import { mayReadText } from '../../policy.ts';
import { publicText } from '../../public-text.ts';
import { schoolAsked } from './school-asked.ts';

/** The page where parents and pupils read the policy. Of several schools in one installation the address names one. */
export function makePublicPolicy(parts: Pick<ModuleParts, 'store' | 'runner' | 'whole'>) {
  const readText = query({
    name: 'policy.read-text',
    input: z.object({}),
    events: policyEvents,
    load: wholeSchool,
    policy: mayReadText,
    answer: (db) => publicText(db, parts),
    leaves: 'The policy is a public document.',
  });
  const route: PublicRoute = {
    path: '/policy/read',
    methods: ['GET'],
    why: 'Parents and pupils read the policy; the page holds its words only and no records.',
    reach: 'anywhere',
    keeps: true,
    handle: async ({ raw, request }) => {
      const title = 'Online safety policy';
      const show = 'modules/policy/pages/public/page.njk';
      const asked = await schoolAsked(parts, raw, '/policy/read');
      if ('choices' in asked) return { show, model: { title, data: asked } };
      const text = await parts.runner.ask(
        readText,
        { kind: 'visitor', school: asked.school, request: asId(request) },
        {},
      );
      if (text.pack === undefined) return { show, model: { title, data: text } };
      const { pack, clauses } = text;
      return {
        show,
        model: {
          title,
          data: {
            ...text,
            which: raw['school'] === undefined ? '' : `?school=${asked.school}`,
            pack: { edition: pack.edition, loadedAt: pack.loadedAt },
            sections: pack.sections
              .map(({ code, title: name }) => ({
                code,
                title: name,
                clauses: clauses
                  .filter(({ section }) => section === code)
                  .map(({ id, text: words, notes }) => ({ id, text: words, notes })),
              }))
              .filter((section) => section.clauses.length > 0),
          },
        },
      };
    },
  };
  return { query: readText, route };
}
