import type { FilterEvent, SpoolRecord } from './events.ts';
import { readSegments, type SpoolReading } from './spool-reader.ts';

/** A refused visit for tests; `host` tells one from another. */
export function blockedEvent(host: string): FilterEvent {
  return {
    type: 'blocked',
    at: '2026-11-21T12:00:00.000Z',
    person: 'sam',
    knownBy: 'sign-in',
    address: '10.0.0.1',
    profile: 'ks2',
    ruleset: '1.1',
    host,
    port: 443,
    scheme: 'https',
    tier: 6,
    rule: 'gambling',
    list: 'starter',
    clause: 's1-011',
    url: '',
  };
}

/** A call for help for tests. */
export function helpEvent(ticket: string): FilterEvent {
  return {
    type: 'help-asked',
    at: '2026-11-21T12:00:00.000Z',
    person: null,
    knownBy: 'network',
    address: '10.0.0.1',
    profile: 'ks2',
    ruleset: '1.1',
    about: '',
    ticket,
  };
}

function nameOf(event: FilterEvent): string {
  return event.type === 'blocked'
    ? event.host
    : event.type === 'unrecorded'
      ? `unrecorded ${String(event.count)}`
      : event.type;
}

/** Reads to the end as intake does: `maxRecords` at a time, from the positions before. */
export function intake(
  folder: string,
  positions = new Map<string, number>(),
  maxRecords = 1000,
): SpoolReading & { readonly hosts: string[] } {
  const records: SpoolRecord[] = [];
  let reading: SpoolReading;
  const torn = [];
  const gaps = [];
  do {
    reading = readSegments(folder, positions, { maxRecords });
    records.push(...reading.records);
    torn.push(...reading.torn);
    gaps.push(...reading.gaps);
    positions = reading.positions;
  } while (reading.more);
  return { ...reading, records, torn, gaps, hosts: records.map(({ event }) => nameOf(event)) };
}
