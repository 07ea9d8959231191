import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import type { ModuleParts } from '../../module.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatDate, formatPlural } from '../../../platform/views/format.ts';
import { schoolName } from '../../school/index.ts';
import { contradictionsOf } from '../kept-contradictions.ts';
import { latestReview } from '../kept-reviews.ts';
import { settingsInForce } from '../kept-settings.ts';
import { policyPieces } from '../pieces.ts';
import { notesFor } from '../public-text.ts';
import { policyOwners } from '../review.ts';
import { settingLabel, valueInWords } from '../setting-field.ts';
import { policySetting, settingCodes } from '../settings-of-the-policy.ts';
import { settingOf } from '../settings.ts';
import { writtenClausesOf, packInForce, type StoredClause } from '../store.ts';
import { actorWords } from '../words.ts';
import { clausesOfDraft, type Draft } from './draft.ts';
import { draftStates } from './workflow.ts';
import { editions, withWhatChanged, type Difference, type Edition } from './editions.ts';
import { wordsOfSetting } from './fill.ts';
import { fillText } from './places.ts';
import { chosenByDraft, type Chosen } from './chosen.ts';

/**
 * The policy document as data: one model from which the page, the PDF and the DOCX are made. All in words, nothing of how a clause stands: that is not the
 * document's to say. It is plain data, so that a worker thread can have it.
 */
export interface PolicyDocument {
  readonly title: string;
  readonly school: string;
  /** "Version 3" or "Draft of version 4". */
  readonly version: string;
  /** True for one that is not in force yet: it says so on every page. */
  readonly draft: boolean;
  /** True in a demonstration: made-up words, which every page says. */
  readonly demonstration: boolean;
  readonly about: string;
  /** What stands under the title: names of facts and what they are. */
  readonly facts: readonly Fact[];
  /** Policies that belong together with it. */
  readonly linked: readonly string[];
  readonly sections: readonly DocumentSection[];
  /** What the program adds: steps after an incident, where to get help. */
  readonly pieces: readonly DocumentPiece[];
  readonly choices: readonly Choice[];
  readonly history: readonly HistoryLine[];
}

export interface Fact {
  readonly name: string;
  readonly value: string;
}

export interface DocumentSection {
  readonly code: string;
  /** "3" */
  readonly number: string;
  readonly title: string;
  readonly clauses: readonly DocumentClause[];
}

export interface DocumentClause {
  readonly id: string;
  /** "3.2" */
  readonly number: string;
  readonly text: string;
  /** What a reader has to know beside it: what holds instead, where the sentence is not the whole truth. */
  readonly notes: readonly string[];
}

export interface DocumentPiece {
  readonly title: string;
  readonly blocks: readonly {
    readonly heading: string;
    readonly lines: readonly string[];
    readonly steps: boolean;
  }[];
}

/** One thing the school has decided, in words, and where the policy says so. */
export interface Choice {
  readonly setting: string;
  readonly value: string;
  /** "3.2", "3.2 and 5.1", or that no clause says so. */
  readonly clause: string;
}

export interface HistoryLine {
  readonly version: string;
  readonly date: string;
  readonly what: string;
}

/** The document of the version in force; undefined when the school has none. */
export async function documentInForce(
  db: ReadHandle,
  parts: Pick<ModuleParts, 'whole' | 'config'>,
): Promise<PolicyDocument | undefined> {
  const pack = await packInForce(db);
  if (pack === undefined) return undefined;
  const all = await editions(db);
  const edition = all.find(({ id }) => id === pack.id);
  const clauses = await writtenClausesOf(db, pack.id);
  const kept = await settingsInForce(db);
  const disputed = new Set((await contradictionsOf(db, pack.id)).map(({ setting }) => setting));
  const chosen = new Map(
    [...kept].map(([code, { value, clause }]) => [
      code,
      { value, clauses: clause === undefined ? [] : [clause], disputed: disputed.has(code) },
    ]),
  );
  return build(db, {
    parts,
    version: `Version ${String(edition?.number ?? all.length)}`,
    draft: false,
    dates: [{ name: 'In force since', value: formatDate(schoolDay(pack.loadedAt)) }, ...approvalFacts(edition)],
    sections: pack.sections,
    clauses,
    chosen,
    all,
  });
}

/** The name of the fact that says how far a draft has come. */
export const stateFact = 'State';

/** The document as a draft would make it. */
export async function documentOfDraft(
  db: ReadHandle,
  draft: Draft,
  parts: Pick<ModuleParts, 'whole' | 'config'>,
): Promise<PolicyDocument> {
  const all = await editions(db);
  const mending = draft.state === 'published' ? '' : `, ${draftStates[draft.state].toLowerCase()}`;
  return build(db, {
    parts,
    version:
      draft.state === 'published' ? 'A version that was published' : `Draft of version ${String(all.length + 1)}`,
    draft: true,
    dates: [
      { name: stateFact, value: `A draft begun on ${formatDate(schoolDay(draft.beganAt))}${mending}. Not in force` },
    ],
    sections: draft.base.sections,
    clauses: clausesOfDraft(draft),
    chosen: await chosenByDraft(db, draft),
    all,
  });
}

function approvalFacts(edition: Edition | undefined): readonly Fact[] {
  const signed = edition?.made?.signed;
  return signed === undefined
    ? []
    : [{ name: 'Approved by governors, signed by the chair', value: formatDate(schoolDay(signed.at)) }];
}

async function build(
  db: ReadHandle,
  given: {
    readonly version: string;
    readonly draft: boolean;
    readonly parts: Pick<ModuleParts, 'whole' | 'config'>;
    readonly dates: readonly Fact[];
    readonly sections: readonly { readonly code: string; readonly title: string }[];
    readonly clauses: readonly StoredClause[];
    readonly chosen: ReadonlyMap<string, Chosen>;
    readonly all: readonly Edition[];
  },
): Promise<PolicyDocument> {
  const { chosen } = given;
  const owners = await settingOf(db, policyOwners);
  const ownersNow = chosen.get(policyOwners.code)?.value ?? owners;
  const review = await latestReview(db);
  const values = new Map([...chosen].map(([code, { value }]) => [code, value]));
  const contradicted = new Set([...chosen].flatMap(([code, { disputed }]) => (disputed ? [code] : [])));
  const sections = numbered(given.sections, given.clauses, {
    words: (code) => wordsOfSetting(code, values.get(code) ?? policySetting(code)?.fallback ?? '', 'in a sentence'),
    notes: (clause) => notesFor(clause, values, contradicted),
  });
  const linked = values.get('linked-policies');
  const numbers = new Map(sections.flatMap(({ clauses }) => clauses.map(({ id, number }) => [id, number])));
  return {
    title: 'Online safety policy',
    school: await schoolName(db),
    version: given.version,
    draft: given.draft,
    demonstration: given.parts.config.demo,
    about: 'What we do to keep children safe online, and what we ask of everybody.',
    facts: [
      { name: 'Version', value: given.version },
      ...given.dates,
      {
        name: 'Who looks after it',
        value: Array.isArray(ownersNow) && ownersNow.length > 0 ? valueInWords(ownersNow, actorWords) : 'Not named yet',
      },
      { name: 'Next review', value: review === undefined ? 'No day is set yet' : formatDate(review.on) },
    ],
    linked: Array.isArray(linked) ? linked.map((code) => valueInWords(code)) : [],
    sections,
    pieces: (await policyPieces(db, given.parts)).map(({ title, blocks }) => ({
      title,
      blocks: blocks.map(({ heading, lines, steps }) => ({
        heading: heading ?? '',
        lines: lines.map(({ text }) => text),
        steps: steps === true,
      })),
    })),
    choices: settingCodes.flatMap((code): Choice[] => {
      const setting = policySetting(code);
      const choice = chosen.get(code);
      if (setting === undefined || choice === undefined) return [];
      const where = choice.clauses.map((id) => numbers.get(id) ?? id);
      return [
        {
          setting: settingLabel(setting),
          value: wordsOfSetting(code, choice.value),
          clause: where.length === 0 ? 'The school’s own choice' : where.join(' and '),
        },
      ];
    }),
    history: await historyOf(db, given.all),
  };
}

/** The sections that have clauses, with the numbers they are cited by. */
export function numbered(
  sections: readonly { readonly code: string; readonly title: string }[],
  clauses: readonly StoredClause[],
  say: { readonly words: (code: string) => string; readonly notes: (clause: StoredClause) => readonly string[] },
): readonly DocumentSection[] {
  return sections
    .map(({ code, title }) => ({ code, title, clauses: clauses.filter(({ section }) => section === code) }))
    .filter((section) => section.clauses.length > 0)
    .map((section, index) => ({
      code: section.code,
      number: String(index + 1),
      title: section.title,
      clauses: section.clauses.map((clause, place) => ({
        id: clause.id,
        number: `${String(index + 1)}.${String(place + 1)}`,
        text: fillText(clause.text, say.words),
        notes: say.notes(clause),
      })),
    }));
}

/** How many versions the history of a document tells of; the page of versions has all. */
const MOST_VERSIONS = 20;

async function historyOf(db: ReadHandle, all: readonly Edition[]): Promise<readonly HistoryLine[]> {
  const lines: HistoryLine[] = [];
  for (const { edition, changed } of await withWhatChanged(db, all, MOST_VERSIONS)) {
    lines.push({
      version: `Version ${String(edition.number)}`,
      date: formatDate(schoolDay(edition.from)),
      what: [
        ...(edition.made === undefined
          ? [`“${edition.title}”, edition ${edition.edition}`]
          : [sentence(edition.made.why)]),
        inFigures(edition, changed),
      ]
        .map(sentence)
        .join(' '),
    });
  }
  return lines;
}

/** What changed in figures: "2 clauses changed, 1 clause added". */
export function inFigures(edition: Pick<Edition, 'number'>, changed: readonly Difference[]): string {
  if (edition.number === 1) return 'The first version';
  const count = (how: Difference['how']): number => changed.filter((one) => one.how === how).length;
  const parts = [
    ['changed', count('changed')],
    ['added', count('added')],
    ['struck out', count('struck')],
  ] as const;
  const said = parts
    .filter(([, number]) => number > 0)
    .map(([word, number]) => `${formatPlural(number, 'clause')} ${word}`);
  return said.length === 0 ? 'No clause changed' : said.join(', ');
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
