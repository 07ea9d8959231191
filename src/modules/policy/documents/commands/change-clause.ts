import { z } from 'zod';

import { command, done, failed, nothing, type Failed } from '../../../../platform/commands/command.ts';
import { choices, optionalText, recordId, text, tick } from '../../../../platform/forms/fields.ts';
import type { ModuleParts } from '../../../module.ts';
import { whoDid } from '../../commands/load-pack.ts';
import { knownControls } from '../../known-controls.ts';
import type { PolicyValue } from '../../setting-kinds.ts';
import { policySetting } from '../../settings-of-the-policy.ts';
import type { StoredClause } from '../../store.ts';
import { actorWords, areaWords, kindWords, periodWords, readerWords } from '../../words.ts';
import { clausesOfDraft, nextOwnClause, type Draft } from '../draft.ts';
import { changeDraft, endChange, saveChange } from '../drafts.ts';
import { documentEvents } from '../events.ts';
import { settingsNamed } from '../places.ts';
import { mayDraft } from '../policy.ts';
import { changedMeanwhile, loadSubject } from '../step.ts';
import { editable } from '../workflow.ts';
import { valueGiven } from './propose-setting.ts';

const clauseId = z.string().regex(/^[a-z][a-z0-9]{0,7}-\d{3,4}$/, 'Choose a clause of the draft');
const version = z
  .string()
  .regex(/^\d{1,9}$/, 'Open the page again')
  .transform(Number);
const sentence = text('the sentence', 500).refine(
  (value) => !value.includes('\n'),
  'The sentence must be one paragraph',
);
const reason = text('the reason', 300);

/** Why a draft cannot be changed now; undefined when it can. */
function closedFor(draft: Draft, given: number): Failed | undefined {
  if (!editable.includes(draft.state))
    return failed('', 'The draft cannot be changed now. It has to be sent back first');
  return given === draft.version ? undefined : failed('', changedMeanwhile);
}

function unknownPlaces(words: string): Failed | undefined {
  const unknown = settingsNamed(words).find((code) => policySetting(code) === undefined);
  return unknown === undefined
    ? undefined
    : failed('text', `There is no setting “${unknown}”. Take a code from the page of settings, or write words`);
}

const changed = (draft: Draft, clause: string, how: string, change: string) =>
  ({ name: 'policy-draft-clause-changed', subject: draft.id, data: { clause, how, change } }) as const;

/** What the controls behind a sentence leave out once it was written anew: they were chosen for other words, and nobody can say for the program that they fit these. */
const REWORDED =
  'The school wrote this sentence anew: whether what stands behind it shows all of it was not looked at.';

function partOf(base: StoredClause, sameWords: boolean): string | null {
  return sameWords ? base.notCovered : [base.notCovered, REWORDED].filter((each) => each !== null).join(' ');
}

/** Writes a clause anew in the draft, and what it sets. With the words and values it began with, the change is taken back. */
export const changeClause = command({
  name: 'policy.change-draft-clause',
  input: z.looseObject({
    id: recordId<'policy-draft'>(),
    clause: clauseId,
    version,
    text: sentence,
    fits: tick(),
    /** Which settings the form asked for: a list without a tick says nothing by itself. */
    asked: z.string().max(2000).default(''),
    reason,
  }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayDraft,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: draft, newId }) => {
    const closed = closedFor(draft, input.version) ?? unknownPlaces(input.text);
    if (closed !== undefined) return closed;
    const before = clausesOfDraft(draft).find(({ id }) => id === input.clause);
    if (before === undefined) return failed('', 'This clause is not in the draft');
    const asked = new Set(input.asked.split(','));
    const settings: Record<string, PolicyValue> = { ...before.settings };
    for (const code of Object.keys(before.settings)) {
      const setting = policySetting(code);
      if (setting === undefined || !asked.has(code)) continue;
      const given = valueGiven(setting, input[`set-${code}`]);
      if ('fault' in given) return failed(`set-${code}`, given.fault);
      settings[code] = given.value;
    }
    const change = draft.changes.get(input.clause);
    const base = draft.base.clauses.find(({ id }) => id === input.clause);
    const sameWords = base?.text === input.text;
    const wording: StoredClause = {
      ...before,
      text: input.text,
      settings,
      notCovered: base === undefined || before.controls.length === 0 ? before.notCovered : partOf(base, sameWords),
    };
    const sameValues = base !== undefined && JSON.stringify(base.settings) === JSON.stringify(settings);
    if (sameWords && sameValues) {
      if (change === undefined) return failed('text', 'Change the sentence or what it sets, or go back');
      await endChange(db, draft.id, input.clause, now);
      await changeDraft(db, draft, {});
      return done(
        { id: draft.id, clause: input.clause },
        { name: 'policy-draft-clause-restored', subject: draft.id, data: { clause: input.clause } },
      );
    }
    const follows = Object.keys(settings).some((code) => settingsNamed(input.text).includes(code));
    if (sameWords && !follows && !input.fits) {
      return failed(
        'text',
        'What the clause sets is not what it set before: write the sentence anew, or say that it fits as it is',
      );
    }
    const how = change?.how === 'added' ? 'added' : 'changed';
    const id = newId<'clause-change'>();
    await saveChange(db, draft.id, {
      id,
      clause: input.clause,
      how,
      now: wording,
      reason: input.reason,
      at: now,
      by: whoDid(actor),
    });
    await changeDraft(db, draft, {});
    return done({ id: draft.id, clause: input.clause }, changed(draft, input.clause, how, id));
  },
  changesFilter: false,
});

/** Strikes a clause out of the draft. What it sets is then the school's own choice. */
export const strikeClause = command({
  name: 'policy.strike-draft-clause',
  input: z.object({ id: recordId<'policy-draft'>(), clause: clauseId, version, reason }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayDraft,
  prepare: nothing,
  effect: async ({ db, actor, now, input, subject: draft, newId }) => {
    const closed = closedFor(draft, input.version);
    if (closed !== undefined) return closed;
    const left = clausesOfDraft(draft);
    const before = left.find(({ id }) => id === input.clause);
    if (before === undefined) return failed('', 'This clause is struck out already');
    if (left.length === 1) return failed('', 'A policy needs at least one clause');
    if (draft.changes.get(input.clause)?.how === 'added') {
      // What was never in force leaves no trace in the document.
      await endChange(db, draft.id, input.clause, now);
      await changeDraft(db, draft, {});
      return done(
        { id: draft.id },
        { name: 'policy-draft-clause-restored', subject: draft.id, data: { clause: input.clause } },
      );
    }
    const id = newId<'clause-change'>();
    await saveChange(db, draft.id, {
      id,
      clause: input.clause,
      how: 'struck',
      now: before,
      reason: input.reason,
      at: now,
      by: whoDid(actor),
    });
    await changeDraft(db, draft, {});
    return done({ id: draft.id }, changed(draft, input.clause, 'struck', id));
  },
  changesFilter: false,
});

/** Takes back what was changed in a clause: it says again what it said when the draft began. */
export const restoreClause = command({
  name: 'policy.restore-draft-clause',
  input: z.object({ id: recordId<'policy-draft'>(), clause: clauseId }),
  events: documentEvents,
  load: (db, { id }) => loadSubject(db, id),
  policy: mayDraft,
  prepare: nothing,
  effect: async ({ db, now, input, subject: draft }) => {
    const closed = closedFor(draft, draft.version);
    if (closed !== undefined) return closed;
    if (!draft.changes.has(input.clause)) return failed('', 'Nothing is changed in this clause');
    await endChange(db, draft.id, input.clause, now);
    await changeDraft(db, draft, {});
    return done(
      { id: draft.id },
      { name: 'policy-draft-clause-restored', subject: draft.id, data: { clause: input.clause } },
    );
  },
  changesFilter: false,
});

const oneOf = (words: Readonly<Record<string, string>>, message: string) =>
  z.string({ error: message }).refine((value) => Object.hasOwn(words, value), message);

/** Adds a sentence of the school's own. It is bound like any other: to a control, or to telling somebody. */
export function makeAddClause(parts: Pick<ModuleParts, 'whole'>) {
  return command({
    name: 'policy.add-draft-clause',
    input: z.object({
      id: recordId<'policy-draft'>(),
      version,
      text: sentence,
      section: z.string({ error: 'Choose a section' }).max(64),
      who: oneOf(actorWords, 'Choose who does it'),
      area: oneOf(areaWords, 'Choose what it is about'),
      kind: oneOf(kindWords, 'Choose what kind of sentence it is'),
      period: oneOf(periodWords, 'Choose how often'),
      control: z.string().max(64).default(''),
      to: choices(readers, 'Choose whom it tells something'),
      because: optionalText('why no record can show it', 300),
      reason,
    }),
    events: documentEvents,
    load: (db, { id }) => loadSubject(db, id),
    policy: mayDraft,
    prepare: nothing,
    effect: async ({ db, actor, now, input, subject: draft, newId }) => {
      const closed = closedFor(draft, input.version) ?? unknownPlaces(input.text);
      if (closed !== undefined) return closed;
      if (!draft.base.sections.some(({ code }) => code === input.section)) return failed('section', 'Choose a section');
      const bound = bind(input, knownControls(parts));
      if ('ok' in bound) return bound;
      const clause = nextOwnClause(draft);
      const id = newId<'clause-change'>();
      await saveChange(db, draft.id, {
        id,
        clause,
        how: 'added',
        now: {
          id: clause,
          ref: null,
          section: input.section,
          text: input.text,
          who: input.who,
          kind: input.kind,
          area: input.area,
          period: input.period,
          notCovered: null,
          settings: {},
          ...bound,
        },
        reason: input.reason,
        at: now,
        by: whoDid(actor),
      });
      await changeDraft(db, draft, {});
      return done({ id: draft.id, clause }, changed(draft, clause, 'added', id));
    },
    changesFilter: false,
  });
}

const readers = Object.keys(readerWords);

/** What makes an added clause true: a control that exists, or whom it tells something and why nothing can show it. */
function bind(
  input: { readonly control: string; readonly to: readonly string[]; readonly because: string; readonly kind: string },
  known: (code: string) => boolean,
): Pick<StoredClause, 'controls' | 'guidance'> | Failed {
  if (input.control !== '') {
    return known(input.control)
      ? { controls: [input.control], guidance: null }
      : failed('control', 'Choose a control from the list');
  }
  if (input.to.length === 0) return failed('to', 'Choose what makes it true, or whom it tells something');
  if (input.because === '' && input.kind !== 'guidance') {
    return failed('because', 'Say why no record or rule can show it');
  }
  return { controls: [], guidance: { to: input.to, because: input.because === '' ? null : input.because } };
}
