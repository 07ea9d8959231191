import { z } from 'zod';

import { askByName } from '../../by-name.ts';
import type { AdultKey } from '../people.ts';
import { act, actorOf, dayOf, instantOf, runJob, TERM_BEGINS, type Beat, type Telling } from '../telling.ts';
import { schoolYearOf } from '../../../modules/school/index.ts';

/** The duties of the term: some done in time, some late, one waived; those that nobody here names fall overdue, unless the records of the term show them done. */

interface Done {
  readonly by: AdultKey;
  readonly words: string;
  /** How many days after the day it was due; without it a day or so before. */
  readonly late?: number;
}

const kept: Readonly<Record<string, Done>> = {
  'filter-suitability-check': { by: 'deputy', words: 'Went through the levels with two teachers: they fit.' },
  'profile-review': { by: 'lead', words: 'Who is in which level was compared with the class lists.', late: 6 },
  'activity-report': { by: 'technician', words: 'Sent to the lead: what was searched and closed most.', late: 9 },
  'incident-log-check-governor': { by: 'governor', words: 'Read in the office with the safeguarding lead.' },
  'governor-report-regular': { by: 'lead', words: 'Two pages for the meeting of governors.', late: 4 },
  'rules-reminder': { by: 'lead', words: 'The rules were read out in every class.' },
  'parent-agreement-renewal': {
    by: 'office',
    words: 'All agreements are back but four; those families were rung.',
    late: 10,
  },
  'access-rights-review': { by: 'technician', words: 'Two who left had their access taken away.' },
  'staff-update': { by: 'lead', words: 'A quarter of an hour in the staff meeting, about group chats.' },
};

/** Done each Monday for all the days before. */
const everyMonday: Readonly<Record<string, Done>> = {
  'backup-check': { by: 'technician', words: 'The reports of the nights were read.' },
  'weekly-monitoring-report': { by: 'dsl', words: 'Read, and talked through with the lead.' },
};

const waived: Readonly<Record<string, string>> = {
  'antivirus-review':
    'The contractor changes the product this half-term: it is looked at when the new one is on all laptops.',
};

/** Confirms the term dates, and looks each Monday what is due, as its owners do. */
export function dutyBeats(telling: Telling): readonly Beat[] {
  const weeks = Array.from({ length: -TERM_BEGINS / 5 }, (_each, week) => TERM_BEGINS + 5 * week);
  return [
    ...[TERM_BEGINS, LAST_LOOK_AT_TERMS].map((day) => ({
      at: instantOf(telling, { day, at: '08:10' }),
      happens: () => confirmTerms(telling),
    })),
    ...weeks.map((day) => ({
      at: instantOf(telling, { day, at: '08:20' }),
      happens: async () => {
        await runJob(telling, 'duties.keep');
        await runJob(telling, 'standards.open-due-reviews');
        await keepDuties(telling, dayOf(telling.days, day));
      },
    })),
  ];
}

/** The term may have begun in the school year before the one that it is now. */
const LAST_LOOK_AT_TERMS = -30;

const standings = z.object({
  rows: z.array(
    z.object({
      duty: z.object({ shape: z.object({ code: z.string() }) }),
      open: z.array(z.object({ key: z.string(), version: z.number(), due: z.custom<Temporal.PlainDate>() })),
    }),
  ),
});

async function keepDuties(telling: Telling, today: Temporal.PlainDate): Promise<void> {
  const head = await actorOf(telling, 'head');
  const { rows } = standings.parse(await askByName(telling.whole, 'duties.see-duties', head, {}));
  for (const { duty, open } of rows) {
    const { code } = duty.shape;
    const done = kept[code] ?? everyMonday[code];
    const reason = waived[code];
    const weekly = everyMonday[code];
    const past = (due: Temporal.PlainDate) => due.until(today, { largestUnit: 'days' }).days;
    // What is done closes what is older by itself.
    const one = weekly === undefined ? open[0] : open.findLast(({ due }) => past(due) >= 0);
    if (one === undefined) continue;
    const of = { code, key: one.key, version: String(one.version) };
    if (done !== undefined && past(one.due) >= (done.late ?? -7)) {
      const input = { ...of, words: done.words, on: today.toString() };
      await act(telling, 'duties.do-duty', await actorOf(telling, done.by), input);
    }
    if (reason !== undefined && past(one.due) >= 0) await act(telling, 'duties.waive-duty', head, { ...of, reason });
  }
}

const termDays = z.object({
  version: z.number(),
  terms: z.array(
    z.looseObject({
      name: z.string(),
      from: day(),
      to: day(),
      breakFrom: day(),
      breakTo: day(),
      confirmed: z.boolean(),
    }),
  ),
});

function day() {
  return z.custom<Temporal.PlainDate>();
}

/** Enters the terms of this school year as Schoolgate guesses them: this school's are those. */
async function confirmTerms(telling: Telling): Promise<void> {
  const office = await actorOf(telling, 'office');
  const year = String(schoolYearOf(telling.clock.now().toZonedDateTimeISO('UTC').toPlainDate()));
  const { version, terms } = termDays.parse(await askByName(telling.whole, 'school.see-terms-of', office, { year }));
  if (terms.every((term) => term.confirmed)) return;
  const form: Record<string, string> = {};
  for (const term of terms) {
    form[`${term.name}From`] = term.from.toString();
    form[`${term.name}BreakFrom`] = term.breakFrom.toString();
    form[`${term.name}BreakTo`] = term.breakTo.toString();
    form[`${term.name}To`] = term.to.toString();
  }
  await act(telling, 'school.enter-terms', office, { year, version: String(version), ...form });
}
