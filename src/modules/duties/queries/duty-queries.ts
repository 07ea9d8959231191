import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { recordId } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { namesOf } from '../../people/index.ts';
import { clausesOfControl } from '../../policy/index.ts';
import { loadSubject, occurrenceInput } from '../commands/close-duty.ts';
import { daysAhead } from '../days-ahead.ts';
import { standingFor, type DutyParts } from '../duty-parts.ts';
import { dutyEvents } from '../events.ts';
import { howTheyStand } from '../how-they-stand.ts';
import { postsOn } from '../owners.ts';
import {
  mayChangeDuty,
  mayDo,
  mayReadRecord,
  mayReopen,
  maySeeDuties,
  maySeeDuty,
  maySeeProgress,
  mayWaive,
} from '../policy.ts';
import { dutyTables } from '../rows.ts';
import { beginningOf, historyOf } from '../store.ts';
import { calendarOf, schoolYearOf } from '../../school/index.ts';

type Settings = Pick<DutyParts, 'settings'>;

const titlesOnly = 'It shows titles of duties, whose they are and days: nothing about anybody.';

/** The duties of whoever asks, and for those who see how all stand, all. */
export const makeSeeDuties = (parts: Settings) =>
  query({
    name: 'duties.see-duties',
    input: z.object({}),
    events: dutyEvents,
    load: wholeSchool,
    policy: maySeeDuties,
    answer: async (db, { actor, now }) => {
      const posts = postsOn(db, now);
      const all = await howTheyStand(db, parts.settings, now);
      const rows = [];
      for (const standing of all) {
        const post = await posts.answering(standing.duty.owner);
        rows.push({ ...standing, post, own: await posts.isOwn(actor, standing.duty.owner) });
      }
      const today = schoolDay(now);
      return {
        today,
        began: await beginningOf(db),
        progress: maySeeProgress(actor),
        guessed: (await calendarOf(db)).termsOf(schoolYearOf(today)).some((term) => !term.confirmed),
        rows,
      };
    },
    leaves: titlesOnly,
  });

/** How many of a duty's periods its page shows. */
const MOST_SHOWN = 40;

/** One duty: what it is, whose, what counts, which clauses ask for it, and its history as far as whoever asks may read it. */
export const makeSeeDuty = (parts: Settings) =>
  query({
    name: 'duties.see-duty',
    input: z.object({ code: occurrenceInput.code }),
    events: dutyEvents,
    load: (db, { code }, asking) => standingFor(parts, db, code, asking),
    policy: (actor, standing) => maySeeDuty(actor, standing),
    answer: async (db, { actor, subject, now }) => {
      const { duty } = subject;
      const posts = postsOn(db, now);
      const post = await posts.answering(duty.owner);
      const reads = mayReadRecord(actor, subject).allowed;
      const history = await historyOf(db, duty.shape.code, MOST_SHOWN);
      const records = reads
        ? await recordsOf(
            db,
            history.map((one) => one.id),
          )
        : { changes: [], files: [], names: new Map<string, string>() };
      return {
        today: schoolDay(now),
        duty,
        own: subject.own,
        post,
        holders: await posts.holders(post),
        clauses: await clausesOfControl(db, `duty-${duty.shape.code}`),
        history,
        reads,
        ...records,
        setBy:
          duty.own === undefined ? '' : ((await namesOf(db, [duty.own.set_by])).values().next().value ?? 'somebody'),
        may: {
          do: mayDo(actor, subject).allowed,
          waive: mayWaive(actor, subject).allowed,
          change: mayChangeDuty(actor).allowed,
        },
        reopens: new Set(history.filter((one) => mayReopen(actor, one).allowed).map((one) => one.key)),
      };
    },
    leaves: 'What is written of a duty is about the school and not about people; forms ask not to name pupils.',
  });

async function recordsOf(db: ReadHandle, ids: readonly string[]) {
  const wanted = ['', ...ids];
  const changes = await dutyTables
    .read(db)
    .select('duty_change')
    .where('occurrence_id', 'in', wanted)
    .selectAll()
    .orderBy('at')
    .orderBy('version')
    .execute();
  const files = await dutyTables
    .read(db)
    .select('duty_file')
    .where('occurrence_id', 'in', wanted)
    .selectAll()
    .orderBy('added_at')
    .orderBy('id')
    .execute();
  const names: ReadonlyMap<string, string> = new Map<string, string>(
    await namesOf(
      db,
      changes.map((one) => one.by_id),
    ),
  );
  return { changes, files, names };
}

/** The form on which a duty is recorded, waived or reopened: one time that it fell due. */
const makeSeeForm = (
  parts: Settings,
  name: string,
  policy: (
    actor: Parameters<typeof mayDo>[0],
    subject: NonNullable<Awaited<ReturnType<typeof loadSubject>>>,
  ) => ReturnType<typeof mayDo>,
) =>
  query({
    name,
    input: z.object(occurrenceInput),
    events: dutyEvents,
    load: (db, input, asking) => loadSubject(parts, db, input, asking),
    policy,
    answer: (_db, { subject, now }) => Promise.resolve({ ...subject, today: schoolDay(now) }),
    leaves: titlesOnly,
  });

export const makeSeeDoForm = (parts: Settings) => makeSeeForm(parts, 'duties.see-do-form', mayDo);
export const makeSeeWaiveForm = (parts: Settings) => makeSeeForm(parts, 'duties.see-waive-form', mayWaive);
export const makeSeeReopenForm = (parts: Settings) =>
  makeSeeForm(parts, 'duties.see-reopen-form', (actor, { one }) => mayReopen(actor, one));

/** The form on which something is recorded that has no dates. */
export const makeSeeRecordForm = (parts: Settings) =>
  query({
    name: 'duties.see-record-form',
    input: z.object({ code: occurrenceInput.code }),
    events: dutyEvents,
    load: (db, { code }, asking) => standingFor(parts, db, code, asking),
    policy: (actor, standing) => mayDo(actor, standing),
    answer: (_db, { subject, now }) => Promise.resolve({ ...subject, today: schoolDay(now) }),
    leaves: titlesOnly,
  });

/** The form on which a duty's period or owner is changed. */
export const makeSeeChangeForm = (parts: Settings) =>
  query({
    name: 'duties.see-change-form',
    input: z.object({ code: occurrenceInput.code }),
    events: dutyEvents,
    load: (db, { code }, asking) => standingFor(parts, db, code, asking),
    policy: mayChangeDuty,
    answer: (_db, { subject }) => Promise.resolve(subject),
    leaves: titlesOnly,
  });

/** A file that shows a duty done. Each time it is opened is written down. */
export const makeOpenDutyFile = (parts: Settings) =>
  query({
    name: 'duties.open-file',
    input: z.object({ ...occurrenceInput, file: recordId<'duty-file'>() }),
    events: dutyEvents,
    load: async (db, input, asking) => {
      const subject = await loadSubject(parts, db, input, asking);
      const row =
        subject === undefined
          ? undefined
          : await dutyTables
              .read(db)
              .select('duty_file')
              .where('id', '=', input.file)
              .where('occurrence_id', '=', subject.one.id)
              .selectAll()
              .executeTakeFirst();
      return subject === undefined || row === undefined ? undefined : { ...subject, row };
    },
    policy: (actor, subject) => mayReadRecord(actor, subject),
    answer: (_db, { subject }) =>
      Promise.resolve({
        content: subject.row.content,
        kind: subject.row.kind,
        name: `duty-${subject.one.duty}-${subject.one.due.toString()}`,
      }),
    leaves: (_value, { subject }) => [
      { name: 'duty-file-opened' as const, subject: subject.one.id, data: { file: subject.row.id } },
    ],
  });

/** The months to come: one's own duties, or all for those who see how all stand. */
export const makeSeeCalendar = (parts: Settings) =>
  query({
    name: 'duties.see-calendar',
    input: z.object({ whose: z.enum(['own', 'all']).catch('own') }),
    events: dutyEvents,
    load: wholeSchool,
    policy: maySeeDuties,
    answer: async (db, { actor, input, now }) => {
      const posts = postsOn(db, now);
      const today = schoolDay(now);
      const progress = maySeeProgress(actor);
      const all = progress && input.whose === 'all';
      const days = [];
      for (const one of await daysAhead(db, parts.settings, { now, until: today.add({ months: 12 }) })) {
        const own = await posts.isOwn(actor, one.duty.owner);
        if (own || all) days.push({ ...one, own, post: await posts.answering(one.duty.owner) });
      }
      return { today, all, progress, days, calendar: await calendarOf(db) };
    },
    leaves: titlesOnly,
  });
