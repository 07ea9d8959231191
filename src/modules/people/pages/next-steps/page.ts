import { z } from 'zod';

import { query, wholeSchool } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import type { Evidence, ModuleParts } from '../../../module.ts';
import { peopleEvents } from '../../events.ts';
import { maySetUp } from '../../policy.ts';
import { countPeople, vacantPosts } from '../../posts.ts';
import { setUpSteps } from '../../set-up-steps.ts';

/** "What comes next": a list whose states are read from the records each time. */
export function nextStepsPage(parts: Pick<ModuleParts, 'whole'>) {
  const nextSteps = query({
    name: 'people.set-up-next-steps',
    input: z.object({}),
    events: peopleEvents,
    load: wholeSchool,
    policy: maySetUp,
    answer: async (db, { actor, now }) => {
      const evidence = new Map<string, Evidence>();
      for (const control of parts.whole().flatMap((module) => module.controls)) {
        if (control.code !== 'policy-review-date' && control.code !== 'filter-in-force') continue;
        evidence.set(control.code, await control.evidence(db, { now }));
      }
      const counts = await countPeople(db, now);
      return setUpSteps({ ...counts, vacant: (await vacantPosts(db, now)).length, evidence, actor });
    },
    leaves: 'It shows counts, and no person.',
  });
  return {
    query: nextSteps,
    page: page({
      path: '/set-up/next-steps',
      template: 'modules/people/pages/next-steps/page.njk',
      query: nextSteps,
      view: (steps) => ({
        title: 'What comes next',
        data: { steps, left: steps.filter((step) => step.state !== 'done').length },
      }),
    }),
  };
}
