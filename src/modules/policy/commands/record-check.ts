import { z } from 'zod';

import { command, done, failed } from '../../../platform/commands/command.ts';
import { optionalText } from '../../../platform/forms/fields.ts';
import type { ModuleParts } from '../../module.ts';
import { coverage } from '../coverage.ts';
import { policyEvents } from '../events.ts';
import { saveCheck } from '../kept-checks.ts';
import { mayRecordCheck } from '../policy.ts';
import { packInForce } from '../store.ts';
import { whoDid } from './load-pack.ts';

/** Records that somebody looked at how each clause stands, with the figures of that moment: what the trend is drawn from. */
export function makeRecordCheck(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
  return command({
    name: 'policy.record-check',
    input: z.object({ remark: optionalText('what you noticed', 500) }),
    events: policyEvents,
    load: async (db) => ({ pack: await packInForce(db) }),
    policy: mayRecordCheck,
    // Before the transaction: every control of the policy is asked, and nothing else waits for that.
    prepare: (_input, _subject, _ids, db) => coverage(db, parts),
    effect: async ({ db, actor, now, input, subject: { pack }, prepared: counted, newId }) => {
      if (pack === undefined || counted === undefined) {
        return failed('', 'The school has no policy in force yet, so there is nothing to look at');
      }
      const id = newId<'policy-check'>();
      await saveCheck(db, { ...counted, id, pack: pack.id, at: now, by: whoDid(actor), remark: input.remark });
      const { total, kept, overdue } = counted;
      return done(counted, { name: 'policy-standing-checked', subject: id, data: { total, kept, overdue } });
    },
    changesFilter: false,
  });
}
