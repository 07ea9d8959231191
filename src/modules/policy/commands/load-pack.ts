import { z } from 'zod';

import type { Actor } from '../../../platform/access/access.ts';
import { command, done, failed } from '../../../platform/commands/command.ts';
import type { ModuleParts } from '../../module.ts';
import { policyEvents } from '../events.ts';
import { PACK_NAME, findPack } from '../pack-files.ts';
import { knownControls } from '../known-controls.ts';
import { mayChoosePolicy } from '../policy.ts';
import { disobeyed, putIntoForce } from '../put-into-force.ts';
import { packHistory, packInForce } from '../store.ts';

/**
 * Puts a pack into force: its clauses, its levels, and the settings that its clauses fix. The edition before keeps its place in the history.
 * A pack that cannot be read, has changed since it was looked at, or sets what a part of Schoolgate cannot obey changes nothing.
 */
export function makeLoadPack(parts: Pick<ModuleParts, 'config' | 'whole'>) {
  return command({
    name: 'policy.load-pack',
    input: z.object({
      pack: z.string().regex(PACK_NAME, 'Choose a policy from the list'),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, 'Look at the policy before you put it into force'),
    }),
    events: policyEvents,
    load: async (db) => ({ inForce: await packInForce(db), history: await packHistory(db) }),
    policy: mayChoosePolicy,
    prepare: (input) => findPack(parts.config.dataFolder, input.pack, knownControls(parts)),
    effect: async ({ db, actor, now, input, subject, prepared: file, newId }) => {
      if (file === undefined) return failed('', 'This policy’s file is no longer there. Choose another from the list');
      if (file.pack === undefined) return failed('', file.fault ?? 'This policy cannot be read');
      if (file.sha256 !== input.sha256) {
        return failed('', 'The file has changed since you looked at it. Read below what it would set now');
      }
      const { pack } = file;
      if (subject.inForce?.sha256 === file.sha256) return failed('', 'This edition is in force already');
      const sameName = subject.history.find(({ code, edition }) => code === pack.code && edition === pack.edition);
      if (sameName !== undefined && sameName.sha256 !== file.sha256) {
        return failed(
          '',
          `Edition ${pack.edition} of “${pack.title}” was in force before with other words. Give the changed file a new edition`,
        );
      }
      const clash = disobeyed(parts, pack);
      if (clash !== undefined) {
        return failed('', `Clause ${clash.clause} sets ${clash.code} to something this Schoolgate cannot obey`);
      }

      const id = newId<'policy-pack'>();
      const by = whoDid(actor);
      const fixed = await putIntoForce(db, pack, { id, sha256: file.sha256, at: now, by, newId });
      return done(
        { title: pack.title, edition: pack.edition, clauses: pack.clauses.length },
        {
          name: 'policy-loaded',
          subject: id,
          data: { pack: pack.code, sha256: file.sha256, clauses: pack.clauses.length, settings: fixed.length },
        },
      );
    },
    changesFilter: true,
  });
}

/** Who did it, as records keep it: a person's id, or the name of a part of Schoolgate. */
export function whoDid(actor: Actor): string {
  if (actor.kind === 'person') return actor.person;
  return actor.kind === 'visitor' ? 'visitor' : actor.name;
}
