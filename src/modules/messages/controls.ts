import { outboxCounts, type OutboxState } from '../../platform/mail/outbox.ts';
import { nothingYet } from '../evidence.ts';
import type { Control, Evidence, ModuleParts } from '../module.ts';
import { mayRunMail } from './policy.ts';
import { stillStopped } from './still-stopped.ts';

/** "Messages of Schoolgate reach their people": mail goes out, and none comes back unnoticed. */
export function mailGoesOut({ config }: Pick<ModuleParts, 'config'>): Control {
  return {
    code: 'mail-goes-out',
    kind: 'communication',
    makesTrue:
      'What Schoolgate has to tell somebody is mailed, tried again when it fails, and an address from which it came back is shown.',
    effect: 'evidenced',
    title: 'Messages of Schoolgate reach their people',
    opens: (actor) => mayRunMail(actor).allowed,
    openedBy: 'IT support',
    evidence: async (db, { now }): Promise<Evidence> => {
      const href = '/mail';
      if (config.mail().smtp === undefined)
        return {
          state: 'not-met',
          kind: 'measured',
          figure: 'No mail server is set: nobody receives mail',
          latest: now,
          href,
        };
      const counts = await outboxCounts(db);
      const stopped = (await stillStopped(db, now)).length;
      const inState = (...states: readonly OutboxState[]): number =>
        counts.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0);
      const failed = inState('refused', 'expired');
      const sent = inState('sent');
      if (sent + failed + stopped === 0) return nothingYet('No mail was sent yet', href);
      return {
        state: failed === 0 && stopped === 0 ? 'met' : 'not-met',
        kind: 'measured',
        figure: `${String(sent)} sent, ${String(failed)} given up, ${String(stopped)} addresses from which mail came back`,
        latest: now,
        href,
      };
    },
  };
}
