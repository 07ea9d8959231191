import { holds } from '../../platform/access/access.ts';
import { serverState } from '../../platform/mail/server-state.ts';
import type { Duty, ModuleParts } from '../module.ts';
import { stillStopped } from './still-stopped.ts';

/** IT support sees at once that nobody receives mail. */
export function sendMailAtAll(parts: Pick<ModuleParts, 'store' | 'config'>): Duty {
  return {
    code: 'send-mail',
    title: 'Mail goes out',
    linesFor: async (_db, actor) => {
      if (!holds(actor, 'technician')) return [];
      const line = (text: string, urgency: 2 | 3) => [{ text, href: '/mail', action: 'See the outbox', urgency }];
      if (parts.config.mail().smtp === undefined) return line('Nobody receives mail: no mail server is set', 3);
      const server = await serverState(parts.store);
      return server?.trouble === undefined ? [] : line('The mail server cannot be used', 2);
    },
  };
}

/** Addresses from which mail came back: the office puts them right. */
export const mendAddresses: Duty = {
  code: 'mend-addresses',
  title: 'Mail reaches everybody',
  linesFor: async (db, actor, { now }) => {
    if (!holds(actor, 'office', 'technician')) return [];
    const stopped = await stillStopped(db, now);
    if (stopped.length === 0) return [];
    const text =
      stopped.length === 1 ? 'Mail to one address came back' : `Mail to ${String(stopped.length)} addresses came back`;
    return [{ text, href: '/mail/returned', action: 'See whose', urgency: 3 }];
  },
};
