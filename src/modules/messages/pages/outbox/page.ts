import { holds } from '../../../../platform/access/access.ts';
import { action, page } from '../../../../platform/http/pages.ts';
import type { OutboxState } from '../../../../platform/mail/outbox.ts';
import { formatAgo } from '../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../module.ts';
import { askMailServer, sendDoubtfulMail } from '../../commands/run-mail.ts';
import { sendTestMail } from '../../commands/send-test-mail.ts';
import { makeSeeOutbox } from '../../queries/see-outbox.ts';

const stateWords: Readonly<Record<OutboxState, string>> = {
  gathering: 'For the mail of the day',
  waiting: 'To be sent',
  claimed: 'Being sent',
  handed: 'Being sent',
  held: 'Held, because mail to that address came back',
  unsure: 'Doubtful: may or may not have arrived',
  sent: 'Sent',
  gathered: 'Sent in a mail of the day',
  unwanted: 'Not wanted',
  bounced: 'Came back',
  refused: 'Refused by the mail server',
  expired: 'Given up after three days',
};

const troubleWords: Readonly<Record<string, string>> = {
  unreachable: 'It cannot be reached. Is the address right, and does the firewall let us through?',
  'no-tls': 'It offers no encryption, and without it nothing is sent. Use a port that does STARTTLS, or smtps.',
  certificate: 'Its certificate is not trusted. If your own authority signed it, set SCHOOLGATE_SMTP_CA.',
  password: 'It does not accept our name and password.',
  refuses: 'It refuses to talk to us. Must this machine’s address be allowed there?',
  folder: 'The folder for mail cannot be written.',
};

/** The outbox, for IT support. */
export function outboxPages(parts: Pick<ModuleParts, 'store' | 'config'>) {
  const seeOutbox = makeSeeOutbox(parts);
  const pages = [
    page({
      path: '/mail',
      template: 'modules/messages/pages/outbox/page.njk',
      navigation: { text: 'Outbox', order: 85, shownTo: (actor) => holds(actor, 'technician') },
      query: seeOutbox,
      view: ({ way, from, server, counts, answers, stopped }, { now }) => ({
        title: 'Outbox',
        data: {
          way,
          from,
          trouble:
            server?.trouble === undefined || server.way !== way
              ? undefined
              : {
                  words: troubleWords[server.trouble] ?? troubleWords['unreachable'],
                  since: server.troubleSince === undefined ? '' : formatAgo(server.troubleSince, now),
                  next: server.next === undefined ? 'at once' : formatAgo(server.next, now),
                },
          lastGood: server?.lastGood === undefined ? undefined : formatAgo(server.lastGood, now),
          counts: counts.map(({ state, count, oldest }) => ({
            words: stateWords[state],
            count,
            oldest: waits.has(state) ? formatAgo(oldest, now) : '',
          })),
          unsure: counts.find(({ state }) => state === 'unsure')?.count ?? 0,
          answers,
          stopped,
        },
      }),
    }),
    action({
      path: '/mail/test',
      command: sendTestMail,
      next: () => ({ to: '/mail', notice: 'A test mail to you is in the outbox. Look whether it arrives.' }),
      otherwise: () => '/mail',
    }),
    action({
      path: '/mail/ask-server',
      command: askMailServer,
      next: () => ({ to: '/mail', notice: 'The mail server is asked again now.' }),
      otherwise: () => '/mail',
    }),
    action({
      path: '/mail/send-doubtful',
      command: sendDoubtfulMail,
      next: () => ({ to: '/mail', notice: 'The doubtful mail is sent again.' }),
      otherwise: () => '/mail',
    }),
  ];
  return { pages, query: seeOutbox };
}

const waits: ReadonlySet<OutboxState> = new Set(['gathering', 'waiting', 'claimed', 'handed', 'held', 'unsure']);
