import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import { text } from '../../../platform/forms/fields.ts';
import { documentEvents } from '../documents/events.ts';
import { draftForSetting } from '../documents/propose.ts';
import { policyEvents } from '../events.ts';
import { contradictionsOf, resolveContradiction } from '../kept-contradictions.ts';
import { saveSetting } from '../kept-settings.ts';
import { mayResolve } from '../policy.ts';
import { lawful, policySetting } from '../settings-of-the-policy.ts';
import { packInForce } from '../store.ts';
import { settingCode } from './change-setting.ts';
import { whoDid } from './load-pack.ts';

/**
 * Decides which of the clauses that contradict each other counts. What it says is in force from then on; of what is below the law, the lawful reading. The sentences
 * that lost are put into the draft that is being written, or into a new one: they stand in the policy until a version that mends them is published.
 */
export const resolve = command({
  name: 'policy.resolve-contradiction',
  input: z.object({
    setting: settingCode,
    clause: z.string({ error: 'Choose which clause counts' }).min(1, 'Choose which clause counts').max(20),
    reason: text('the reason', 500),
  }),
  events: {
    ...policyEvents,
    'policy-draft-opened-by-setting': documentEvents['policy-draft-opened-by-setting'],
  },
  load: async (db, { setting }) => {
    const pack = await packInForce(db);
    const contradiction =
      pack === undefined ? undefined : (await contradictionsOf(db, pack.id)).find((one) => one.setting === setting);
    return pack === undefined || contradiction === undefined ? undefined : { pack, contradiction };
  },
  policy: mayResolve,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: { pack, contradiction }, newId }) => {
    const side = contradiction.sides.find(({ clause }) => clause === input.clause);
    if (side === undefined) return failed('clause', 'Choose one of the clauses');
    const by = whoDid(actor);
    const resolved = await resolveContradiction(db, contradiction.id, {
      at: now,
      by,
      chosen: side.clause,
      reason: input.reason,
    });
    if (!resolved) {
      throw new Refused('SG-CHANGED', 'Somebody else decided this while you had it open. Look at what they decided.');
    }
    const value = lawful(policySetting(contradiction.setting), side.value);
    const change = newId<'setting-change'>();
    await saveSetting(db, {
      id: change,
      code: contradiction.setting,
      value,
      clause: side.clause,
      pack: pack.id,
      at: now,
      by,
      why: input.reason,
    });
    const event = {
      name: 'policy-contradiction-resolved',
      subject: contradiction.id,
      data: { setting: contradiction.setting, clause: side.clause, change },
    } as const;
    const answer = { setting: contradiction.setting, clause: side.clause };
    const wanted = { setting: contradiction.setting, value, why: input.reason };
    const opened = await draftForSetting({ db, actor, now, newId }, wanted);
    if (opened === undefined) return done({ ...answer, lost: [] }, event);
    const lost = [...opened.mustChange, ...opened.follow];
    // The draft that is being written has mended the sentence already.
    if (lost.length === 0) return done({ ...answer, lost }, event);
    return done({ ...answer, lost }, event, {
      name: 'policy-draft-opened-by-setting',
      subject: opened.draft,
      data: { setting: contradiction.setting, clauses: lost.length },
    });
  },
  changesFilter: true,
});
