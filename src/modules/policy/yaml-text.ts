import { LineCounter, parseDocument, visit, type Document } from 'yaml';

import { Unusable } from '../../platform/errors/errors.ts';
import { explainYaml, findFieldGivenTwice, locate, type Fault, type Path } from './pack-faults.ts';

/** A text of YAML that somebody else may have written, opened: plain values, and the line of whatever is wrong with them. */
export interface YamlText {
  readonly doc: Document.Parsed;
  readonly value: unknown;
  /** The line a path leads to, or as near as the text goes. */
  lineOf(path: Path): number;
  /** Throws `Unusable` for the fault that stands first in the text; nothing when there is none. */
  refuseFirst(faults: readonly Fault[]): void;
}

/** Opens a text. Throws `Unusable`, naming `file`, line and cure, when it is no YAML, has aliases or tags, or a field stands twice. */
export function openYaml(text: string, file: string): YamlText {
  const counter = new LineCounter();
  const lineAt = (offset: number): number => Math.max(1, counter.linePos(offset).line);
  const refuse = (at: number, problem: string, cure: string): Unusable =>
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
  const lineOf = (path: Path): number => lineAt(locate(doc, path).offset);
  return {
    doc,
    value: doc.toJS({ maxAliasCount: 0 }),
    lineOf,
    refuseFirst: (faults) => {
      const first = faults.map((fault) => ({ ...fault, at: lineOf(fault.path) })).sort((a, b) => a.at - b.at)[0];
      if (first !== undefined) throw refuse(first.at, first.problem, first.cure);
    },
  };
}
