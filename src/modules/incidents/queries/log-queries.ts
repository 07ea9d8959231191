import { setImmediate } from 'node:timers/promises';

import { z } from 'zod';

import { query, wholeSchool } from '../../../platform/commands/command.ts';
import type { ReadHandle } from '../../../platform/db/scoped-tables.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatDate, formatDateTime } from '../../../platform/views/format.ts';
import { namesOf } from '../../people/index.ts';
import { incidentEvents } from '../events.ts';
import { listIncidents, reportedByWeek, type LogFilter } from '../lists.ts';
import { logRowsOf, type LogRow } from '../log-columns.ts';
import { logReviewers } from '../log-reviewers.ts';
import { mayReadFlowchart, mayReadGovernorsLog, mayReadLog, maySign, signedView } from '../policy.ts';
import { redactedLog } from '../redacted.ts';
import { recentTerms, termNamed, viewToSign } from '../sign-off.ts';
import { incidentTables } from '../store.ts';
import { states } from '../workflow-words.ts';
import { branches, categories } from '../words.ts';

/** What an address of the log may say. Anything else in it is as if it were not there. */
const logInput = z.object({
  state: z.string().catch('').default(''),
  category: z.string().catch('').default(''),
  branch: z.string().catch('').default(''),
  term: z.string().catch('').default(''),
  person: z.string().catch('').default(''),
  page: z.string().catch('').default(''),
});

export const PAGE_SIZE = 25;

/** Incidents of a file read at once. */
const BATCH = 500;

async function filterOf(db: ReadHandle, input: z.output<typeof logInput>, now: Temporal.Instant): Promise<LogFilter> {
  return {
    state: input.state === 'open' ? 'open' : states.find((state) => state === input.state),
    category: categories.read(input.category),
    branch: branches.read(input.branch),
    person: /^[0-9a-f-]{36}$/.test(input.person) ? input.person : undefined,
    between: (await recentTerms(db, now)).find((term) => term.code === input.term),
  };
}

async function personName(db: ReadHandle, filter: LogFilter): Promise<string | undefined> {
  return filter.person === undefined ? undefined : [...(await namesOf(db, [filter.person])).values()][0];
}

/** The log: one page of what the reader may open, and the weeks behind it. */
export const seeLog = query({
  name: 'incidents.see-log',
  input: logInput,
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayReadLog(actor),
  answer: async (db, { actor, input, now }) => {
    const filter = await filterOf(db, input, now);
    const wanted = /^\d{1,5}$/.test(input.page) ? Math.max(1, Number(input.page)) : 1;
    const first = await listIncidents(db, actor, filter, { limit: PAGE_SIZE, offset: (wanted - 1) * PAGE_SIZE });
    const weeks = await reportedByWeek(db, actor, schoolDay(now), 12);
    return {
      filter,
      page: wanted,
      total: first.total,
      canSign: maySign(actor, await logReviewers(db)).allowed,
      rows: await logRowsOf(db, first.incidents),
      aboutName: await personName(db, filter),
      terms: await recentTerms(db, now),
      weeks: weeks.map((week) => ({ label: formatDate(week.monday).replace(/ \d{4}$/, ''), value: week.count })),
    };
  },
  leaves: (value) => [{ name: 'incident-log-viewed', subject: 'log', data: { view: 'list', rows: value.rows.length } }],
});

/** The whole of what the log is narrowed to, on paper. */
export const seeLogPrint = query({
  name: 'incidents.see-log-print',
  input: logInput,
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayReadLog(actor),
  answer: async (db, { actor, input, now }) => {
    const filter = await filterOf(db, input, now);
    const all = await listIncidents(db, actor, filter, { limit: 500, offset: 0 });
    return { rows: await logRowsOf(db, all.incidents), total: all.total, printed: formatDateTime(now) };
  },
  leaves: (value) => [
    { name: 'incident-log-viewed', subject: 'log', data: { view: 'print', rows: value.rows.length } },
  ],
});

/** The same as a file, whole, however long the log is: read a batch at a time, so that others are answered between. */
export const downloadLog = query({
  name: 'incidents.download-log',
  input: logInput,
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayReadLog(actor),
  answer: async (db, { actor, input, now }) => {
    const filter = await filterOf(db, input, now);
    const rows: LogRow[] = [];
    for (let below: number | undefined; ;) {
      const { incidents } = await listIncidents(db, actor, filter, { limit: BATCH, offset: 0, below });
      rows.push(...(await logRowsOf(db, incidents)));
      below = incidents.at(-1)?.number;
      if (incidents.length < BATCH) return rows;
      await setImmediate();
    }
  },
  leaves: (value) => [{ name: 'incident-log-exported', subject: 'log', data: { rows: value.length } }],
});

/** The workflow, drawn. */
export const seeFlowchart = query({
  name: 'incidents.see-flowchart',
  input: z.object({}),
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayReadFlowchart(actor),
  answer: () => Promise.resolve(null),
  leaves: 'It shows the steps every incident takes, and no incident.',
});

/** The log without names. */
export const seeGovernorsLog = query({
  name: 'incidents.see-governors-log',
  input: z.object({ term: z.string().catch('').default('') }),
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayReadGovernorsLog(actor),
  answer: async (db, { input, now, actor }) => {
    const term = await termNamed(db, input.term, now);
    return {
      term,
      terms: await recentTerms(db, now),
      log: await redactedLog(db, term),
      canSign: maySign(actor, await logReviewers(db)).allowed,
    };
  },
  leaves: (value) => [
    { name: 'incident-log-viewed', subject: 'log', data: { view: 'governors', rows: value.log.rows.length } },
  ],
});

/** What is to be signed, and who has signed it already. */
export const seeSignOff = query({
  name: 'incidents.see-sign-off',
  input: z.object({ term: z.string().catch('').default('') }),
  events: incidentEvents,
  load: logReviewers,
  policy: maySign,
  answer: async (db, { input, now, actor, subject: reviewers }) => {
    const term = await termNamed(db, input.term, now);
    const signed = await incidentTables
      .read(db)
      .select('incident_sign_off')
      .where('term', '=', term.code)
      .selectAll()
      .orderBy('signed_at')
      .execute();
    const names = new Map<string, string>(
      await namesOf(
        db,
        signed.map((row) => row.signed_by),
      ),
    );
    return {
      view: await viewToSign(db, { actor, reviewers }, term),
      terms: await recentTerms(db, now),
      as: signedView(actor, reviewers),
      signed: signed.map((row) => {
        // A full view holds what its signer may open: how much that was, or that it differs from one's own, would tell of hidden cases.
        const mine = row.view_kind === 'redacted' || (actor.kind === 'person' && actor.person === row.signed_by);
        return {
          name: names.get(row.signed_by) ?? 'somebody who has left',
          as: row.signed_as,
          at: formatDateTime(row.signed_at),
          view: row.view_kind,
          shown: mine ? { count: row.row_count, hash: row.view_hash } : undefined,
        };
      }),
    };
  },
  leaves: (value) => [
    { name: 'incident-log-viewed', subject: 'log', data: { view: 'sign-off', rows: value.view.count } },
  ],
});
