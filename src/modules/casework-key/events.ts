import { code, defineEvents, event } from '../../platform/audit/events.ts';

/** Who looked at the casework key and who put a sheet of it away. The number of the key, never the key. */
export const caseworkKeyEvents = defineEvents({
  'casework-key-shown': event('casework-key', 'looked at the casework key, to print it', { key: code() }),
  'casework-key-kept': event('casework-key', 'put a sheet of the casework key into the safe', { key: code() }),
});
