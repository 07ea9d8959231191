import type { ModuleParts, SchoolgateModule } from '../module.ts';
import { chooseMail } from './commands/choose-mail.ts';
import { noteReturned, takeReturned } from './commands/note-returned.ts';
import { askMailServer, sendDoubtfulMail } from './commands/run-mail.ts';
import { sendTestMail } from './commands/send-test-mail.ts';
import { tryAddressAgain } from './commands/try-address-again.ts';
import { mailGoesOut } from './controls.ts';
import { mendAddresses, sendMailAtAll } from './duties.ts';
import { messageEvents } from './events.ts';
import { mailOfTheDay } from './mail-of-the-day.ts';
import { mailChoicePage } from './pages/choices/page.ts';
import { outboxPages } from './pages/outbox/page.ts';
import { returnedPages } from './pages/returned/page.ts';
import { mailChoiceOf, ownMailChoice } from './queries/mail-choices.ts';
import { seeReturned } from './queries/see-returned.ts';
import { messageRetention } from './retention.ts';
import { messageRecords } from './subject-records.ts';
import { owned } from './rows.ts';

export { takeReturned } from './commands/note-returned.ts';

/** Makes the messages module: mail as people meet it. Sending itself is platform/mail. */
export function makeMessagesModule(parts: ModuleParts): SchoolgateModule {
  const outbox = outboxPages(parts);
  return {
    name: 'messages',
    tables: owned.names,
    events: messageEvents,
    commands: [chooseMail, sendTestMail, askMailServer, sendDoubtfulMail, tryAddressAgain, noteReturned, takeReturned],
    queries: [ownMailChoice, mailChoiceOf, outbox.query, seeReturned],
    pages: [mailChoicePage, ...outbox.pages, ...returnedPages],
    publicRoutes: [],
    controls: [mailGoesOut(parts)],
    settings: [],
    duties: [sendMailAtAll(parts), mendAddresses],
    retention: messageRetention,
    subjectRecords: messageRecords,
    jobs: [mailOfTheDay(parts)],
  };
}
