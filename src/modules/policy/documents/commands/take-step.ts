import { createHash } from 'node:crypto';
import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { choice, optionalText, recordId } from '../../../../platform/forms/fields.ts';
import { enqueueMail } from '../../../../platform/mail/outbox.ts';
import type { ModuleParts } from '../../../module.ts';
import { staffToday } from '../../../people/index.ts';
import { whoDid } from '../../commands/load-pack.ts';
import { policyEvents } from '../../events.ts';
import { disobeyed, putIntoForce } from '../../put-into-force.ts';
import { packHistory, packInForce } from '../../store.ts';
import { packOfDraft } from '../draft.ts';
import { documentEvents } from '../events.ts';
import { mayTakeNow } from '../policy.ts';
import { loadSubject, takeStep } from '../step.ts';
import type { DraftAction } from '../workflow.ts';

const version = z
  .string()
  .regex(/^\d{1,9}$/, 'Open the page again')
  .transform(Number);

/** The hash of the text that the form showed, for steps that put a name under it. */
const shown = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'Open the page again')
  .optional();

/** The steps that need nothing but words; the consultation and publishing have commands of their own. */
export const plainSteps = [
  'end-consultation',
  'ask-approval',
  'send-back',
  'approve',
  'sign',
  'withdraw',
] as const satisfies readonly DraftAction[];

/** Takes a step of a draft's life. */
export function makeTakeDraftStep(parts: Pick<ModuleParts, 'whole' | 'config'>) {
  return command({
    name: 'policy.take-draft-step',
    input: z.object({
      id: recordId<'policy-draft'>(),
      action: choice(plainSteps, 'Choose what is done'),
      version,
      note: optionalText('what should be known', 1000),
      sha256: shown,
    }),
    events: documentEvents,
    load: (db, { id }) => loadSubject(db, id),
    policy: (actor, draft, { action }) => mayTakeNow(actor, draft, action),
    prepare: nothing,
    effect: async ({ db, actor, now, input, subject: draft, newId }) => {
      const at = now.toString();
      const by = whoDid(actor);
      const changes = {
        approve: { approved_at: at, approved_by: by },
        sign: { signed_at: at, signed_by: by },
        // Whatever was approved was approved as it stood: changed again, it is approved again.
        'send-back': { approved_at: null, approved_by: null, approved_sha256: null, signed_at: null, signed_by: null },
        'end-consultation': {},
        'ask-approval': {},
        withdraw: {},
      }[input.action];
      const taken = await takeStep({ db, actor, now, newId }, draft, {
        ...input,
        text: { sha256: input.sha256, parts },
        changes,
      });
      return taken.ok ? done({ id: draft.id, move: taken.move }, ...taken.events) : taken;
    },
    changesFilter: false,
  });
}

/** Publishes a signed version: it comes into force as a loaded pack does, and everybody who works here is asked to acknowledge it. */
export function makePublishDraft(parts: Pick<ModuleParts, 'whole' | 'config'>) {
  return command({
    name: 'policy.publish-draft',
    input: z.object({ id: recordId<'policy-draft'>(), version, sha256: shown }),
    events: { ...documentEvents, 'policy-loaded': policyEvents['policy-loaded'] },
    load: (db, { id }) => loadSubject(db, id),
    policy: (actor, draft) => mayTakeNow(actor, draft, 'publish'),
    prepare: nothing,
    effect: async ({ db, actor, now, input, subject: draft, newId }) => {
      const inForce = await packInForce(db);
      if (draft.basePack !== inForce?.id) {
        return failed(
          '',
          'Another version has come into force since this one was begun. Send it back, bring it up to date, and let governors see it again',
        );
      }
      const number = (await packHistory(db)).length + 1;
      const pack = packOfDraft(draft, String(number));
      const clash = disobeyed(parts, pack);
      if (clash !== undefined) {
        return failed('', `Clause ${clash.clause} sets ${clash.code} to something this Schoolgate cannot obey`);
      }
      const id = newId<'policy-pack'>();
      const by = whoDid(actor);
      const sha256 = createHash('sha256').update(JSON.stringify(pack)).digest('hex');
      const taken = await takeStep({ db, actor, now, newId }, draft, {
        action: 'publish',
        version: input.version,
        note: '',
        text: { sha256: input.sha256, parts },
        changes: { published_at: now.toString(), published_by: by, pack_id: id },
      });
      if (!taken.ok) return taken;
      const fixed = await putIntoForce(db, pack, { id, sha256, at: now, by, newId });
      for (const { id: person, email } of await staffToday(db, now)) {
        if (email === null) continue;
        await enqueueMail(
          db,
          { to: email, person, kind: 'policy-to-acknowledge', fields: {} },
          { id: newId<'mail'>(), now },
        );
      }
      const counts = { sha256, clauses: pack.clauses.length, settings: fixed.length };
      return done(
        { number },
        ...taken.events,
        { name: 'policy-published', subject: draft.id, data: { pack: id, number, ...counts } },
        { name: 'policy-loaded', subject: id, data: { pack: pack.code, ...counts } },
      );
    },
    changesFilter: true,
  });
}
