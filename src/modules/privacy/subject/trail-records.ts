import { tables } from '../../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatDateTime } from '../../../platform/views/format.ts';
import type { SubjectRecords } from '../../module.ts';

/** The trail is machinery (platform/audit writes it); here it is read. */
const trail = tables<{
  audit_event: {
    school_id: string;
    seq: number;
    at: string;
    event: string;
    subject_kind: string;
    subject: string;
  };
}>('audit_event');

/** Everything that the trail says was done with somebody's own record, and when, newest first. Who did it is about them, and is not in the copy. */
export const trailRecords: SubjectRecords = {
  title: 'What was done with the record',
  pieces: async (db, { person, now }) => {
    const rows = await trail
      .read(db)
      .select('audit_event')
      .where('subject_kind', '=', 'person')
      .where('subject', '=', person)
      // Requests have a history of their own, and who looked at what to make a copy would tell of pieces that only they may read.
      .where('event', 'not like', 'subject-%')
      .select(['at', 'event'])
      .orderBy('seq', 'desc')
      .execute();
    if (rows.length === 0) return [];
    return [
      {
        key: `trail:${person}`,
        title: 'What was done with the record',
        on: schoolDay(now),
        // It tells of looks at casework: not for everybody who prepares copies.
        readers: ['dsl', 'deputy-dsl', 'head'],
        lines: rows.map((row) => `${formatDateTime(row.at)}: ${row.event.replaceAll('-', ' ')}`),
      },
    ];
  },
};
