import type { ReadHandle } from '../../platform/db/scoped-tables.ts';
import { readingTogether } from '../../platform/db/read-once.ts';
import { recordsState } from '../../platform/db/records-state.ts';
import { stateOf } from '../evidence.ts';
import type { Control, Evidence, EvidenceKind, ModuleParts } from '../module.ts';
import { controlFinder } from './known-controls.ts';

/** What one control shows now. */
export interface Answer {
  readonly code: string;
  /** Undefined when this version has no such control. */
  readonly control: Control | undefined;
  /** Undefined when it could not be asked: it broke, or took too long. */
  readonly evidence: Evidence | undefined;
  readonly state: EvidenceKind;
}

/** How long one control may take before the page goes on without it. */
const LONGEST = Temporal.Duration.from({ seconds: 2 });

/** How many are asked at the same time: a store with several connections answers them side by side, and no page takes all of them. */
const AT_ONCE = 4;

/** Beyond so many, what they have in common is read once for all of them (platform/db/read-once.ts); below, each reads only its own. */
const FEW = 8;

/** What asking needs; without `remembered`, every control is asked anew. */
export type Asking = Pick<ModuleParts, 'whole' | 'clock' | 'log'> & Partial<Pick<ModuleParts, 'remembered'>>;

/** What controls that rest on records showed of these records in this hour. */
async function rememberedOf(
  db: ReadHandle,
  { remembered }: Asking,
  now: Temporal.Instant,
): Promise<Map<string, Evidence> | undefined> {
  if (remembered === undefined) return undefined;
  const hour = now.round({ smallestUnit: 'hour', roundingMode: 'floor' });
  return remembered.at(db.school, `${await recordsState(db)} ${hour.toString()}`);
}

/** Asks each of these controls once, each for a bounded time. */
export async function askControls(
  db: ReadHandle,
  parts: Asking,
  codes: Iterable<string>,
): Promise<ReadonlyMap<string, Answer>> {
  const find = controlFinder(parts);
  const wanted = [...new Set(codes)];
  const now = parts.clock.now();
  const known = await rememberedOf(db, parts, now);
  const asked = wanted.length > FEW ? readingTogether(db) : db;
  const answers = new Map<string, Answer>();
  const askNext = async (): Promise<void> => {
    for (let code = wanted.pop(); code !== undefined; code = wanted.pop()) {
      const control = find(code);
      const evidence =
        control === undefined ? undefined : (known?.get(code) ?? (await ask(asked, control, now, parts.log)));
      if (control?.restsOn === 'records' && evidence !== undefined) known?.set(code, evidence);
      const state = control?.effect === 'to-come' ? 'not-covered' : stateOf(evidence);
      answers.set(code, { code, control, evidence, state });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, askNext));
  return answers;
}

/** A control that breaks, or does not answer in time, is no evidence: it is logged, and the rest of the policy still shows. */
async function ask(
  db: ReadHandle,
  control: Control,
  now: Temporal.Instant,
  log: ModuleParts['log'],
): Promise<Evidence | undefined> {
  const { promise: tooLong, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => {
    log.error({ control: control.code }, 'a control took too long to give its evidence');
    resolve(undefined);
  }, LONGEST.total('milliseconds'));
  try {
    return await Promise.race([control.evidence(db, { now }), tooLong]);
  } catch (error) {
    log.error({ control: control.code, err: error }, 'a control broke when it was asked for its evidence');
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
