import type { Evidence, EvidenceKind } from './module.ts';

/**
 * What evidence is worth, by the one rule of every page: none, or none yet, covers nothing; what was known once and is not now is out of
 * date. A screen is never green because nothing was measured, and nothing is called old that never was.
 */
export function stateOf(evidence: Evidence | undefined): EvidenceKind {
  if (evidence === undefined) return 'not-covered';
  if (evidence.state === 'no-data') return evidence.latest === undefined ? 'not-covered' : 'out-of-date';
  return evidence.kind;
}

/** No finding: what the clause speaks of is not there yet, and nothing was seen that could be too old. */
export function nothingYet(figure: string, href: string, kind: EvidenceKind = 'measured'): Evidence {
  return { state: 'no-data', kind, figure, latest: undefined, href };
}

/** A figure as a sentence of its own: with one full stop at its end, whether or not it came with one. */
export function figureSentence(figure: string): string {
  return /[.!?]$/.test(figure) ? figure : `${figure}.`;
}
