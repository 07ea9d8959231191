import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { outboxAnswers, outboxCounts } from '../../../platform/mail/outbox.ts';
import { serverState } from '../../../platform/mail/server-state.ts';
import type { ModuleParts } from '../../module.ts';
import { messageEvents } from '../events.ts';
import { mayRunMail } from '../policy.ts';
import { stillStopped } from '../still-stopped.ts';

/** How mail goes: counts, states and the server's answers as codes. No address and no words. */
export function makeSeeOutbox(parts: Pick<ModuleParts, 'store' | 'config'>) {
  return query({
    name: 'messages.see-outbox',
    input: z.object({}),
    events: messageEvents,
    load: wholeSchool,
    policy: mayRunMail,
    answer: async (db, { now }) => ({
      way: parts.config.mail().smtp === undefined ? ('files' as const) : ('smtp' as const),
      from: parts.config.mail().from,
      server: await serverState(parts.store),
      counts: await outboxCounts(db),
      answers: await outboxAnswers(db, now.subtract({ hours: 14 * 24 })),
      stopped: (await stillStopped(db, now)).length,
    }),
    leaves: 'It shows counts and codes only: no address, no words.',
  });
}
