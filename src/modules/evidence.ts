import type { Evidence, EvidenceKind } from './module.ts';

/**
 * What evidence is worth, by the one rule of every page: nothing to look at is said to be that (decision 28); no finding otherwise covers nothing, and what was known
 * once and is not now is out of date. A screen is never green because nothing was measured, and nothing is called old that never was.
 */
export function stateOf(evidence: Evidence | undefined): EvidenceKind {
  if (evidence === undefined) return 'not-covered';
  if (evidence.state !== 'no-data') return evidence.kind;
  if (evidence.kind === 'nothing-yet') return 'nothing-yet';
  return evidence.latest === undefined ? 'not-covered' : 'out-of-date';
}

/**
 * No finding, and nobody's fault: what the clause speaks of has not happened, so that there is nothing of which it could be kept or not. `figure` says of what there
 * is none. Never for what somebody should have done or written down: that is `notRecorded`.
 */
export function nothingYet(figure: string, href: string): Evidence {
  return { state: 'no-data', kind: 'nothing-yet', figure, latest: undefined, href };
}

/** No finding, because nobody has done or recorded what the clause asks for. */
export function notRecorded(figure: string, href: string): Evidence {
  return { state: 'no-data', kind: 'not-covered', figure, latest: undefined, href };
}

/** A figure as a sentence of its own: with one full stop at its end, whether or not it came with one. */
export function figureSentence(figure: string): string {
  return /[.!?]$/.test(figure) ? figure : `${figure}.`;
}
