import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { Id } from '../../../platform/ids/ids.ts';
import { whoDid } from '../commands/load-pack.ts';
import { sameValue, type PolicyValue } from '../setting-kinds.ts';
import type { StoredClause } from '../store.ts';
import { textInForce } from './commands/begin-draft.ts';
import { clausesOfDraft, type Draft, type DraftId } from './draft.ts';
import { changeDraft, editableDraft, loadDraft, saveChange, saveDraft } from './drafts.ts';
import { settingsNamed } from './places.ts';
import type { Acting } from './step.ts';

/** A draft that opens by itself: somebody wants another value of a setting than the sentences of the policy say, or has decided between two that say different things. */

/** The sentences that say something about a setting. */
export function sentencesAbout(clauses: readonly StoredClause[], setting: string): readonly StoredClause[] {
  return clauses.filter(({ settings }) => Object.hasOwn(settings, setting));
}

/** Those of them that say something else than a value: what has to be written anew for it. A sentence below the law says otherwise than its lawful reading. */
export function sentencesAgainst(
  clauses: readonly StoredClause[],
  setting: string,
  value: PolicyValue,
): readonly StoredClause[] {
  return sentencesAbout(clauses, setting).filter(({ settings }) => !sameValue(settings[setting] ?? '', value));
}

/** What came of it: the draft, and which sentences have to be written anew. */
export interface Opened {
  readonly draft: DraftId;
  readonly mustChange: readonly string[];
  /** Those whose words follow the setting by themselves. */
  readonly follow: readonly string[];
}

/**
 * Puts another value of a setting into the draft that is being written, or into a new one. Each clause that says otherwise is marked: its sentence must change, unless
 * the setting's own words stand in it. What is in force stays in force until the draft is published.
 */
export async function draftForSetting(
  acting: Acting,
  wanted: { readonly setting: string; readonly value: PolicyValue; readonly why: string },
): Promise<Opened | undefined> {
  const { db, actor, now, newId } = acting;
  const by = whoDid(actor);
  const draft = await openDraft(acting, wanted);
  if (draft === undefined) return undefined;
  const mustChange: string[] = [];
  const follow: string[] = [];
  for (const clause of sentencesAgainst(clausesOfDraft(draft), wanted.setting, wanted.value)) {
    const itself = settingsNamed(clause.text).includes(wanted.setting);
    (itself ? follow : mustChange).push(clause.id);
    const before = draft.changes.get(clause.id);
    await saveChange(db, draft.id, {
      id: newId<'clause-change'>(),
      clause: clause.id,
      how: before?.how === 'added' ? 'added' : itself ? (before?.how ?? 'changed') : 'must-change',
      now: { ...clause, settings: { ...clause.settings, [wanted.setting]: wanted.value } },
      reason: wanted.why,
      at: now,
      by,
    });
  }
  // A draft that says so already is not changed.
  if (mustChange.length + follow.length > 0) await changeDraft(db, draft, {});
  return { draft: draft.id, mustChange, follow };
}

async function openDraft(
  { db, actor, now, newId }: Acting,
  wanted: { readonly setting: string; readonly why: string },
): Promise<Draft | undefined> {
  const open = await editableDraft(db);
  if (open !== undefined) return loadDraft(db, open);
  const inForce = await textInForce(db);
  if (inForce === undefined) return undefined;
  const id: Id<'policy-draft'> = newId<'policy-draft'>();
  await saveDraft(db, {
    id,
    basePack: inForce.pack,
    base: inForce.text,
    why: wanted.why,
    fromSetting: wanted.setting,
    at: now,
    by: whoDid(actor),
  });
  return loadDraft(db, id);
}

/** The sentences of the policy in force that a setting's new value would contradict, for saying so beforehand. */
export async function sentencesInForce(db: ReadHandle, setting: string): Promise<readonly StoredClause[]> {
  const inForce = await textInForce(db);
  return inForce === undefined ? [] : sentencesAbout(inForce.text.clauses, setting);
}
