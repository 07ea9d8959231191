import type { Duty } from '../../module.ts';
import { mayAskReset, mayConfirmReset, maySeeResets } from './policy.ts';
import { openResets } from './store.ts';
import { withPeople } from './whom-they-are-about.ts';

/** Somebody cannot sign in: whoever may help or confirm sees it on the home page. */
export const helpWithSigningIn: Duty = {
  code: 'help-with-signing-in',
  title: 'Whoever cannot sign in is helped',
  passes: 'with-the-post',
  linesFor: async (db, actor, { now }) => {
    if (!maySeeResets(actor).allowed) return [];
    let confirm = 0;
    let help = 0;
    for (const { state, about, waiting } of await withPeople(db, await openResets(db, now), now)) {
      if (state === 'waiting' && mayConfirmReset(actor, waiting).allowed) confirm++;
      if (state === 'wished' && mayAskReset(actor, about).allowed) help++;
    }
    const href = '/people/resets';
    return [
      ...(confirm === 0
        ? []
        : [
            {
              text:
                confirm === 1
                  ? 'A new way in waits for you to confirm it'
                  : `${String(confirm)} new ways in wait for you to confirm them`,
              href,
              action: 'Look at it',
              urgency: 2 as const,
            },
          ]),
      ...(help === 0
        ? []
        : [
            {
              text:
                help === 1
                  ? 'Somebody asks for help with signing in'
                  : `${String(help)} people ask for help with signing in`,
              href,
              action: 'Help them',
              urgency: 2 as const,
            },
          ]),
    ];
  },
};
