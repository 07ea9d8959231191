import { standsFor, standsForCodes, type StandsFor } from './words.ts';

/**
 * Leaves out what is about others. The idea: every word to be hidden is one branch of one pattern, longest first, matched as whole words without
 * regard to case; so "Ann" is found in "Ann’s" and not in "Annual". It is a proposal: a person looks at each piece before it is given.
 */

/** Words to be hidden, and what stands for them; `leave` where they stay, although a part of them is hidden elsewhere. */
export interface Hidden {
  readonly words: string;
  readonly by: StandsFor;
}

export interface Redacted {
  readonly lines: readonly string[];
  /** How many times something was left out. */
  readonly count: number;
}

/** Shorter names are found only as part of a whole name: "Al" and "Jo" stand in too many sentences as something else. */
const SHORTEST = 3;

/**
 * What to hide: names of others (whole, and each part of it), and the preparer's own words; less what is part of the name of the person whose copy it is. What the
 * preparer leaves in stays in exactly these words: “Pat Parent” left in does not leave in every other Pat.
 */
export function wordsToHide(given: {
  readonly others: readonly {
    readonly name: string;
    readonly given: string;
    readonly family: string;
    readonly pupil: boolean;
  }[];
  readonly subject: string;
  readonly words: readonly { readonly words: string; readonly stands_for: string }[];
}): readonly Hidden[] {
  const stays = new Set<string>(normal(given.subject).split(' '));
  const hidden = new Map<string, Hidden>();
  const add = (words: string, by: Hidden['by']): void => {
    const key = normal(words.trim());
    if (key !== '' && !stays.has(key) && !hidden.has(key)) hidden.set(key, { words: words.trim(), by });
  };
  // What was marked last counts.
  for (const one of given.words.toReversed()) {
    const by = standsForCodes.find((code) => code === one.stands_for);
    if (by !== undefined) add(one.words, by);
  }
  for (const other of given.others) {
    const by = other.pupil ? 'pupil' : 'adult';
    add(other.name, by);
    add(`${other.given} ${other.family}`, by);
    for (const part of [other.given, other.family]) if (part.length >= SHORTEST) add(part, by);
  }
  return [...hidden.values()];
}

/** Replaces each of the words in the lines. Accents, kinds of apostrophe and kinds of hyphen make no difference: records are typed by many hands. */
export function redact(lines: readonly string[], hidden: readonly Hidden[]): Redacted {
  if (hidden.length === 0) return { lines, count: 0 };
  const longestFirst = hidden.toSorted((a, b) => b.words.length - a.words.length);
  const by = new Map(longestFirst.map((one) => [normal(one.words), one.by]));
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${longestFirst.map((one) => escaped(plain(one.words))).join('|')})(?![\\p{L}\\p{N}])`,
    'giu',
  );
  let count = 0;
  const left = lines.map((line) => {
    const composed = line.normalize('NFC');
    let shown = '';
    let from = 0;
    for (const { 0: found, index } of plain(composed).matchAll(pattern)) {
      const how = by.get(normal(found)) ?? 'other';
      if (how === 'leave') continue;
      count += 1;
      shown += composed.slice(from, index) + standsFor[how];
      from = index + found.length;
    }
    return from === 0 ? line : shown + composed.slice(from);
  });
  return { lines: left, count };
}

/** The same words with bare letters and one kind of apostrophe and hyphen, each at the place it had: what is found in it is cut out of the original. */
const plain = (words: string): string =>
  words
    .normalize('NFC')
    .replaceAll(/[’‘ʼ`´]/g, "'")
    .replaceAll(/[‐‑‒–]/g, '-')
    .replaceAll(/\p{L}/gu, (letter) => {
      const bare = letter.normalize('NFD').replaceAll(/\p{M}/gu, '');
      return bare.length === letter.length ? bare : letter;
    });

const normal = (words: string): string => plain(words).toLowerCase().replaceAll(/\s+/g, ' ');

const escaped = (words: string): string =>
  words.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll(/\s+/g, String.raw`\s+`);
