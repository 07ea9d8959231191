import { code, count, defineEvents, event, id, instant } from '../../platform/audit/events.ts';

/** What happens to backups, their keys and deletions. Fingerprints and counts, never a key, a path or what was deleted. */
export const safekeepingEvents = defineEvents({
  'backup-key-made': event('person', 'made a key to the backups', { key: id(), fingerprint: code() }),
  'backup-key-ended': event('person', 'replaced a key to the backups', { key: id(), fingerprint: code() }),
  'backup-asked': event('backup', 'asked for a backup', {}),
  'backup-taken': event('backup', 'took and verified a backup', { sha256: code(), bytes: count(), keys: count() }),
  'backup-failed': event('backup', 'could not take a backup', {}),
  'audit-head-mailed': event('school', 'mailed the audit head to the key holders', {
    seq: count(),
    hash: code(),
    holders: count(),
  }),
  restored: event('school', 'was restored from a backup', {
    sha256: code(),
    taken: instant(),
    seq: count(),
    epoch: count(),
  }),
  'deletion-warrant-approved': event('deletion-warrant', 'approved the deletion of records', {
    reason: code(),
    rows: count(),
    list: code(),
  }),
  'deletion-warrant-executed': event('deletion-warrant', 'deleted the records of a warrant', {
    rows: count(),
    deleted: count(),
    list: code(),
  }),
  'deletion-warrant-replayed': event('deletion-warrant', 'deleted again, after a restore, the records of a warrant', {
    rows: count(),
    deleted: count(),
    list: code(),
  }),
  'deletion-held': event('deletion-warrant', 'kept records of a warrant because of a legal hold', { held: count() }),
});
