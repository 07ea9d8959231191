import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { networkChange } from '../../filtering/index.ts';
import { seriousIncidentsClosed } from '../../incidents/index.ts';
import { entriesIn } from '../../registers/index.ts';
import { reviewTables } from '../rows.ts';
import { aiTools } from './ai-tools.ts';
import { allReviews } from './store.ts';
import type { Cause } from './words.ts';

/** Something that calls for a review out of turn (field notes 1.1, "Extra review when"). */
export interface Trigger {
  /** Once in a school. */
  readonly source: string;
  readonly cause: Cause;
  /** For everybody who may read reviews: it names nobody and no case. */
  readonly what: string;
  readonly href: string;
  readonly at: Temporal.Instant;
}

/**
 * What calls for a review and has none yet, the oldest first. New kinds of device and changes of the network count from the first yearly review on: before it, everything is
 * new, and that review looks at all of it. An AI tool and a serious incident always count.
 */
export async function pendingTriggers(db: ReadHandle): Promise<readonly Trigger[]> {
  const reviews = await allReviews(db);
  const first = reviews.filter(({ kind, state }) => kind === 'yearly' && state !== 'withdrawn').at(-1)?.openedAt;
  const found = [
    ...(await newAiTools(db)),
    ...(await seriousIncidents(db)),
    ...(first === undefined ? [] : [...(await newDeviceKinds(db, first)), ...(await newNetwork(db, first))]),
  ];
  const known = new Set(
    (await reviewTables.read(db).select('filtering_review_cause').select('source').execute()).map(
      ({ source }) => source,
    ),
  );
  return found
    .filter(({ source }) => !known.has(source))
    .sort((a, b) => Temporal.Instant.compare(a.at, b.at) || a.source.localeCompare(b.source));
}

async function newAiTools(db: ReadHandle): Promise<readonly Trigger[]> {
  return (await aiTools(db)).map(({ id, register, number, title, addedAt }) => ({
    source: `register-entry:${id}`,
    cause: 'ai-tool',
    what: `AI tool recorded: ${title}`,
    href: `/registers/${register}/${String(number)}`,
    at: Temporal.Instant.from(addedAt),
  }));
}

async function seriousIncidents(db: ReadHandle): Promise<readonly Trigger[]> {
  return (await seriousIncidentsClosed(db)).map(({ id, closedAt }) => ({
    source: `incident:${id}`,
    cause: 'incident',
    what: 'An incident that may have been illegal was closed',
    href: '/incidents',
    at: closedAt,
  }));
}

/** The first device of its kind, when it came after the first review began. */
async function newDeviceKinds(db: ReadHandle, since: Temporal.Instant): Promise<readonly Trigger[]> {
  const seen = new Set<string>();
  const found: Trigger[] = [];
  for (const { id, number, title, values, addedAt } of await entriesIn(db, ['hardware'])) {
    const kind = values['sort'];
    if (typeof kind !== 'string' || kind === '' || seen.has(kind)) continue;
    seen.add(kind);
    const at = Temporal.Instant.from(addedAt);
    if (Temporal.Instant.compare(at, since) <= 0) continue;
    found.push({
      source: `register-entry:${id}`,
      cause: 'device-kind',
      what: `First device of its kind: ${title}`,
      href: `/registers/hardware/${String(number)}`,
      at,
    });
  }
  return found;
}

async function newNetwork(db: ReadHandle, since: Temporal.Instant): Promise<readonly Trigger[]> {
  const change = await networkChange(db);
  if (change === undefined || Temporal.Instant.compare(change.at, since) <= 0) return [];
  return [
    {
      source: `network:${String(change.version)}`,
      cause: 'network',
      what: 'The network settings of the filter were changed',
      href: '/filtering/network',
      at: change.at,
    },
  ];
}
