import { z } from 'zod';

import { onlyMachine } from '../../src/platform/access/access.ts';
import { defineEvents, event } from '../../src/platform/audit/events.ts';
import { command, done, nothing, wholeSchool } from '../../src/platform/commands/command.ts';
import { asId, type SchoolId } from '../../src/platform/ids/ids.ts';
import { enqueueMail, type Message } from '../../src/platform/mail/outbox.ts';
import type { MailKindCode } from '../../src/platform/mail/kinds.ts';
import type { Delivery } from '../../src/platform/mail/delivery.ts';
import type { MailParts } from '../../src/platform/mail/send-waiting.ts';
import type { World } from './world.ts';

/** Puts a message into the outbox of a school, as a command does, and returns its id. */
export async function queued<Code extends MailKindCode>(
  world: World,
  message: Partial<Message<Code>> & Pick<Message<Code>, 'kind' | 'fields'>,
  school: SchoolId = asId('school'),
): Promise<string> {
  const id = world.ids.next<'mail'>();
  const queue = command({
    name: 'test.queue-mail',
    input: z.object({}),
    events: defineEvents({ 'access-refused': event('request', 'asked', { asked: z.string(), subject: z.string() }) }),
    load: wholeSchool,
    policy: onlyMachine('command-line'),
    prepare: nothing,
    effect: async ({ db, now }) => {
      await enqueueMail(db, { to: 'dsl@larkhill.example', person: undefined, ...message }, { id, now });
      return done(id, { name: 'access-refused', subject: 'test', data: { asked: 'test', subject: 'test' } });
    },
    changesFilter: false,
  });
  const outcome = await world.runner.run(queue, world.commandLine(school), {});
  if (!outcome.ok) throw new Error('the message was not queued');
  return id;
}

/** A row of the outbox as it lies in the table (fields sealed). */
export async function outboxRow(world: World, id: string): Promise<Readonly<Record<string, unknown>>> {
  return world.store.reading.selectFrom('mail_outbox').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** What sending needs, with another way to deliver. */
export function mailPartsOf(world: World, delivery: Delivery): MailParts {
  return {
    store: world.store,
    clock: world.clock,
    ids: world.ids,
    delivery,
    sender: { from: 'schoolgate@larkhill.example', replyTo: undefined, publicUrl: 'https://gate.larkhill.example' },
    returnTo: (id) => `returned+${id}@larkhill.example`,
  };
}
