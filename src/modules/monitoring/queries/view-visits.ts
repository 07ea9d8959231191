import { z } from 'zod';

import { query } from '../../../platform/commands/command.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { SCHOOL_TIME_ZONE, schoolDay } from '../../../platform/time/clock.ts';
import { findPerson } from '../../people/index.ts';
import { monitoringEvents } from '../events.ts';
import { visitsOf } from '../lists.ts';
import { maySeeVisits } from '../policy.ts';
import { detailOf } from '../who.ts';

/** Rows on a page, and on the one page that is made to be printed. */
const SIZE = 50;
const PRINTED = 2000;

/** What one person opened, or tried to, on one school day. Help is never stored, so it is never here. */
export const viewVisits = query({
  name: 'monitoring.view-visits',
  input: z.object({
    id: recordId<'person'>(),
    day: z.string().catch(''),
    only: z.enum(['all', 'blocked']).catch('all'),
    all: z.enum(['yes', 'no']).catch('no'),
    page: z.coerce.number().int().min(1).max(10_000).catch(1),
  }),
  events: monitoringEvents,
  load: async (db, input, { now }) => {
    const person = await findPerson(db, input.id, now);
    return person === undefined ? undefined : { person: person.id, summary: person };
  },
  policy: maySeeVisits,
  answer: async (db, { input, subject, now }) => {
    const day = dayIn(input.day) ?? schoolDay(now);
    const size = input.all === 'yes' ? PRINTED : SIZE;
    const number = input.all === 'yes' ? 1 : input.page;
    const { total, visits } = await visitsOf(db, {
      person: subject.person,
      from: startOf(day),
      until: startOf(day.add({ days: 1 })),
      only: input.only,
      size,
      page: number,
    });
    return {
      person: subject.person,
      name: subject.summary.name,
      detail: detailOf(subject.summary),
      day,
      today: schoolDay(now),
      only: input.only,
      all: input.all === 'yes',
      page: { number, size, total },
      visits,
    };
  },
  leaves: (value) => [
    {
      name: 'visits-viewed',
      subject: value.person,
      data: { day: value.day.toString(), shown: value.visits.length, page: value.page.number },
    },
  ],
});

/** The day in an address; undefined when it is none. */
function dayIn(text: string): Temporal.PlainDate | undefined {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? Temporal.PlainDate.from(text) : undefined;
  } catch {
    return undefined;
  }
}

/** The first instant of a school day. */
export function startOf(day: Temporal.PlainDate): Temporal.Instant {
  return day.toZonedDateTime(SCHOOL_TIME_ZONE).toInstant();
}
