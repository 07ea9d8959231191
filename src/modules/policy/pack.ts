import { Unusable } from '../../platform/errors/errors.ts';
import { crossCheck, type ControlKnown } from './pack-checks.ts';
import { explain, locate } from './pack-faults.ts';
import { packSchema } from './pack-schema.ts';
import type { PackSettings, RawPack } from './pack-schema.ts';
import { openYaml } from './yaml-text.ts';
import type { PolicyValue } from './setting-kinds.ts';
import type { SettingCode } from './settings-of-the-policy.ts';
import type { Actor, Area, CategoryCode, Kind, PackAudience, PackPart, PackReader, Period } from './words.ts';

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
  /** The four-part view, where the policy has one: each section in one part. */
  readonly parts: Readonly<Record<PackPart, readonly string[]>> | null;
  /** In the pack's order; ids are unique. */
  readonly clauses: readonly Clause[];
  /** At least one for each audience. */
  readonly profiles: readonly PackProfile[];
  readonly sanctions: readonly Sanction[];
  readonly reactions: readonly Reaction[];
}

export interface Clause {
  readonly id: string;
  /** Where it stands in the document it was taken from: "4.7". */
  readonly ref: string | null;
  readonly section: string;
  readonly text: string;
  readonly who: Actor;
  readonly kind: Kind;
  readonly area: Area;
  readonly period: Period;
  /** Codes of the controls that make it true, every one of them needed. None, and no guidance either: it is NOT COVERED. */
  readonly controls: readonly string[];
  /** What the controls leave out, as a sentence: the clause is shown "in part". */
  readonly notCovered: string | null;
  /** A clause that only tells people something, whom, and why no record or rule can show it. */
  readonly guidance: Guidance | null;
  readonly settings: PackSettings;
}

export interface Guidance {
  readonly to: readonly PackReader[];
  /** Null only where the clause's kind is guidance itself. */
  readonly because: string | null;
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
 * Reads a pack. `text` is what the file holds, `file` its name as messages show it, `known` says which controls there are: one that is not is a fault.
 * Throws `Unusable` for the first fault from the top: where is "file, line n".
 */
export function readPack(text: string, file: string, known?: ControlKnown): Pack {
  if (Buffer.byteLength(text) > PACK_MAX_BYTES) {
    throw new Unusable(
      `${file}, line 1`,
      'the pack is larger than 1 MB.',
      'Split it, or check that it is the right file.',
    );
  }
  const { doc, value, lineOf, refuseFirst } = openYaml(text, file);
  const parsed = packSchema.safeParse(value);
  if (!parsed.success) {
    refuseFirst(parsed.error.issues.slice(0, MOST_FAULTS).map((issue) => explain(issue, locate(doc, issue.path))));
    throw parsed.error;
  }
  refuseFirst(crossCheck(parsed.data, lineOf, known));
  return toPack(parsed.data);
}

/** What each clause of a pack says about each setting it names, in the pack's order. Two clauses may name one setting. */
export function settingsSaid(pack: Saying): readonly Said[] {
  return pack.clauses.flatMap((clause) =>
    Object.entries(clause.settings).map(([code, value]) => ({ code, value, clause: clause.id })),
  );
}

/** Clauses as far as they say something about settings. */
export interface Saying {
  readonly clauses: readonly {
    readonly id: string;
    readonly settings: Readonly<Record<string, PolicyValue>> | PackSettings;
  }[];
}

/** One clause's word on one setting. */
export interface Said {
  readonly code: string;
  readonly value: PolicyValue;
  readonly clause: string;
}

/** The value that the first clause to name a setting gives it; undefined when none does. */
export function packSettingOf(
  pack: Pick<Pack, 'clauses'>,
  setting: SettingCode,
): Pick<Said, 'value' | 'clause'> | undefined {
  const said = settingsSaid(pack).find(({ code }) => code === setting);
  return said === undefined ? undefined : { value: said.value, clause: said.clause };
}

function toPack(raw: RawPack): Pack {
  const { code: packCode, title, edition, about, sections, parts, incidents } = raw;
  return {
    code: packCode,
    title,
    edition,
    about,
    sections,
    parts: parts ?? null,
    clauses: raw.clauses.map(({ ref, controls, not_covered: notCovered, guidance, settings, ...clause }) => ({
      ...clause,
      ref: ref ?? null,
      controls: controls ?? [],
      notCovered: notCovered ?? null,
      guidance: guidance === undefined ? null : { to: guidance.to, because: guidance.because ?? null },
      settings: settings ?? {},
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
