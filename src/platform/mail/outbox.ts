import { mkdirSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';

import nodemailer from 'nodemailer';

import { machinery, machineryIn } from '../db/machinery.ts';
import type { WriteHandle } from '../db/scoped-tables.ts';
import type { Store } from '../db/store.ts';
import type { Id } from '../ids/ids.ts';
import type { Clock } from '../time/clock.ts';

interface Tables {
  mail_outbox: {
    id: string;
    school_id: string;
    to_address: string;
    subject: string;
    body: string;
    queued_at: string;
    written_at: string | null;
  };
}

/** A message: plain text, nothing sensitive in it (design.md): it says that something waits and links to it. */
export interface Message {
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** Puts a message into the outbox, in the command's own transaction: it goes if and only if the change is kept. */
export async function enqueueMail(
  handle: WriteHandle,
  message: Message,
  parts: { id: Id<'mail'>; now: Temporal.Instant },
): Promise<void> {
  await machineryIn<Tables>(handle)
    .insertInto('mail_outbox')
    .values({
      id: parts.id,
      school_id: handle.school,
      to_address: message.to,
      subject: message.subject,
      body: message.body,
      queued_at: parts.now.toString(),
      written_at: null,
    })
    .execute();
}

/**
 * Writes waiting messages as `.eml` files into `folder` (this version has no SMTP) and returns how many. Each file is complete before it has
 * its name; a crash in between writes the same file again. One that cannot be written does not hold up the others: it throws at the end.
 */
export async function writeWaitingMail(store: Store, clock: Clock, folder: string): Promise<number> {
  const tables = machinery<Tables>(store);
  const waiting = await tables.reading
    .selectFrom('mail_outbox')
    .selectAll()
    .where('written_at', 'is', null)
    .orderBy('queued_at')
    .limit(100)
    .execute();
  if (waiting.length === 0) return 0;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  const failures: unknown[] = [];
  for (const row of waiting) {
    try {
      await writeOne(row);
    } catch (error) {
      // The others must not wait behind it: it stays in the outbox and is tried again.
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${String(failures.length)} messages could not be written`);
  return waiting.length;

  async function writeOne(row: Tables['mail_outbox']): Promise<void> {
    const composed = await composer.sendMail({
      from: 'Schoolgate <schoolgate@localhost>',
      to: row.to_address,
      subject: row.subject,
      text: row.body,
      messageId: `<${row.id}@schoolgate.localhost>`,
      date: row.queued_at,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    const name = join(folder, `${row.id}.eml`);
    const file = await open(`${name}.part`, 'w', 0o600);
    try {
      if (!Buffer.isBuffer(composed.message)) throw new TypeError('the mail composer gave a stream instead of bytes');
      await file.writeFile(composed.message);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${name}.part`, name);
    await tables.transaction((db) =>
      db.updateTable('mail_outbox').set({ written_at: clock.now().toString() }).where('id', '=', row.id).execute(),
    );
  }
}
