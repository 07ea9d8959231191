import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { migrations } from '../../migrations/index.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import type { Role } from '../../src/platform/access/roles.ts';
import { code, defineEvents, event } from '../../src/platform/audit/events.ts';
import { makeRunner, type Runner } from '../../src/platform/commands/runner.ts';
import { migrate, type Migration } from '../../src/platform/db/migrations.ts';
import { tables } from '../../src/platform/db/scoped-tables.ts';
import { openStore, type Store } from '../../src/platform/db/store.ts';
import { asId, type Ids, type SchoolId } from '../../src/platform/ids/ids.ts';
import { seededIds } from '../../src/platform/ids/seeded-ids.ts';
import { manualClock, type ManualClock } from '../../src/platform/time/manual-clock.ts';
import { testPlace } from './store.ts';

/** The ground floor alone, on a real store, with one made-up table of notes: for testing what every module stands on. */
export interface Ground {
  readonly store: Store;
  /** Where the store is: to open it once more. */
  readonly address: string;
  readonly clock: ManualClock;
  readonly ids: Ids;
  readonly runner: Runner;
  readonly school: SchoolId;
  readonly otherSchool: SchoolId;
  actor(school: SchoolId, ...roles: Role[]): PersonActor;
  /** The names of the school's events, in order. */
  trail(school: SchoolId): Promise<readonly string[]>;
  end(): Promise<void>;
}

/** The made-up module's table and events. */
export const notes = tables<{ note: { id: string; school_id: string; words: string; version: number } }>('note');
export const noteEvents = defineEvents({
  'note-written': event('note', 'wrote a note', { sort: code() }),
  'note-read': event('note', 'read a note', {}),
});

const steps: readonly Migration[] = [
  ...migrations,
  {
    name: '9999-note',
    statements: [
      'create table note (id text primary key, school_id text not null, words text not null, version integer not null)',
    ],
  },
];

/** Opens an empty store with every migration and the table of notes. */
export async function makeGround(): Promise<Ground> {
  const folder = mkdtempSync(join(tmpdir(), 'schoolgate-ground-'));
  const place = await testPlace(folder, steps);
  const store = openStore(place.address);
  const clock = manualClock('2026-11-23T09:10:00Z');
  const ids = seededIds('ground');
  await migrate(store, steps, clock);
  return {
    store,
    address: place.address,
    clock,
    ids,
    runner: makeRunner({ store, clock, ids, events: noteEvents }),
    school: asId('00000000-0000-7000-8000-000000000001'),
    otherSchool: asId('00000000-0000-7000-8000-000000000002'),
    actor: (school, ...roles) => ({
      kind: 'person',
      school,
      person: asId('00000000-0000-7000-8000-0000000000aa'),
      name: 'Alex Reed',
      roles: new Set(roles),
      classes: new Set(),
      request: asId('request-1'),
    }),
    async trail(school) {
      const rows = await store.reading
        .selectFrom('audit_event')
        .select('event')
        .where('school_id', '=', school)
        .orderBy('seq')
        .execute();
      return rows.map((row) => String(row['event']));
    },
    async end() {
      await store.close();
      await place.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
