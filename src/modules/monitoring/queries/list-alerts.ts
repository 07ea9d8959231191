import { z } from 'zod';

import type { Actor } from '../../../platform/access/access.ts';
import { query, wholeSchool } from '../../../platform/commands/command.ts';
import { severities } from '../alert-level.ts';
import { monitoringEvents } from '../events.ts';
import { alertsLike, alertSorts, openAlertCounts, PAGE_SIZE } from '../lists.ts';
import { mayListAlerts } from '../policy.ts';
import { namesFor } from '../who.ts';

/** What the address of a list may say. Anything else in it counts as not said. */
export const alertListInput = z.object({
  state: z.enum(['open', 'closed']).catch('open'),
  severity: z.enum([...severities, 'all']).catch('all'),
  sort: z.enum(alertSorts).catch('severity'),
  order: z.enum(['ascending', 'descending']).catch('ascending'),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

/** Alerts, open or closed, but those about the person who asks. */
export const listAlerts = query({
  name: 'monitoring.list-alerts',
  input: alertListInput,
  events: monitoringEvents,
  load: wholeSchool,
  policy: mayListAlerts,
  answer: async (db, { actor, input }) => {
    if (actor.kind !== 'person') throw new TypeError('the policy lets only people list alerts');
    const asked = { ...input, viewer: actor.person, descending: input.order === 'descending' };
    const { total, alerts } = await alertsLike(db, asked);
    const names = await namesFor(db, alerts);
    return {
      input,
      school: db.school,
      total,
      size: PAGE_SIZE,
      open: await openAlertCounts(db, actor.person),
      alerts: alerts.map((alert, at) => ({ ...alert, name: names[at] ?? '' })),
    };
  },
  leaves: (value) => [
    {
      name: 'alerts-viewed',
      subject: value.school,
      data: { state: value.input.state, shown: value.alerts.length },
    },
  ],
});

/** Shown to whoever has a list of alerts. */
export function worksWithAlerts(actor: Actor): boolean {
  return mayListAlerts(actor).allowed;
}
