import { SCHOOL_TIME_ZONE } from '../../platform/time/clock.ts';
import { formatDateTime, formatMonth } from '../../platform/views/format.ts';
import type { SubjectPiece, SubjectRecords } from '../module.ts';
import { owned } from './tables.ts';

/** More visits of one month than this are too many to look through by hand; the piece says so. */
const MOST_LINES = 3_000;

/** What somebody opened or tried to open, a piece a month. Alerts raised about them are in it as what raised them. */
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
        .limit(MOST_LINES + 1)
        .execute();
      if (rows.length === 0) continue;
      pieces.push({
        key: `visits:${person}:${month.toString()}`,
        title: `Use of the internet in ${formatMonth(month)}`,
        on: day,
        readers: ['dsl', 'deputy-dsl', 'head'],
        lines: [
          ...rows
            .slice(0, MOST_LINES)
            .map(
              (row) =>
                `${formatDateTime(row.at)}: ${row.type} ${row.host}${row.visits > 1 ? `, ${String(row.visits)} times` : ''}${row.words === '' ? '' : ` (${row.words})`}`,
            ),
          ...(rows.length > MOST_LINES
            ? [`More than ${String(MOST_LINES)} lines: the rest is to be printed from the page of visits.`]
            : []),
        ],
      });
    }
    return pieces;
  },
};
