import { code, count, defineEvents, event, flag, id } from '../../platform/audit/events.ts';

/** What happens to the entries of every register: the register is a code in the payload, and what is in an entry never is. */
export const registerEvents = defineEvents({
  'register-viewed': event('register', 'looked at the register', { view: code(), rows: count() }),
  'register-exported': event('register', 'took a copy of the register', { rows: count() }),
  'register-entry-viewed': event('register-entry', 'looked at the entry', { register: code(), page: code() }),
  'register-entry-added': event('register-entry', 'added the entry', {
    register: code(),
    number: count(),
    waits: flag(),
  }),
  'register-entry-corrected': event('register-entry', 'corrected the entry', { register: code(), version: count() }),
  'register-entry-closed': event('register-entry', 'closed the entry', { register: code(), version: count() }),
  'register-entry-decided': event('register-entry', 'decided on the entry', { register: code(), decision: code() }),
  'register-entry-struck-out': event('register-entry', 'struck out the entry', { register: code(), version: count() }),
  'register-file-added': event('register-entry', 'added a file to the entry', {
    register: code(),
    file: id(),
    kind: code(),
  }),
  'register-file-opened': event('register-entry', 'opened a file of the entry', { register: code(), file: id() }),
  'register-import-brought': event('register', 'brought a file of entries for the register', { import: id() }),
  'register-import-dropped': event('register', 'put a file of entries for the register aside', { import: id() }),
  'register-import-begun': event('register', 'began an import into the register', { import: id(), rows: count() }),
  'register-import-went-on': event('register', 'took in a part of an import into the register', {
    import: id(),
    done: count(),
  }),
  'register-made': event('register', 'made the register', { version: count() }),
  'register-changed': event('register', 'changed the columns of the register', { version: count(), field: code() }),
});
