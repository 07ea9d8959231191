import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import type { PublicRoute } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../../module.ts';
import { policyEvents } from '../../events.ts';
import { mayReadText } from '../../policy.ts';
import { schoolAsked } from '../public/school-asked.ts';
import { guidanceFor } from './guidance.ts';

/** What the policy tells parents and pupils: for anybody. */
export function makePublicGuidance(parts: Pick<ModuleParts, 'store' | 'runner' | 'whole'>) {
  const readPublicGuidance = query({
    name: 'policy.read-public-guidance',
    input: z.object({ reader: z.enum(['parents', 'pupils']) }),
    events: policyEvents,
    load: wholeSchool,
    policy: mayReadText,
    answer: (db, { input }) => guidanceFor(db, parts, input.reader),
    leaves: 'The policy is a public document.',
  });
  const route = (reader: 'parents' | 'pupils'): PublicRoute => ({
    path: `/policy/for/${reader}`,
    methods: ['GET'],
    why: `What the policy tells ${reader}, and where they get help; the page holds words of the policy only and no records.`,
    reach: 'anywhere',
    keeps: true,
    handle: async ({ raw, request }) => {
      const title = 'Online safety';
      const show = 'modules/policy/pages/for/page.njk';
      const asked = await schoolAsked(parts, raw, `/policy/for/${reader}`);
      if ('choices' in asked) return { show, model: { title, data: asked } };
      const value = await parts.runner.ask(
        readPublicGuidance,
        { kind: 'visitor', school: asked.school, request: asId(request) },
        { reader },
      );
      return {
        show,
        model: { title: value.title, back: { href: '/policy/read', text: 'Read the whole policy' }, data: value },
      };
    },
  });
  return { query: readPublicGuidance, routes: [route('parents'), route('pupils')] };
}
