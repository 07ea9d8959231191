import { createHash } from 'node:crypto';

import { Unusable } from '../../platform/errors/errors.ts';
import { locate, openYaml } from '../policy/index.ts';
import { crossCheck, explainIssue } from './standard-faults.ts';
import { levels, standardSchema, type Level, type RawStandard } from './standard-schema.ts';

/**
 * A standard: what somebody outside asks of a school, as data, in our own words (standards/README.md). Pure: text in, `Standard` out. Whatever is wrong with a file is
 * an `Unusable` that names the file, the line and the cure.
 */
export interface Standard {
  /** The same for all editions. */
  readonly code: string;
  /** ISO 8601 month or day: editions are ordered by it. */
  readonly edition: string;
  readonly title: string;
  readonly publisher: string;
  readonly about: string;
  /** `self-review`: people choose one of five levels for each aspect. */
  readonly kind: 'requirements' | 'self-review';
  /** What each tag of a source stands for. */
  readonly sources: Readonly<Record<string, string>>;
  readonly areas: readonly { readonly code: string; readonly title: string }[];
  readonly requirements: readonly Requirement[];
}

export interface Requirement {
  readonly id: string;
  readonly area: string;
  /** The name of an aspect; null for a requirement, whose text says all. */
  readonly title: string | null;
  readonly text: string;
  /** Tag of the source. */
  readonly source: string;
  /** True where no source could be read: check it before the school relies on it. */
  readonly toBeConfirmed: boolean;
  /** Codes of the controls that show it, every one of them needed. */
  readonly controls: readonly string[];
  /** What the controls leave out. */
  readonly notCovered: string | null;
  /** Why nothing here can meet it. */
  readonly notMet: string | null;
  /** What a school is like at each level; null in a standard of requirements. */
  readonly levels: Readonly<Record<Level, string>> | null;
  /** The level that counts as good practice. */
  readonly benchmark: number | null;
}

/** The largest file that is read, in bytes of UTF-8. */
export const STANDARD_MAX_BYTES = 500_000;

/** Reads a standard. `file` is its name as messages show it; `known` says which controls there are. */
export function readStandard(text: string, file: string, known?: (code: string) => boolean): Standard {
  if (Buffer.byteLength(text) > STANDARD_MAX_BYTES) {
    throw new Unusable(`${file}, line 1`, 'the file is larger than 500 kB.', 'Check that it is the right file.');
  }
  const { doc, value, refuseFirst } = openYaml(text, file);
  const parsed = standardSchema.safeParse(value);
  if (!parsed.success) {
    refuseFirst(parsed.error.issues.map((issue) => explainIssue(issue, locate(doc, issue.path).found)));
    throw parsed.error;
  }
  refuseFirst(crossCheck(parsed.data, known));
  return toStandard(parsed.data);
}

function toStandard(raw: RawStandard): Standard {
  const { code, edition, title, publisher, about, kind, sources, areas } = raw;
  return {
    code,
    edition,
    title,
    publisher,
    about,
    kind,
    sources,
    areas,
    requirements: raw.requirements.map((one) => ({
      id: one.id,
      area: one.area,
      title: one.title ?? null,
      text: one.text,
      source: one.source,
      toBeConfirmed: one.to_be_confirmed ?? false,
      controls: one.controls ?? [],
      notCovered: one.not_covered ?? null,
      notMet: one.not_met ?? null,
      levels: one.levels ?? null,
      benchmark: one.benchmark ?? null,
    })),
  };
}

/** SHA-256 of what a requirement asks: an answer to other words than these is stale. Neither its controls nor its source are words. */
export function wordsOf(requirement: Pick<Requirement, 'text' | 'title' | 'levels'>): string {
  const told = levels.map((level) => requirement.levels?.[level] ?? '');
  return createHash('sha256')
    .update(JSON.stringify([requirement.title, requirement.text, told]))
    .digest('hex');
}
