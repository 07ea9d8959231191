import { z } from 'zod';
import { parseArgs } from 'node:util';

import { adultByEmail } from '../modules/people/index.ts';
import { makeSetUpLink } from '../modules/school/index.ts';
import type { Config } from '../platform/config/config.ts';
import { runByName } from './by-name.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';
import { commandLine, withWhole } from './open-whole.ts';

const usage = 'Write it like: npx schoolgate first-admin --email head@school.example';

/**
 * `first-admin`: without a school, prints the set-up link. With one, asks for a new way in for the head or the online-safety lead with that
 * e-mail address, prints the code to hand to them, and changes nothing: a second key holder confirms in the web app within a day and gets
 * the link that wants the code (decision 20). 1 when it was refused.
 */
export async function firstAdmin(args: readonly string[], config: Config): Promise<number> {
  const email = read(args);
  if (email === undefined) {
    console.error(usage);
    return NOT_UNDERSTOOD;
  }
  return withWhole(config, async (whole, school) => {
    if (school === undefined) {
      const link = await makeSetUpLink(whole.parts);
      console.log(
        link === undefined ? 'A school is being set up.' : `Open this link once to set the school up:\n  ${link}`,
      );
      return 0;
    }
    if (email === '') {
      console.error(`There is a school, so say for whom. ${usage}`);
      return NOT_UNDERSTOOD;
    }
    const actor = commandLine(school, 'first-admin');
    const person = await adultByEmail(whole.parts, actor, email);
    if (person === undefined) {
      console.error(`Nobody here is headteacher or online-safety lead with the address ${email}.`);
      return FOUND;
    }
    const outcome = await runByName(whole, 'people.ask-reset', actor, { person, what: 'both', way: 'person' });
    if (!outcome.ok) {
      console.error(outcome.errors.map((one) => one.message).join(' '));
      return FOUND;
    }
    const { code } = z.object({ code: z.string() }).parse(outcome.value);
    console.log(
      `Hand this code to them in person: ${code}\nNow another headteacher, safeguarding lead, deputy or chair opens “Help with signing in” in Schoolgate within a day, confirms, and hands over the link. They, and the person it is for, are told by mail.`,
    );
    return 0;
  });
}

/** The address; empty when none was given, undefined when the options cannot be read. */
function read(args: readonly string[]): string | undefined {
  try {
    const { values } = parseArgs({ args: [...args], options: { email: { type: 'string', default: '' } } });
    return values.email.trim().toLowerCase();
  } catch {
    return undefined;
  }
}
