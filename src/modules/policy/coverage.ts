import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { stateOf } from '../evidence.ts';
import type { Control, Evidence, EvidenceKind, ModuleParts } from '../module.ts';
import { clausesOf, packInForce, type StoredClause } from './store.ts';

/** How the policy in force stands: each clause with what is known of it today. */

/** What is known about one clause. */
export interface ClauseStanding {
  readonly clause: StoredClause;
  readonly state: EvidenceKind;
  /** Whether the control finds the clause kept; undefined when there is no finding. */
  readonly kept: boolean | undefined;
  readonly control: Control | undefined;
  readonly evidence: Evidence | undefined;
}

/** The policy in figures. `live` = measured + self-reported; live + outOfDate + notCovered = total. */
export interface Coverage {
  readonly total: number;
  readonly live: number;
  readonly measured: number;
  readonly selfReported: number;
  readonly outOfDate: number;
  readonly notCovered: number;
  /** Live clauses whose control covers them only in part. */
  readonly liveInPart: number;
  /** Live clauses that the evidence finds not kept. */
  readonly notKept: number;
  /** One line for a screen or a terminal: "12 of 120 clauses are live. 108 are NOT COVERED." */
  readonly sentence: string;
}

/** Counts the clauses of the policy in force by what is known of them now; undefined when no policy is loaded. */
export async function coverage(
  db: ReadHandle,
  parts: Pick<ModuleParts, 'whole' | 'clock' | 'log'>,
): Promise<Coverage | undefined> {
  const pack = await packInForce(db);
  return pack === undefined ? undefined : countStandings(await standingsOf(db, parts, await clausesOf(db, pack.id)));
}

/** Asks each control once, and says of each clause what is known. */
export async function standingsOf(
  db: ReadHandle,
  parts: Pick<ModuleParts, 'whole' | 'clock' | 'log'>,
  clauses: readonly StoredClause[],
): Promise<readonly ClauseStanding[]> {
  const wanted = new Set(clauses.flatMap(({ control }) => (control === null ? [] : [control.code])));
  const asked = new Map<string, { control: Control; evidence: Evidence | undefined }>();
  const now = parts.clock.now();
  for (const control of parts.whole().flatMap((module) => module.controls)) {
    if (wanted.has(control.code))
      asked.set(control.code, { control, evidence: await ask(db, control, now, parts.log) });
  }
  return clauses.map((clause) => {
    const found = clause.control === null ? undefined : asked.get(clause.control.code);
    const evidence = found?.evidence;
    return {
      clause,
      state: stateOf(evidence),
      kept: evidence === undefined || evidence.state === 'no-data' ? undefined : evidence.state === 'met',
      control: found?.control,
      evidence,
    };
  });
}

/** Counts standings. */
export function countStandings(standings: readonly ClauseStanding[]): Coverage {
  const count = (test: (standing: ClauseStanding) => boolean): number => standings.filter(test).length;
  const isLive = ({ state }: ClauseStanding): boolean => state === 'measured' || state === 'self-reported';
  const total = standings.length;
  const live = count(isLive);
  const outOfDate = count(({ state }) => state === 'out-of-date');
  const notCovered = count(({ state }) => state === 'not-covered');
  return {
    total,
    live,
    measured: count(({ state }) => state === 'measured'),
    selfReported: count(({ state }) => state === 'self-reported'),
    outOfDate,
    notCovered,
    liveInPart: count((standing) => isLive(standing) && standing.clause.control?.covers === 'part'),
    notKept: count((standing) => isLive(standing) && standing.kept === false),
    sentence: [
      `${String(live)} of ${String(total)} ${total === 1 ? 'clause' : 'clauses'} ${live === 1 ? 'is' : 'are'} live.`,
      ...(outOfDate === 0 ? [] : [`${String(outOfDate)} ${outOfDate === 1 ? 'is' : 'are'} OUT OF DATE.`]),
      `${String(notCovered)} ${notCovered === 1 ? 'is' : 'are'} NOT COVERED.`,
    ].join(' '),
  };
}

/** A control that breaks is no evidence: it is logged, and the rest of the policy still shows. */
async function ask(
  db: ReadHandle,
  control: Control,
  now: Temporal.Instant,
  log: ModuleParts['log'],
): Promise<Evidence | undefined> {
  try {
    return await control.evidence(db, { now });
  } catch (error) {
    log.error({ control: control.code, err: error }, 'a control broke when it was asked for its evidence');
    return undefined;
  }
}
