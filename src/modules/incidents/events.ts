import { code, count, defineEvents, event, id } from '../../platform/audit/events.ts';

/** What the incident log leaves in the audit trail: ids and coded facts. No names, and nothing that somebody wrote. */
export const incidentEvents = defineEvents({
  'incident-reported': event('incident', 'reported', {
    source: code(),
    sphere: code(),
    danger: code(),
    people: count(),
  }),
  'incident-added-to': event('incident', 'added to their report of', { entry: id() }),
  'incident-viewed': event('incident', 'looked at', { page: code() }),
  'incident-step-taken': event('incident', 'took a step in', {
    action: code(),
    from: code(),
    to: code(),
    entry: id(),
    version: count(),
  }),
  'incident-classified': event('incident', 'classified', { branch: code(), sphere: code() }),
  'incident-entry-corrected': event('incident', 'corrected an entry of', { corrects: id() }),
  'incident-person-named': event('incident', 'named a person in', { person: id(), part: code() }),
  'incident-assigned': event('incident', 'assigned', { person: id() }),
  'incident-deputy-named': event('incident', 'named the deputy for', { person: id() }),
  'incident-handed-over': event('incident', 'handed over', {
    what: code(),
    from: id(),
    to: id().exactOptional(),
    entry: id(),
  }),
  'incident-task-given': event('incident', 'gave a task in', { task: id(), person: id() }),
  'incident-task-done': event('incident', 'did a task in', { task: id() }),
  'incident-referral-recorded': event('incident', 'recorded a referral of', { body: code(), outcome: code() }),
  'incident-file-added': event('incident', 'added a file to', { file: id(), kind: code() }),
  'incident-file-opened': event('incident', 'opened a file of', { file: id() }),
  'incident-sanction-given': event('incident', 'gave a sanction in', { sanction: id(), code: code(), person: id() }),
  'incident-sanction-ended': event('incident', 'ended a sanction early in', { sanction: id() }),
  'incident-log-viewed': event('incident-log', 'looked at', { view: code(), rows: count() }),
  'incident-log-exported': event('incident-log', 'downloaded', { rows: count() }),
  'incident-log-signed': event('incident-log', 'signed', { term: code(), view: code(), hash: code(), rows: count() }),
});
