import { takeReturned } from '../modules/messages/index.ts';
import type { Config } from '../platform/config/config.ts';
import { Refused } from '../platform/errors/errors.ts';
import { MOST_RETURNED_BYTES, readReturnedMail } from '../platform/mail/returned-mail.ts';
import { boundedInput } from './bounded-input.ts';
import { NOT_UNDERSTOOD } from './exit-codes.ts';
import { commandLine, needSchool, withWhole } from './open-whole.ts';

/**
 * `mail returned < message`: takes in a mail that came back, from a pipe of the mail server. Ends with 0 also for what is not ours: any other
 * code would make the mail server send a notification about the notification.
 */
export async function mailReturned(args: readonly string[], config: Config): Promise<number> {
  if (args.length !== 1 || args[0] !== 'returned') {
    console.error('mail: write it like npx schoolgate mail returned < message');
    return NOT_UNDERSTOOD;
  }
  const bytes = await boundedInput(process.stdin, MOST_RETURNED_BYTES);
  const returned = bytes === undefined ? undefined : await readReturnedMail(bytes);
  if (returned === undefined) {
    console.log('Not a notification about mail of ours: nothing done.');
    return 0;
  }
  if (returned.says === 'delayed') {
    console.log(`Delayed (${returned.status}): the other server goes on trying. Nothing done.`);
    return 0;
  }
  return withWhole(config, async (whole, found) => {
    try {
      const outcome = await whole.runner.run(takeReturned, commandLine(needSchool(found), 'mail'), {
        message: returned.message,
        status: returned.status,
      });
      console.log(outcome.ok ? 'Taken in: nothing more is sent to that address.' : 'That address is stopped already.');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      console.log('It is about no mail that we know: nothing done.');
    }
    return 0;
  });
}
