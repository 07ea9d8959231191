import { z } from 'zod';

import { command, done, failed, nothing, wholeSchool } from '../../../platform/commands/command.ts';
import { choice, choices, day, optionalText, text, tick } from '../../../platform/forms/fields.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { incidentEvents } from '../events.ts';
import { optionalTime, schoolInstant } from '../fields.ts';
import { mayReport } from '../policy.ts';
import { matchNames, reportIncident } from '../report.ts';
import { categories, dangers, reactions, sites, spheres, systems } from '../words.ts';

/** Logs a concern: any member of staff, in under a minute (s1-029, s1-035). Gives the incident's id. */
export const reportConcern = command({
  name: 'incidents.report-concern',
  input: z.object({
    details: text('what happened', 10_000),
    who: optionalText('who it is about', 600),
    witnesses: optionalText('who saw it', 600),
    about: choice(spheres.codes, 'Choose whom it is about'),
    danger: choice(dangers.codes, 'Say whether anybody is in danger right now'),
    happened: day('the day it happened'),
    time: optionalTime('the time'),
    site: choice(sites.codes, 'Choose where it happened').default('school'),
    place: optionalText('the place', 200),
    linkedBecause: optionalText('how it is linked to the school', 500),
    system: choice(systems.codes, 'Choose whose device it was').default('not-known'),
    device: optionalText('the device', 100),
    // The list begins with an empty "Not sure": whoever leaves it there has answered.
    category: z
      .union([z.literal('').transform(() => 'not-sure' as const), z.enum(categories.codes)], {
        error: 'Choose what kind of thing it was',
      })
      .default('not-sure'),
    reactions: choices(reactions.codes, 'Choose what has been done already'),
    // Written on paper while the trail could not be written (contracts.md, "When something is missing").
    paper: tick(),
  }),
  events: incidentEvents,
  load: wholeSchool,
  policy: (actor) => mayReport(actor),
  prepare: nothing,
  effect: async (context) => {
    const { input, db, now } = context;
    if (Temporal.PlainDate.compare(input.happened, schoolDay(now)) > 0) {
      return failed('happened', 'The day it happened must be today or earlier');
    }
    if (input.time !== null && Temporal.Instant.compare(schoolInstant(input.happened, input.time), now) > 0) {
      return failed('time', 'The time it happened must be earlier than now');
    }
    if (input.site === 'off-site' && input.linkedBecause === '') {
      return failed('linkedBecause', 'Say how it is linked to the school');
    }
    const people = [
      ...(await matchNames(db, input.who, 'about', now)),
      ...(await matchNames(db, input.witnesses, 'saw', now)),
    ];
    const { incidentId, event } = await reportIncident(context, {
      details: input.details,
      people,
      about: input.about,
      danger: input.danger,
      happenedOn: input.happened,
      happenedTime: input.time,
      site: input.site,
      place: input.place,
      linkedBecause: input.linkedBecause,
      system: input.system,
      device: input.device,
      category: input.category,
      reactions: input.reactions,
      source: input.paper ? 'paper' : 'form',
      sourceId: null,
    });
    return done(incidentId, event);
  },
  changesFilter: false,
});
