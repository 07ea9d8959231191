import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../../platform/db/scoped-tables.ts';
import { text } from '../../../../platform/forms/fields.ts';
import { recordId } from '../../../../platform/forms/fields.ts';
import type { ModuleParts } from '../../../module.ts';
import { whoDid } from '../../commands/load-pack.ts';
import { knownControls } from '../../known-controls.ts';
import { findPack, PACK_NAME } from '../../pack-files.ts';
import { writtenClausesOf, packInForce } from '../../store.ts';
import { textOf, type PolicyText } from '../draft.ts';
import { changeDraft, editableDraft, endChange, saveDraft } from '../drafts.ts';
import { documentEvents } from '../events.ts';
import { mayDraft } from '../policy.ts';
import { loadSubject } from '../step.ts';
import { editable } from '../workflow.ts';

/** From where a draft begins: the edition in force, or a pack. */
export const IN_FORCE = 'in-force';

/** The text of the edition in force; undefined when there is none. */
export async function textInForce(db: ReadHandle) {
  const pack = await packInForce(db);
  return pack === undefined ? undefined : { pack: pack.id, text: textOf(pack, await writtenClausesOf(db, pack.id)) };
}

/** Begins a draft of the policy. One at a time is written by hand: whoever wants another goes on with that one. */
export function makeBeginDraft(parts: Pick<ModuleParts, 'config' | 'whole'>) {
  return command({
    name: 'policy.begin-draft',
    input: z.object({
      from: z
        .string({ error: 'Choose what it begins with' })
        .refine((value) => value === IN_FORCE || PACK_NAME.test(value), 'Choose what it begins with'),
      why: text('why a new version is needed', 300),
    }),
    events: documentEvents,
    load: wholeSchool,
    policy: mayDraft,
    prepare: ({ from }) =>
      from === IN_FORCE ? Promise.resolve(undefined) : findPack(parts.config.dataFolder, from, knownControls(parts)),
    effect: async ({ db, actor, now, input, prepared: file, newId }) => {
      if ((await editableDraft(db)) !== undefined) {
        return failed('', 'A draft is being written already. Go on with it, or withdraw it first');
      }
      const inForce = await textInForce(db);
      let base: PolicyText;
      if (input.from === IN_FORCE) {
        if (inForce === undefined) return failed('from', 'No policy is in force yet. Choose one of the others');
        base = inForce.text;
      } else {
        if (file?.pack === undefined) return failed('from', file?.fault ?? 'This policy cannot be read');
        base = file.pack;
      }
      const id = newId<'policy-draft'>();
      const { code, title, about, sections, parts: four, profiles, sanctions, reactions, clauses } = base;
      await saveDraft(db, {
        id,
        // What is published takes the place of the edition in force, whatever it was made from.
        basePack: inForce?.pack,
        base: { code, title, about, sections, parts: four, profiles, sanctions, reactions, clauses },
        why: input.why,
        fromSetting: undefined,
        at: now,
        by: whoDid(actor),
      });
      return done({ id }, { name: 'policy-draft-begun', subject: id, data: { base: code, clauses: clauses.length } });
    },
    changesFilter: false,
  });
}

/**
 * Lays a draft's changes over the edition that has come into force since it was begun. A change to a clause that is not there any more ends; it stays readable.
 */
export const updateDraft = command({
  name: 'policy.update-draft',
  input: z.object({ id: recordId<'policy-draft'>() }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayDraft,
  prepare: nothing,
  effect: async ({ db, now, subject: draft }) => {
    if (!editable.includes(draft.state)) return failed('', 'Send the draft back first: it cannot be changed now');
    const inForce = await textInForce(db);
    if (inForce === undefined || inForce.pack === draft.basePack) return failed('', 'The draft is up to date');
    const there = new Set(inForce.text.clauses.map(({ id }) => id));
    for (const change of draft.changes.values()) {
      if (change.how !== 'added' && !there.has(change.clause)) await endChange(db, draft.id, change.clause, now);
    }
    await changeDraft(db, draft, { base_pack: inForce.pack, document: JSON.stringify(inForce.text) });
    return done(
      { id: draft.id },
      {
        name: 'policy-draft-begun',
        subject: draft.id,
        data: { base: inForce.text.code, clauses: inForce.text.clauses.length },
      },
    );
  },
  changesFilter: false,
});
