import { LineCounter, parseDocument, visit } from 'yaml';

import { Unusable } from '../../platform/errors/errors.ts';
import { crossCheck } from './pack-checks.ts';
import { explain, explainYaml, findFieldGivenTwice, locate } from './pack-faults.ts';
import type { Fault, Path } from './pack-faults.ts';
import { packSchema } from './pack-schema.ts';
import type { PackSettings, RawPack } from './pack-schema.ts';
import type {
  Actor,
  Area,
  CategoryCode,
  Covers,
  EvidenceKind,
  Kind,
  PackAudience,
  Period,
  SettingCode,
} from './words.ts';

export type { PackSettings } from './pack-schema.ts';

/**
 * A policy pack: a school's policy as data (policies/README.md, field by field). Pure: text in, `Pack` out; no files, no database.
 * Whatever is wrong with a pack is an `Unusable` that names the file, the line and the cure.
 */
export interface Pack {
  readonly code: string;
  readonly title: string;
  readonly edition: string;
  readonly about: string;
  /** In the order in which the policy is printed. */
  readonly sections: readonly { readonly code: string; readonly title: string }[];
  readonly controls: readonly PackControl[];
  /** In the pack's order; ids are unique. */
  readonly clauses: readonly Clause[];
  /** At least one for each audience. */
  readonly profiles: readonly PackProfile[];
  readonly sanctions: readonly Sanction[];
  readonly reactions: readonly Reaction[];
}

/** What makes clauses true, as the pack expects it from the program; each is named by at least one clause. */
export interface PackControl {
  readonly code: string;
  readonly evidence: EvidenceKind;
  /** One sentence: what is so when the control holds. */
  readonly makesTrue: string;
}

export interface Clause {
  readonly id: string;
  readonly section: string;
  readonly text: string;
  readonly who: Actor;
  readonly kind: Kind;
  readonly area: Area;
  readonly period: Period;
  /** Null: NOT COVERED. `notCovered` is a sentence exactly when the control covers only part of the clause. */
  readonly control: { readonly code: string; readonly covers: Covers; readonly notCovered: string | null } | null;
  readonly settings: PackSettings;
}

export interface PackProfile {
  readonly code: string;
  readonly label: string;
  readonly audience: PackAudience;
  /** What holds for a site that no list knows; always our choice. */
  readonly uncategorised: 'allow' | 'block';
  /** `clause` null: the policy does not say so, the choice is ours. */
  readonly blocks: readonly { readonly category: CategoryCode; readonly clause: string | null }[];
}

export interface Sanction {
  readonly code: string;
  readonly label: string;
  /** True: the filter stops the person from the sanction's start to its end. */
  readonly stopsInternet: boolean;
  readonly clause: string | null;
}

export interface Reaction {
  readonly code: string;
  readonly label: string;
  readonly clause: string | null;
}

/** The largest pack that is read, in bytes of UTF-8. */
export const PACK_MAX_BYTES = 1_000_000;

/** A wholly wrong file has faults without number; more than these are not looked at. */
const MOST_FAULTS = 1000;

/**
 * Reads a pack. `text` is what the file holds, `file` its name as messages show it.
 * Throws `Unusable` for the first fault from the top: where is "file, line n".
 */
export function readPack(text: string, file: string): Pack {
  if (Buffer.byteLength(text) > PACK_MAX_BYTES) {
    throw new Unusable(
      `${file}, line 1`,
      'the pack is larger than 1 MB.',
      'Split it, or check that it is the right file.',
    );
  }
  const counter = new LineCounter();
  const lineAt = (offset: number) => Math.max(1, counter.linePos(offset).line);
  const refuse = (at: number, problem: string, cure: string) =>
    new Unusable(`${file}, line ${String(at)}`, problem, cure);
  const doc = parseDocument(text, { lineCounter: counter, prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  const broken = [...doc.errors, ...doc.warnings].sort((a, b) => a.pos[0] - b.pos[0])[0];
  if (broken !== undefined) {
    const [problem, cure] = explainYaml(broken.code);
    throw refuse(lineAt(broken.pos[0]), problem, cure);
  }
  visit(doc, {
    Alias: (_key, alias) => {
      throw refuse(
        lineAt(alias.range?.[0] ?? 0),
        'an alias (*name) stands here.',
        'Write the values out in both places.',
      );
    },
  });
  const twice = findFieldGivenTwice(doc);
  if (twice !== undefined) {
    throw refuse(lineAt(twice.offset), `\`${twice.field}\` is given twice in the same place.`, 'Keep one of the two.');
  }
  const value: unknown = doc.toJS({ maxAliasCount: 0 });
  const lineOf = (path: Path) => lineAt(locate(doc, path).offset);
  const refuseFirst = (faults: readonly Fault[]) => {
    const first = faults.map((fault) => ({ ...fault, at: lineOf(fault.path) })).sort((a, b) => a.at - b.at)[0];
    if (first !== undefined) throw refuse(first.at, first.problem, first.cure);
  };
  const parsed = packSchema.safeParse(value);
  if (!parsed.success) {
    refuseFirst(parsed.error.issues.slice(0, MOST_FAULTS).map((issue) => explain(issue, locate(doc, issue.path))));
    throw parsed.error;
  }
  refuseFirst(crossCheck(parsed.data, lineOf));
  return toPack(parsed.data);
}

/** The value that a pack's clauses fix for a setting, with the clause that fixes it; undefined when none does. */
export function packSettingOf<S extends SettingCode>(
  pack: Pack,
  setting: S,
): { readonly value: NonNullable<PackSettings[S]>; readonly clause: string } | undefined {
  for (const clause of pack.clauses) {
    const value = clause.settings[setting];
    if (value !== undefined) {
      return { value, clause: clause.id };
    }
  }
  return undefined;
}

function toPack(raw: RawPack): Pack {
  const { code: packCode, title, edition, about, sections, incidents } = raw;
  return {
    code: packCode,
    title,
    edition,
    about,
    sections,
    controls: raw.controls.map(({ makes_true: makesTrue, ...control }) => ({ ...control, makesTrue })),
    clauses: raw.clauses.map(({ control, covers, not_covered: notCovered, settings: fixes, ...clause }) => ({
      ...clause,
      control:
        control === undefined || covers === undefined
          ? null
          : { code: control, covers, notCovered: notCovered ?? null },
      settings: fixes ?? {},
    })),
    profiles: raw.profiles.map((profile) => ({
      ...profile,
      blocks: profile.blocks.map(({ category, clause }) => ({ category, clause })),
    })),
    sanctions: incidents.sanctions.map(({ stops_internet: stopsInternet, code: its, label, clause }) => ({
      code: its,
      label,
      stopsInternet,
      clause,
    })),
    reactions: incidents.reactions.map(({ code: its, label, clause }) => ({ code: its, label, clause })),
  };
}
