import { z } from 'zod';

import { command, done, failed, nothing } from '../../../../platform/commands/command.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../../../platform/db/scoped-tables.ts';
import { ssoEvents } from '../events.ts';
import { kindField } from '../fields.ts';
import { mayFillIn, mayTurnOn } from '../policy.ts';
import type { ProviderKind } from '../providers.ts';
import { ssoTables } from '../rows.ts';
import { findProvider, type ProviderRow } from '../store.ts';

const input = z.object({ kind: kindField() });
const load = (db: ReadHandle, { kind }: { kind: ProviderKind }) => findProvider(db, kind);

async function switchTo(db: WriteHandle, row: ProviderRow, state: 'on' | 'off'): Promise<void> {
  await changeOne(
    ssoTables
      .write(db)
      .update('sso_provider')
      .set({ state, version: row.version + 1 })
      .where('id', '=', row.id)
      .where('version', '=', row.version),
  );
}

/** Lets people of this school sign in with Google or Microsoft. */
export const turnOnProvider = command({
  name: 'people.turn-on-provider',
  input,
  events: ssoEvents,
  load,
  policy: (actor) => mayTurnOn(actor),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, input: { kind }, subject }) => {
    if (subject.state === 'on') return failed('', 'It is on already.');
    await switchTo(db, subject, 'on');
    return done(kind, { name: 'provider-turned-on', subject: subject.id, data: { provider: kind } });
  },
});

/** Ends it at once: whoever is signed in stays so until their session is over. */
export const turnOffProvider = command({
  name: 'people.turn-off-provider',
  input,
  events: ssoEvents,
  load,
  policy: (actor) => mayFillIn(actor),
  prepare: nothing,
  changesFilter: false,
  effect: async ({ db, input: { kind }, subject }) => {
    if (subject.state === 'off') return failed('', 'It is off already.');
    await switchTo(db, subject, 'off');
    return done(kind, { name: 'provider-turned-off', subject: subject.id, data: { provider: kind } });
  },
});
