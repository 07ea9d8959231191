import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import type { EvidenceKind, ModuleParts } from '../module.ts';
import { askControls, standingOfAnswers, type Answer } from '../policy/index.ts';
import type { Requirement, Standard } from './standard.ts';

/** How a school stands against a requirement, from what its controls show now. */

/**
 * `met`: every control was found kept, and the controls leave nothing out. `in-part`: something of it is shown. `not-met`: one control was found not kept, or nothing
 * is shown at all.
 */
export type Meeting = 'met' | 'in-part' | 'not-met';

export interface RequirementStanding {
  readonly requirement: Requirement;
  readonly meeting: Meeting;
  /** What is known of it, as its weakest control. */
  readonly state: EvidenceKind;
  readonly answers: readonly Answer[];
}

/** A standard in figures: met + inPart + notMet = total; what is to be confirmed is counted apart. */
export interface StandardCounts {
  readonly total: number;
  readonly met: number;
  readonly inPart: number;
  readonly notMet: number;
  readonly toBeConfirmed: number;
}

/** Asks each control of these standards once, and says of each requirement how it stands. */
export async function standingsOf(
  db: ReadHandle,
  parts: Pick<ModuleParts, 'whole' | 'clock' | 'log'> & Partial<Pick<ModuleParts, 'remembered'>>,
  standards: readonly Standard[],
): Promise<ReadonlyMap<string, readonly RequirementStanding[]>> {
  const codes = standards.flatMap(({ requirements }) => requirements.flatMap(({ controls }) => controls));
  const asked = await askControls(db, parts, codes);
  return new Map(
    standards.map(({ code, requirements }) => [
      code,
      requirements.map((requirement) =>
        standingOf(
          requirement,
          requirement.controls.flatMap((control) => asked.get(control) ?? []),
        ),
      ),
    ]),
  );
}

/** A requirement stands as the weakest of its controls, by the rule of clauses. */
export function standingOf(requirement: Requirement, answers: readonly Answer[]): RequirementStanding {
  if (requirement.notMet !== null) return { requirement, meeting: 'not-met', state: 'not-covered', answers: [] };
  const { state, kept } = standingOfAnswers(answers);
  const some = answers.some((answer) => answer.state !== 'not-covered' && answer.evidence?.state === 'met');
  const meeting =
    kept === false || !some
      ? 'not-met'
      : kept === true && (state === 'measured' || state === 'self-reported') && requirement.notCovered === null
        ? 'met'
        : 'in-part';
  return { requirement, meeting, state, answers };
}

/** Counts standings. */
export function countMeetings(standings: readonly RequirementStanding[]): StandardCounts {
  const count = (meeting: Meeting): number => standings.filter((one) => one.meeting === meeting).length;
  return {
    total: standings.length,
    met: count('met'),
    inPart: count('in-part'),
    notMet: count('not-met'),
    toBeConfirmed: standings.filter(({ requirement }) => requirement.toBeConfirmed).length,
  };
}
