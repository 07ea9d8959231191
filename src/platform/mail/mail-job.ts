import { join } from 'node:path';

import type { Config } from '../config/config.ts';
import type { Job } from '../jobs/jobs.ts';
import { sendWaiting, type MailParts } from './send-waiting.ts';
import { toFolder } from './to-folder.ts';
import { toSmtp } from './to-smtp.ts';

/** Sends what is due in the outbox, every two seconds. */
export function mailJob(parts: MailParts): Job {
  return {
    name: 'send-mail',
    everyMs: 2000,
    run: async () => {
      await sendWaiting(parts);
    },
  };
}

/** How mail leaves as the settings say: to the mail server, or as files while none is set. Throws `Unusable`. */
export function waysOfMail(config: Config): Pick<MailParts, 'delivery' | 'sender' | 'returnTo'> {
  const mail = config.mail();
  return {
    delivery: mail.smtp === undefined ? toFolder(join(config.dataFolder, 'mail')) : toSmtp(mail.smtp),
    sender: { from: mail.from, replyTo: mail.replyTo, publicUrl: config.publicUrl },
    returnTo: (id) => mail.returnTo?.replace('*', id) ?? mail.from,
  };
}
