import { isMap, isScalar, isSeq, visit } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';

/** Where in a pack something is wrong, and how to say it. */

export type Path = readonly PropertyKey[];

/** One thing that is wrong with a pack, and where. */
export interface Fault {
  readonly path: Path;
  /** Problem and cure, each a sentence. */
  readonly problem: string;
  readonly cure: string;
}

const lookUp = 'policies/README.md explains each field.';

const notYaml = [
  'this cannot be read as YAML.',
  'Look at the indentation, quotes and brackets here and on the line above.',
] as const;
const yamlFaults: Readonly<Record<string, readonly [string, string]>> = {
  TAB_AS_INDENT: ['a tab is used for indentation.', 'Use spaces.'],
  MULTIPLE_DOCS: ['a second document starts here (---).', 'Keep one pack in one file.'],
  TAG_RESOLVE_FAILED: ['a YAML tag (!name) stands here.', 'Take the tag out; packs use plain values.'],
};

/** What the YAML reader found (its error code), as problem and cure. */
export function explainYaml(code: string): readonly [problem: string, cure: string] {
  return yamlFaults[code] ?? notYaml;
}

/** The first field given twice in one map. (The YAML reader's own check takes quadratic time, which a hostile file could use.) */
export function findFieldGivenTwice(doc: Document.Parsed): { field: string; offset: number } | undefined {
  let found: { field: string; offset: number } | undefined;
  visit(doc, {
    Map: (_key, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const field = String(key.value);
        if (seen.has(field)) {
          found = { field: short(field), offset: key.range?.[0] ?? 0 };
          return visit.BREAK;
        }
        seen.add(field);
      }
      return undefined;
    },
  });
  return found;
}

/** Finds the place in the text for a path; as near as the document goes when the path leads nowhere. */
export function locate(doc: Document.Parsed, path: Path): { offset: number; found: boolean; value: unknown } {
  let node: unknown = doc.contents;
  let offset = doc.contents?.range[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (pair === undefined) return { offset, found: false, value: undefined };
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (isMap(node) || isSeq(node) || isScalar(node)) offset = node.range?.[0] ?? offset;
    } else {
      return { offset, found: false, value: undefined };
    }
  }
  return { offset, found: true, value: isScalar(node) ? node.value : node };
}

/** A finding of the schema in our own words. */
export function explain(issue: z.core.$ZodIssue, at: { found: boolean; value: unknown }): Fault {
  const { path } = issue;
  const last = path.at(-1);
  const name =
    typeof last === 'number' ? `an entry of \`${String(path.at(-2))}\`` : `\`${String(last ?? 'the pack')}\``;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return {
      path: [...path, key],
      problem: `\`${short(key)}\` is not a field that belongs here.`,
      cure: `Check its spelling, or take it out; ${lookUp}`,
    };
  }
  if (!at.found) return { path, problem: `${name} is missing.`, cure: `Add it; ${lookUp}` };
  if (path.length === 0) return { path, problem: 'this is not a policy pack.', cure: lookUp };
  const given = isMap(at.value) ? 'a group of fields' : isSeq(at.value) ? 'a list' : describe(at.value);
  if (path.length === 1 && last === 'format' && at.value === 1) {
    return {
      path,
      problem: 'this pack is written in format 1, which is read no longer.',
      cure: 'Write format: 2, give each clause its `controls` as a list, and take the list of `controls` at the top out; policies/README.md shows how.',
    };
  }
  switch (issue.code) {
    case 'invalid_type':
      return {
        path,
        problem: `${name} has to be ${typeWords[issue.expected] ?? issue.expected}, and is ${given}.`,
        cure: typeCures[issue.expected] ?? lookUp,
      };
    case 'invalid_value':
      return { path, problem: `${name} is ${given}.`, cure: `Use one of: ${issue.values.map(String).join(', ')}.` };
    case 'too_small':
      if (typeof at.value === 'number') {
        return {
          path,
          problem: `${name} is ${given}, which is too small.`,
          cure: `Give at least ${String(issue.minimum)}.`,
        };
      }
      return { path, problem: `${name} has too few entries.`, cure: `Give at least ${String(issue.minimum)}.` };
    case 'too_big':
      if (typeof at.value === 'number') {
        return {
          path,
          problem: `${name} is ${given}, which is too large.`,
          cure: `Give at most ${String(issue.maximum)}.`,
        };
      }
      return { path, problem: `${name} has too many entries.`, cure: `Give at most ${String(issue.maximum)}.` };
    default:
      return { path, problem: `${name} is ${given}, which ${issue.message}`, cure: lookUp };
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
};

const typeCures: Readonly<Record<string, string>> = {
  string: 'Write text; put quotes round it if it looks like a number.',
  boolean: 'Write true or false without quotes.',
  array: 'Write a list, like [one, two].',
};

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'empty';
  if (typeof value === 'string') return `“${short(value)}”`;
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${String(value)}`;
  return 'something else';
}

/** What was written, fit for one line of a message. */
const short = (text: string) => {
  const line = text.replaceAll(/\p{Cc}+/gu, ' ');
  return line.length > 60 ? `${line.slice(0, 60)}…` : line;
};
