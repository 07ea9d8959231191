import { code, count, defineEvents, event, id, instant } from '../../platform/audit/events.ts';

/** What the trail says about monitoring. Sites, addresses and what people wrote are records, not audit payload. */
export const monitoringEvents = defineEvents({
  'alert-raised': event('alert', 'raised an alert', {
    person: id().nullable(),
    kind: code(),
    severity: code(),
    events: count(),
  }),
  'alert-grew': event('alert', 'counted further attempts in an alert', {
    person: id().nullable(),
    kind: code(),
    added: count(),
    events: count(),
  }),
  'gate-request-taken-in': event('filter-event', 'took in a request from a block page', { outcome: code() }),
  'alerts-viewed': event('school', 'looked at the list of alerts', { state: code(), shown: count() }),
  'alert-viewed': event('alert', 'looked at an alert', { person: id().nullable(), events: count() }),
  'alert-closed': event('alert', 'closed an alert', { reason: code(), events: count() }),
  'alert-made-incident': event('alert', 'made an incident of an alert', { incident: id(), events: count() }),
  'visits-viewed': event('person', 'looked at the visits of', { day: instant(), shown: count(), page: count() }),
  'week-reviewed': event('monitoring-review', 'reviewed the use of the internet', {
    from: instant(),
    until: instant(),
    findings: code(),
  }),
  'visits-cleared': event('school', 'cleared visits that are older than a year', {
    visits: count(),
    before: instant(),
    last: instant(),
  }),
});
