import type { z } from 'zod';

import { FROM_MEMORY, type RawStandard } from './standard-schema.ts';

/** What can be wrong with a file of standards/, and how to say it. */

export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly problem: string;
  readonly cure: string;
}

const lookUp = 'standards/README.md explains each field.';

/** A finding of the schema in our own words. `found`: whether anything stands at its place. */
export function explainIssue(issue: z.core.$ZodIssue, found: boolean): Fault {
  const { path } = issue;
  const last = path.at(-1);
  const name =
    typeof last === 'number' ? `an entry of \`${String(path.at(-2))}\`` : `\`${String(last ?? 'the file')}\``;
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    return {
      path: [...path, key],
      problem: `\`${key.slice(0, 60)}\` is not a field that belongs here.`,
      cure: `Check its spelling, or take it out; ${lookUp}`,
    };
  }
  if (!found) return { path, problem: `${name} is missing.`, cure: `Add it; ${lookUp}` };
  if (issue.code === 'invalid_value') {
    return {
      path,
      problem: `${name} has a value that is not known.`,
      cure: `Use one of: ${issue.values.map(String).join(', ')}.`,
    };
  }
  if (issue.code === 'too_small') return { path, problem: `${name} is empty or too small.`, cure: lookUp };
  if (issue.code === 'too_big') return { path, problem: `${name} is too large.`, cure: lookUp };
  if (issue.code === 'invalid_format') return { path, problem: `${name} ${issue.message}`, cure: lookUp };
  return { path, problem: `${name} has a value of the wrong kind.`, cure: lookUp };
}

/** What no single field can tell. */
export function crossCheck(standard: RawStandard, known?: (code: string) => boolean): Fault[] {
  const faults: Fault[] = [];
  const areas = new Set(standard.areas.map(({ code }) => code));
  const ids = new Set<string>();
  standard.requirements.forEach((one, index) => {
    const fault = (field: string, problem: string, cure: string): void => {
      faults.push({ path: ['requirements', index, field], problem, cure });
    };
    if (ids.has(one.id)) fault('id', `“${one.id}” is given twice.`, 'Give each requirement an id of its own.');
    ids.add(one.id);
    if (!areas.has(one.area)) fault('area', `there is no area “${one.area}”.`, 'Add it to `areas`, or name another.');
    if (one.source !== FROM_MEMORY && standard.sources[one.source] === undefined) {
      fault('source', `the source “${one.source}” is not under \`sources\`.`, 'Say there what it stands for.');
    }
    if (one.source === FROM_MEMORY && one.to_be_confirmed !== true) {
      fault('source', 'nobody could look this up.', 'Add to_be_confirmed: true, or name a source that was read.');
    }
    if ((one.controls === undefined) === (one.not_met === undefined)) {
      fault(
        one.controls === undefined ? 'id' : 'not_met',
        'a requirement has either `controls` or `not_met`.',
        'Name the controls that show it, or say in not_met why nothing here can.',
      );
    }
    if (one.not_covered !== undefined && one.controls === undefined) {
      fault('not_covered', '`not_covered` says what controls leave out, and there are none.', 'Write not_met instead.');
    }
    one.controls?.forEach((control, place) => {
      const path = ['requirements', index, 'controls', place];
      if (one.controls?.indexOf(control) !== place) {
        faults.push({ path, problem: `“${control}” is named twice.`, cure: 'Name each control once.' });
      } else if (known?.(control) === false) {
        faults.push({
          path,
          problem: `there is no control “${control}”.`,
          cure: 'Use a code of docs/reference/controls.md.',
        });
      }
    });
    const judged = standard.kind === 'self-review';
    if (
      judged !== (one.levels !== undefined) ||
      judged !== (one.benchmark !== undefined) ||
      judged !== (one.title !== undefined)
    ) {
      fault(
        'id',
        judged
          ? 'an aspect of a self-review needs `title`, `levels` and `benchmark`.'
          : '`title`, `levels` and `benchmark` belong to self-reviews only.',
        judged ? 'Add what is missing.' : 'Take them out, or write kind: self-review.',
      );
    }
  });
  return faults;
}
