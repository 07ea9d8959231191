import type { Id } from '../../../platform/ids/ids.ts';
import type { Pack } from '../pack.ts';
import type { LoadedPack, LoadedPackId, SavedPack, StoredClause } from '../store.ts';
import type { ChangeKind, ConsultationGroup, DraftState } from './workflow.ts';

/** What a draft is, and what it says: pure. */

export type DraftId = Id<'policy-draft'>;

/** A policy's whole text as data: what a draft begins with. */
export interface PolicyText {
  readonly code: string;
  readonly title: string;
  readonly about: string;
  readonly sections: Pack['sections'];
  readonly parts: Pack['parts'];
  readonly profiles: Pack['profiles'];
  readonly sanctions: Pack['sanctions'];
  readonly reactions: Pack['reactions'];
  readonly clauses: readonly StoredClause[];
}

/** A version of the policy that is being made, or was. */
export interface Draft {
  readonly id: DraftId;
  readonly state: DraftState;
  /** Counts each change of it: a form says which it was made from. */
  readonly version: number;
  readonly basePack: LoadedPackId | undefined;
  readonly base: PolicyText;
  readonly why: string;
  readonly fromSetting: string | undefined;
  readonly beganAt: Temporal.Instant;
  readonly beganBy: string;
  readonly consultation: Consultation | undefined;
  readonly approved: Signed | undefined;
  /** The hash of the text that governors approved. */
  readonly approvedText: string | undefined;
  readonly signed: Signed | undefined;
  readonly published: (Signed & { readonly pack: LoadedPackId }) | undefined;
  /** The changes that count, by clause. */
  readonly changes: ReadonlyMap<string, ClauseChange>;
}

export interface Signed {
  readonly at: Temporal.Instant;
  readonly by: string;
}

export interface Consultation {
  readonly from: Temporal.PlainDate;
  /** The last day on which comments are taken. */
  readonly until: Temporal.PlainDate;
  readonly groups: readonly ConsultationGroup[];
}

/** What a draft does to one clause. */
export interface ClauseChange {
  readonly id: string;
  readonly clause: string;
  readonly how: ChangeKind;
  /** As it would be; of one that is struck out, as it was. */
  readonly now: StoredClause;
  readonly reason: string;
  readonly at: Temporal.Instant;
  readonly by: string;
}

/** The text of an edition, from how it is kept. */
export function textOf(pack: LoadedPack, clauses: readonly StoredClause[]): PolicyText {
  const { code, title, about, sections, parts, profiles, sanctions, reactions } = pack;
  return { code, title, about, sections, parts: parts ?? null, profiles, sanctions, reactions, clauses };
}

/** The clauses of a draft in their order: changed ones in their place, added ones at the end of their section, struck ones gone. */
export function clausesOfDraft(draft: Pick<Draft, 'base' | 'changes'>): readonly StoredClause[] {
  const kept = draft.base.clauses.flatMap((clause): StoredClause[] => {
    const change = draft.changes.get(clause.id);
    if (change === undefined) return [clause];
    return change.how === 'struck' ? [] : [change.now];
  });
  const added = [...draft.changes.values()].filter(({ how }) => how === 'added').map(({ now }) => now);
  const all = [...kept, ...added];
  return draft.base.sections.flatMap(({ code }) => all.filter(({ section }) => section === code));
}

/** What a draft would put into force: what cites a clause that is struck out becomes the school's own choice. */
export function packOfDraft(draft: Pick<Draft, 'base' | 'changes'>, edition: string): SavedPack {
  const clauses = clausesOfDraft(draft);
  const there = new Set(clauses.map(({ id }) => id));
  const cited = <Item extends { readonly clause: string | null }>(item: Item): Item =>
    item.clause === null || there.has(item.clause) ? item : { ...item, clause: null };
  const { code, title, about, sections, parts, profiles, sanctions, reactions } = draft.base;
  return {
    code,
    title,
    edition,
    about,
    sections,
    parts,
    clauses,
    profiles: profiles.map((profile) => ({ ...profile, blocks: profile.blocks.map(cited) })),
    sanctions: sanctions.map(cited),
    reactions: reactions.map(cited),
  };
}

/** The changes of a draft in the order in which the document reads; struck and added ones too. */
export function changesInOrder(draft: Pick<Draft, 'base' | 'changes'>): readonly (ClauseChange & {
  /** What it said before; undefined for one that is new. */
  readonly before: StoredClause | undefined;
})[] {
  const order = draft.base.sections.map(({ code }) => code);
  const place = (clause: StoredClause): number => {
    const at = draft.base.clauses.findIndex(({ id }) => id === clause.id);
    return order.indexOf(clause.section) * 10_000 + (at === -1 ? 9999 : at);
  };
  return [...draft.changes.values()]
    .toSorted((one, other) => place(one.now) - place(other.now))
    .map((change) => ({ ...change, before: draft.base.clauses.find(({ id }) => id === change.clause) }));
}

/** The id of the next clause that the school adds: own-001. None is given twice, struck out or not. */
export function nextOwnClause(draft: Pick<Draft, 'base' | 'changes'>): string {
  const taken = [...draft.base.clauses.map(({ id }) => id), ...draft.changes.keys()].flatMap((id) => {
    const number = /^own-(\d{3,4})$/.exec(id)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return `own-${String(Math.max(0, ...taken) + 1).padStart(3, '0')}`;
}
