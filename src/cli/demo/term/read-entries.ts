import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { openYaml } from '../../../modules/policy/index.ts';
import { formName } from '../../../modules/registers/index.ts';
import { adults, keysOf, type AdultKey } from '../people.ts';
import type { Given } from '../story.ts';

/**
 * What was written into registers over the term, as the files beside this one tell it: below each register its entries, one field after another as its form asks for them.
 * `day -12` is the date of a day of the story, `half term of day -12` the half term it is in. With a capital letter: `Written`, on which day and by whom; `Agreed` and
 * `Refused`, on which day, by whom (the head, if it is not said) and in which words; `Closed`, on which day: the fields after it are those of the closing.
 */
export interface DemoEntry {
  readonly register: string;
  readonly day: number;
  readonly by: AdultKey;
  readonly with: Readonly<Record<string, Given>>;
  readonly decided?: { readonly day: number; readonly by: AdultKey; readonly yes: boolean; readonly words: string };
  readonly closed?: { readonly day: number; readonly with: Readonly<Record<string, Given>> };
}

const FILES = ['equipment', 'network', 'data', 'pictures', 'pupils', 'teaching', 'governance'] as const;

const value = z.union([z.string(), z.number().transform(String), z.array(z.string())]);
const file = z.record(z.string(), z.array(z.record(z.string(), value)));

/** All entries, in the order in which they are written down. */
export function readEntries(): readonly DemoEntry[] {
  return FILES.flatMap((name) => {
    const path = join(import.meta.dirname, `${name}.yaml`);
    const registers = file.parse(openYaml(readFileSync(path, 'utf8'), `${name}.yaml`).value);
    return Object.entries(registers).flatMap(([register, entries]) => entries.map((one) => entryOf(register, one)));
  });
}

function entryOf(register: string, given: Readonly<Record<string, z.infer<typeof value>>>): DemoEntry {
  const fields = Object.entries(given);
  const end = fields.findIndex(([name]) => name === 'Closed');
  const written = momentOf(given['Written']);
  const yes = given['Agreed'] !== undefined;
  return {
    register,
    day: written.day,
    by: written.by,
    with: formOf(end === -1 ? fields : fields.slice(0, end)),
    ...(yes || given['Refused'] !== undefined
      ? { decided: { ...momentOf(given['Agreed'] ?? given['Refused']), yes } }
      : {}),
    ...(end === -1 ? {} : { closed: { day: momentOf(given['Closed']).day, with: formOf(fields.slice(end + 1)) } }),
  };
}

/** "-12", "-12 technician", "-12 It has no licence." or "-12 technician It has no licence." */
function momentOf(given: unknown): { readonly day: number; readonly by: AdultKey; readonly words: string } {
  const [, day = '', by = 'head', words = ''] = /^(-?\d+)(?: ([a-z-]+))?(?: ([A-Z].*))?$/.exec(String(given)) ?? [];
  const key = keysOf(adults).find((one) => one === by);
  if (day === '' || key === undefined) throw new TypeError(`“${String(given)}” is no day and nobody of the story`);
  return { day: Number(day), by: key, words };
}

function formOf(fields: readonly (readonly [string, z.infer<typeof value>])[]): Readonly<Record<string, Given>> {
  return Object.fromEntries(
    fields.filter(([name]) => !/^[A-Z]/.test(name)).map(([name, given]) => [formName(name), dayIn(given)]),
  );
}

function dayIn(given: z.infer<typeof value>): Given {
  const [, half, day] = typeof given === 'string' ? (/^(half term of )?day (-?\d+)$/.exec(given) ?? []) : [];
  if (day === undefined) return given;
  return half === undefined ? { day: Number(day) } : { halfTermOf: Number(day) };
}
