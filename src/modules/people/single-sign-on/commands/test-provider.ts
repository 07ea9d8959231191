import { z } from 'zod';

import { command, done } from '../../../../platform/commands/command.ts';
import { ssoEvents } from '../events.ts';
import { kindField } from '../fields.ts';
import { mayFillIn } from '../policy.ts';
import type { ProviderClient } from '../provider-client.ts';
import { callbackPath } from '../callback-path.ts';
import { findProvider, settingsOf } from '../store.ts';

/** Tries the settings at the provider. Nobody signs in by it, and nothing is changed. */
export function makeTestProvider(parts: { readonly client: ProviderClient; readonly publicUrl: string }) {
  return command({
    name: 'people.test-provider',
    input: z.object({ kind: kindField() }),
    events: ssoEvents,
    load: (db, { kind }) => findProvider(db, kind),
    policy: (actor) => mayFillIn(actor),
    prepare: ({ kind }, row) => parts.client.test(settingsOf(row, kind), `${parts.publicUrl}${callbackPath(kind)}`),
    changesFilter: false,
    effect: ({ input: { kind }, subject, prepared }) =>
      Promise.resolve(
        done(
          { kind, outcome: prepared },
          { name: 'provider-tested', subject: subject.id, data: { provider: kind, outcome: prepared } },
        ),
      ),
  });
}
