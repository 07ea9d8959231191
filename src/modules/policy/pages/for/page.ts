import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import type { ModuleParts } from '../../../module.ts';
import { policyEvents } from '../../events.ts';
import { mayReadGuidance } from '../../policy.ts';
import { guidanceFor } from './guidance.ts';

/** What the policy tells staff, governors, visitors and technicians: for those who are signed in. */
export function makeGuidancePage(parts: Pick<ModuleParts, 'whole'>) {
  const readGuidance = query({
    name: 'policy.read-guidance',
    input: z.object({ reader: z.enum(['staff', 'governors', 'visitors', 'technicians']) }),
    events: policyEvents,
    load: wholeSchool,
    policy: mayReadGuidance,
    answer: (db, { input }) => guidanceFor(db, parts, input.reader),
    leaves: 'The policy is a public document.',
  });
  const guidancePage = page({
    path: '/policy/for/:reader',
    template: 'modules/policy/pages/for/page.njk',
    query: readGuidance,
    view: (value) => ({ title: value.title, back: { href: '/policy', text: 'Back to the policy' }, data: value }),
  });
  return { query: readGuidance, page: guidancePage };
}
