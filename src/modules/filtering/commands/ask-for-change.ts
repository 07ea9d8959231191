import { z } from 'zod';

import type { EventOf } from '../../../platform/audit/events.ts';
import { command, done, failed, wholeSchool } from '../../../platform/commands/command.ts';
import type { WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { choice, text } from '../../../platform/forms/fields.ts';
import { asId, type Id, type PersonId } from '../../../platform/ids/ids.ts';
import { filteringEvents } from '../events.ts';
import { endOfDay, isHelp, optionalDay, site } from '../fields.ts';
import { forWhom, levels } from '../for-whom.ts';
import { decideWith, type LiveReader } from '../live.ts';
import { mayAsk } from '../policy.ts';
import { newRequestRow, type RequestId } from '../records/requests.ts';
import { filteringTables } from '../tables.ts';
import { wantsCodes } from '../words.ts';

/** Any member of staff asks to open or close a site: S1's columns are reason, date and name (s1-071); the signature comes before any effect (s1-072). */
export function askForChange(live: LiveReader) {
  return command({
    name: 'filtering.ask-for-change',
    input: z.object({
      wants: choice(wantsCodes, 'Choose whether to open or to close the site'),
      site: site(),
      profiles: levels(),
      reason: text('why you ask', 500),
      until: optionalDay('the last day'),
    }),
    events: { 'filter-change-asked': filteringEvents['filter-change-asked'] },
    load: wholeSchool,
    policy: (actor) => mayAsk(actor),
    prepare: (input) => Promise.resolve(categoryOf(live, input.site)),
    changesFilter: false,
    effect: async ({ db, actor, now, input, prepared, newId }) => {
      if (actor.kind !== 'person') return failed('', 'Sign in to ask for a change.');
      if (isHelp(input.site)) return failed('site', 'This is a help site. It is always open');
      const until = input.until === null ? null : endOfDay(input.until);
      if (until !== null && Temporal.Instant.compare(until, now) <= 0) {
        return failed('until', 'The last day must be today or later');
      }
      const whom = await forWhom(db, input.profiles);
      if (!whom.ok) return whom;
      const id = newId<'filter-request'>();
      await filteringTables.write(db).insert(
        'filter_request',
        newRequestRow(id, {
          wants: input.wants,
          host: input.site,
          category: prepared,
          profiles: whom.profiles,
          until,
          reason: input.reason,
          cameFrom: 'page',
          eventKey: null,
          askedBy: actor.person,
          askedAt: now,
        }),
      );
      return done(id, { name: 'filter-change-asked', subject: id, data: { wants: input.wants, cameFrom: 'page' } });
    },
  });
}

/** What a block page brings: staff ask to open, a pupil thinks the block is a mistake. */
export interface GateRequest {
  /** Null when nobody had signed in. */
  readonly person: PersonId | null;
  readonly host: string;
  /** The profile that was refused: the request is for it and for nobody else, unless whoever decides widens it. */
  readonly profile: string;
  /** Why, in the words of staff; '' from a pupil's button. */
  readonly reason: string;
  /** Unique for ever: filter, boot, worker and sequence of the spool's record. The same event is taken once. */
  readonly eventKey: string;
}

/**
 * Makes a change request of what came from a block page, inside the caller's command, which returns the event. Undefined when this event
 * has been taken before, when the host cannot be one, or when the same request already waits: from the same person, or (without reason)
 * from anybody, so that a class of thirty makes one line.
 */
export async function requestFromGate(
  context: { readonly db: WriteHandle; readonly now: Temporal.Instant; newId<Kind extends string>(): Id<Kind> },
  asked: GateRequest,
): Promise<
  | {
      readonly requestId: RequestId;
      readonly event: Extract<EventOf<typeof filteringEvents>, { name: 'filter-change-asked' }>;
    }
  | undefined
> {
  const host = site().safeParse(asked.host);
  if (!host.success || isHelp(host.data)) return undefined;
  const cameFrom = asked.reason === '' ? 'mistake' : 'gate';
  const writer = filteringTables.write(context.db);
  const taken = await writer
    .select('filter_request')
    .where((where) =>
      where.or([
        where('event_key', '=', asked.eventKey),
        where.and([
          where('state', '=', 'waiting'),
          where('host', '=', host.data),
          where('came_from', '=', cameFrom),
          ...(cameFrom === 'mistake' ? [] : [where('asked_by', 'is not distinct from', asked.person)]),
        ]),
      ]),
    )
    .select('id')
    .executeTakeFirst();
  if (taken !== undefined) return undefined;
  const id = context.newId<'filter-request'>();
  await writer.insert(
    'filter_request',
    newRequestRow(id, {
      wants: 'open',
      host: host.data,
      category: null,
      profiles: [asked.profile],
      until: null,
      reason: asked.reason === '' ? 'Reported on the block page as a mistake.' : asked.reason.slice(0, 500),
      cameFrom,
      eventKey: asked.eventKey,
      askedBy: asked.person,
      askedAt: context.now,
    }),
  );
  return {
    requestId: asId(id),
    event: { name: 'filter-change-asked', subject: id, data: { wants: 'open', cameFrom } },
  };
}

/** The category that lists in force give a host; null when none knows it or nothing is published. */
function categoryOf(live: LiveReader, host: string): string | null {
  const newest = live.newest();
  if (newest === undefined) return null;
  const decision = decideWith(newest, Temporal.Instant.fromEpochMilliseconds(0), { url: host });
  return decision.category;
}
