import { z } from 'zod';

import type { EventOf } from '../../../platform/audit/events.ts';
import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { changeOne, type ReadHandle, type WriteHandle } from '../../../platform/db/scoped-tables.ts';
import { asId, type Id } from '../../../platform/ids/ids.ts';
import { enqueueMail } from '../../../platform/mail/outbox.ts';
import { holdersOf } from '../../people/index.ts';
import { alertLevelOf, type AlertLevel, type CategoryLevel } from '../alert-level.ts';
import { monitoringEvents } from '../events.ts';
import { onlyIntake } from '../policy.ts';
import { owned, stamp, type AlertRow, type EventRow } from '../tables.ts';

/** Most events that one run of the command counts. */
export const MOST_EVENTS = 100;

/** An urgent alert that goes on is mailed again, but not more often than this. */
const MAIL_AGAIN_AFTER = Temporal.Duration.from({ minutes: 5 });

/** Who is written to: the safeguarding leads and the online-safety lead; the head where none of them can be. */
const mailedRoles = ['dsl', 'deputy-dsl', 'lead'] as const;

interface Surroundings {
  readonly levelOf: (category: string) => CategoryLevel | undefined;
}

type WaitingEvent = Pick<EventRow, 'id' | 'at' | 'type' | 'tier' | 'rule' | 'person_id' | 'address' | 'visits'>;

/**
 * Counts events of one person and kind in their open alert, or opens one. Each event counts once: it notes in the same transaction that it
 * was followed up, and its place in an alert is unique. Ids that were followed up already, or that belong to another group than the first,
 * are left alone.
 */
export function makeRaiseAlerts(around: Surroundings) {
  return command({
    name: 'monitoring.raise-alert',
    input: z.strictObject({ events: z.array(z.string().max(64)).min(1).max(MOST_EVENTS) }),
    events: monitoringEvents,
    load: async (db, input) => waitingAmong(db, input.events),
    policy: onlyIntake,
    prepare: nothing,
    effect: async ({ db, subject, now, newId }) => {
      const [first] = subject;
      const level = first === undefined ? undefined : alertLevelOf(first, around.levelOf);
      if (first === undefined) return failed('', 'These events have been followed up already.');
      // The list was changed in between: its level is now none, but the event was taken in as one to tell of.
      const group: AlertLevel = level ?? { kind: first.rule ?? 'unknown', severity: 'notice', rank: 3 };
      const key = subjectKey(first);
      const mine = subject.filter(
        (event) => subjectKey(event) === key && (alertLevelOf(event, around.levelOf) ?? group).kind === group.kind,
      );
      const open = await openAlert(db, key, group.kind);
      const alert = open ?? newAlert(newId(), first, key, group, now);
      const times = mine.map((event) => event.at).sort();
      const grown = {
        // A line of a flood stands for many attempts.
        events: alert.events + mine.reduce((sum, event) => sum + event.visits, 0),
        first_at: earlier(alert.first_at, times[0]),
        last_at: later(alert.last_at, times.at(-1)),
      };
      const mails = open === undefined || (group.severity === 'urgent' && mailIsDue(open, now));
      const mailedAt = mails ? stamp(now) : alert.mailed_at;

      if (open === undefined) {
        await owned.write(db).insert('alert', { ...alert, ...grown, mailed_at: mailedAt });
      } else {
        await changeOne(
          owned
            .write(db)
            .update('alert')
            .set({ ...grown, mailed_at: mailedAt, version: open.version + 1 })
            .where('id', '=', open.id)
            .where('state', '=', 'open')
            .where('version', '=', open.version),
        );
      }
      for (const event of mine) {
        await changeOne(
          owned
            .write(db)
            .update('filter_event')
            .set({ followed_at: stamp(now) })
            .where('id', '=', event.id)
            .where('followed_at', 'is', null),
        );
        await owned.write(db).insert('alert_event', { event_id: event.id, alert_id: alert.id, at: event.at });
      }
      if (mails) await tellLeads(db, { group, about: first.person_id, now, newId });

      const event: EventOf<typeof monitoringEvents> =
        open === undefined
          ? {
              name: 'alert-raised',
              subject: alert.id,
              data: { person: first.person_id, kind: group.kind, severity: group.severity, events: mine.length },
            }
          : {
              name: 'alert-grew',
              subject: alert.id,
              data: { person: first.person_id, kind: group.kind, added: mine.length, events: grown.events },
            };
      return done({ alert: asId<'alert'>(alert.id), counted: mine.length }, event);
    },
    changesFilter: false,
  });
}

async function waitingAmong(db: ReadHandle, ids: readonly string[]): Promise<readonly WaitingEvent[]> {
  return owned
    .read(db)
    .select('filter_event')
    .select(['id', 'at', 'type', 'tier', 'rule', 'person_id', 'address', 'visits'])
    .where('id', 'in', ids)
    .where('follow_up', '=', 'alert')
    .where('followed_at', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .execute();
}

/** Whom events are grouped by: the person, or the address while nobody is known there. */
export function subjectKey(event: { readonly person_id: string | null; readonly address: string }): string {
  return event.person_id ?? `address:${event.address}`;
}

async function openAlert(db: ReadHandle, key: string, kind: string): Promise<AlertRow | undefined> {
  return owned
    .read(db)
    .select('alert')
    .selectAll()
    .where('subject_key', '=', key)
    .where('kind', '=', kind)
    .where('state', '=', 'open')
    .executeTakeFirst();
}

function newAlert(
  id: string,
  event: WaitingEvent,
  key: string,
  level: AlertLevel,
  now: Temporal.Instant,
): Omit<AlertRow, 'school_id'> {
  return {
    id,
    subject_key: key,
    person_id: event.person_id,
    address: event.address,
    kind: level.kind,
    severity: level.severity,
    rank: level.rank,
    state: 'open',
    events: 0,
    first_at: event.at,
    last_at: event.at,
    raised_at: stamp(now),
    mailed_at: null,
    closed_at: null,
    closed_by: null,
    closing_reason: null,
    closing_words: null,
    incident_id: null,
    version: 1,
  };
}

function mailIsDue(alert: AlertRow, now: Temporal.Instant): boolean {
  if (alert.mailed_at === null) return true;
  return Temporal.Instant.compare(Temporal.Instant.from(alert.mailed_at).add(MAIL_AGAIN_AFTER), now) <= 0;
}

/** Writes to each lead once, whatever roles they hold, and never to the person whom it is about. Says nothing but where to look. */
async function tellLeads(
  db: WriteHandle,
  tell: {
    group: AlertLevel;
    about: string | null;
    now: Temporal.Instant;
    newId: <Kind extends string>() => Id<Kind>;
  },
): Promise<void> {
  const told = new Set<string>();
  const urgent = tell.group.severity === 'urgent';
  for (const role of [...mailedRoles, 'head'] as const) {
    if (role === 'head' && told.size > 0) break;
    for (const holder of await holdersOf(db, role, tell.now)) {
      if (holder.email === null || holder.id === tell.about || told.has(holder.id)) continue;
      told.add(holder.id);
      await enqueueMail(
        db,
        {
          to: holder.email,
          person: holder.id,
          kind: urgent ? 'alert-urgent' : 'alert-new',
          fields: {},
        },
        { id: tell.newId(), now: tell.now },
      );
    }
  }
}

function earlier(a: string, b: string | undefined): string {
  return b !== undefined && b < a ? b : a;
}

function later(a: string, b: string | undefined): string {
  return b !== undefined && b > a ? b : a;
}
