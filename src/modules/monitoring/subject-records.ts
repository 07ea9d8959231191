import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import { formatDateTime, formatMonth } from '../../platform/views/format.ts';
import type { SubjectPiece, SubjectRecords } from '../module.ts';
import { owned } from './tables.ts';

/** So many visits are looked through as one piece: a month with more of them has several, and none is left out. */
const LINES = 3_000;

/** What somebody opened or tried to open, a piece a month or more of them. Alerts raised about them are in it as what raised them. */
export const monitoringRecords: SubjectRecords = {
  title: 'Use of the internet',
  pieces: async (db, { person }) => {
    const pieces: SubjectPiece[] = [];
    const first = await owned
      .read(db)
      .select('filter_event')
      .where('person_id', '=', person)
      .select('at')
      .orderBy('at')
      .limit(1)
      .executeTakeFirst();
    const newest = await owned
      .read(db)
      .select('filter_event')
      .where('person_id', '=', person)
      .select('at')
      .orderBy('at', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (first === undefined || newest === undefined) return pieces;
    const monthOf = (text: string): Temporal.PlainYearMonth =>
      Temporal.Instant.from(text).toZonedDateTimeISO(SCHOOL_TIME_ZONE).toPlainDate().toPlainYearMonth();
    const last = monthOf(newest.at);
    for (
      let month = monthOf(first.at);
      Temporal.PlainYearMonth.compare(month, last) <= 0;
      month = month.add({ months: 1 })
    ) {
      const day = month.toPlainDate({ day: 1 });
      const from = day.toZonedDateTime(SCHOOL_TIME_ZONE).toInstant();
      const until = day.add({ months: 1 }).toZonedDateTime(SCHOOL_TIME_ZONE).toInstant();
      const rows = await owned
        .read(db)
        .select('filter_event')
        .where('person_id', '=', person)
        .where('at', '>=', from.toString({ smallestUnit: 'millisecond' }))
        .where('at', '<', until.toString({ smallestUnit: 'millisecond' }))
        .select(['at', 'type', 'host', 'visits', 'words'])
        .orderBy('at')
        .orderBy('id')
        .execute();
      for (let start = 0; start < rows.length; start += LINES) {
        const part = start === 0 ? '' : `, part ${String(start / LINES + 1)}`;
        pieces.push({
          key: `visits:${person}:${month.toString()}${start === 0 ? '' : `:${String(start / LINES + 1)}`}`,
          title: `Use of the internet in ${formatMonth(month)}${part}`,
          on: day,
          readers: ['dsl', 'deputy-dsl', 'head'],
          lines: rows
            .slice(start, start + LINES)
            .map(
              (row) =>
                `${formatDateTime(row.at)}: ${row.type} ${row.host}${row.visits > 1 ? `, ${String(row.visits)} times` : ''}${row.words === '' ? '' : ` (${row.words})`}`,
            ),
        });
      }
    }
    return pieces;
  },
};
