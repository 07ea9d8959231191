import { formatPlural } from '../../platform/views/format.ts';
import type { Duty } from '../module.ts';
import { openContradictions } from './kept-contradictions.ts';
import { mayResolve } from './policy.ts';

/** What the head and the online-safety lead have to decide where the policy contradicts itself. */
export const resolveContradictions: Duty = {
  code: 'policy-contradictions',
  title: 'Decide where the policy contradicts itself',
  linesFor: async (db, actor) => {
    if (!mayResolve(actor).allowed) return [];
    const open = await openContradictions(db);
    return open === 0
      ? []
      : [
          {
            text: `The policy contradicts itself in ${formatPlural(open, 'place')}`,
            href: '/policy/contradictions',
            action: 'Decide which clause counts',
            urgency: 3,
          },
        ];
  },
};
