import type { Ruleset } from '../../../filter/ruleset/ruleset.ts';

export type Category = Ruleset['categories'][number];

/**
 * Starter lists whose name is longer than the word that policies use for the same kind of site. The policy's word is the one that
 * decisions, pages and reports show.
 */
const policyWord: Readonly<Record<string, string>> = {
  'self-harm-and-suicide-promotion': 'self-harm',
  'search-engines': 'search-engines-other',
};

/** The code by which policies name the category of a starter list. */
export function categoryOfStarter(code: string): string {
  return policyWord[code] ?? code;
}

/**
 * The categories of a ruleset: those of the lists, in their order, then those that a profile blocks and no list knows. The latter block
 * nothing until the school adds a list, but a profile may not name a category that the ruleset lacks.
 */
export function categoriesOf(
  listed: readonly Category[],
  profiles: readonly { readonly blocks: readonly { readonly category: string }[] }[],
): Category[] {
  const known = new Map(listed.map((category) => [category.code, category]));
  for (const { category: code } of profiles.flatMap((profile) => profile.blocks)) {
    if (!known.has(code)) known.set(code, { code, label: code.replaceAll('-', ' '), alert: 'notice' });
  }
  return [...known.values()];
}
