import { z } from 'zod';

import { clauseGroups, clauseStates, type ClauseGroup, type ClauseStanding } from '../../coverage.ts';
import type { LoadedPack } from '../../store.ts';
import { actorWords, areaWords, partWords, wordOf, type PackPart } from '../../words.ts';

const code = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .optional()
  .catch(undefined);

/** Filters of the page's address; one that is not known shows everything. */
export const filters = z.object({
  section: code,
  area: code,
  who: code,
  state: z.enum(clauseStates).optional().catch(undefined),
  group: z.enum(clauseGroups).optional().catch(undefined),
  kept: z.enum(['yes', 'no', 'overdue']).optional().catch(undefined),
  part: z.enum(['policies', 'infrastructure', 'education', 'standards']).optional().catch(undefined),
});
export type Filters = z.infer<typeof filters>;

/** The sections of one of the four parts; undefined where the policy has no parts. */
export function sectionsOfPart(pack: Pick<LoadedPack, 'parts'>, part: PackPart): readonly string[] | undefined {
  return pack.parts?.[part];
}

/** What is counted as kept or not kept: guidance, what has not happened and what nothing shows are neither. */
const isLive = (group: ClauseGroup): boolean => group === 'enforced' || group === 'evidenced';

/** The clauses that the address asks for. */
export function filtered(
  standings: readonly ClauseStanding[],
  asked: Filters,
  pack: Pick<LoadedPack, 'parts'>,
): readonly ClauseStanding[] {
  const inPart = asked.part === undefined ? undefined : sectionsOfPart(pack, asked.part);
  return standings.filter(
    ({ clause, state, group, kept, overdue }) =>
      (asked.section === undefined || clause.section === asked.section) &&
      (asked.area === undefined || clause.area === asked.area) &&
      (asked.who === undefined || clause.who === asked.who) &&
      (asked.state === undefined || state === asked.state) &&
      (asked.group === undefined || group === asked.group) &&
      (asked.kept === undefined ||
        (asked.kept === 'overdue' ? overdue : isLive(group) && kept === (asked.kept === 'yes'))) &&
      (inPart === undefined || inPart.includes(clause.section)),
  );
}

/** What the lists of the form offer: only what this policy has. */
export function choicesFor(
  standings: readonly ClauseStanding[],
  words: Readonly<Record<string, string>>,
  of: 'area' | 'who',
) {
  return [...new Set(standings.map(({ clause }) => clause[of]))]
    .map((value) => ({ value, text: wordOf(words, value) }))
    .toSorted((one, other) => one.text.localeCompare(other.text));
}

/** The lists of areas and of people. */
export const areaChoices = (standings: readonly ClauseStanding[]) => choicesFor(standings, areaWords, 'area');
export const whoChoices = (standings: readonly ClauseStanding[]) => choicesFor(standings, actorWords, 'who');

/** The four parts of a policy that has them, each with its name. */
export const partCodes: readonly PackPart[] = ['policies', 'infrastructure', 'education', 'standards'];
export const partName = (part: PackPart): string => partWords[part];
