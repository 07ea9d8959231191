import { tables } from '../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../platform/time/clock.ts';
import { formatDateTime } from '../../platform/views/format.ts';
import type { SubjectRecords } from '../module.ts';

/** The outbox is machinery (platform/mail writes it); here it is read. */
const outbox = tables<{
  mail_outbox: {
    school_id: string;
    id: string;
    person_id: string | null;
    kind: string;
    queued_at: string;
    state: string;
  };
}>('mail_outbox');

/** That messages were sent to somebody, all that the outbox still holds, newest first: the kind and the time; their words are kept nowhere. */
export const messageRecords: SubjectRecords = {
  title: 'Messages sent',
  pieces: async (db, { person, now }) => {
    const rows = await outbox
      .read(db)
      .select('mail_outbox')
      .where('person_id', '=', person)
      .select(['kind', 'queued_at', 'state'])
      .orderBy('queued_at', 'desc')
      .execute();
    if (rows.length === 0) return [];
    return [
      {
        key: `mail:${person}`,
        title: 'Messages sent',
        on: schoolDay(now),
        readers: 'preparers',
        lines: rows.map((row) => `${formatDateTime(row.queued_at)}: ${row.kind.replaceAll('-', ' ')}`),
      },
    ];
  },
};
