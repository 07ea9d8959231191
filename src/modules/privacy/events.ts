import { code, count, defineEvents, event, id, instant } from '../../platform/audit/events.ts';

/** What happens to records past their time. Codes, counts and fingerprints: never what was deleted, nor why somebody kept it. */
export const retentionEvents = defineEvents({
  'retention-list-viewed': event('retention-class', 'looked at what is past its time', {
    class: code(),
    records: count(),
  }),
  'deletion-signed': event('retention-batch', 'signed that records past their time go', {
    class: code(),
    records: count(),
    list: code(),
    place: count(),
  }),
  'deletion-batch-viewed': event('retention-batch', 'looked at a deletion', { class: code() }),
  'deletion-batch-dropped': event('retention-batch', 'ended a deletion of which nothing was left', { class: code() }),
  'record-kept-longer': event('retention-class', 'kept a record past its time', {
    class: code(),
    table: code(),
    row: id(),
    until: instant(),
  }),
  'legal-hold-placed': event('legal-hold', 'laid a legal hold on a record', { table: code(), row: id() }),
  'legal-hold-released': event('legal-hold', 'released the legal holds on a record', { table: code(), row: id() }),
  'holds-viewed': event('school', 'looked at the legal holds', { holds: count() }),
});
