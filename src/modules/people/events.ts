import { code, count, defineEvents, event, type EventOf, flag, id, instant } from '../../platform/audit/events.ts';

/** What the trail says about people. Names never; ids and coded facts only. */
export const peopleEvents = defineEvents({
  'person-added': event('person', 'added', { kind: code(), way: code() }),
  'person-changed': event('person', 'changed the record of', { way: code(), what: code() }),
  'person-left': event('person', 'noted as having left', { on: instant(), way: code() }),
  'person-came-back': event('person', 'noted as having come back', { way: code() }),
  'role-given': event('person', 'gave a role to', { role: code(), from: instant() }),
  'role-ended': event('person', 'ended a role of', { role: code(), on: instant() }),
  'class-added': event('class', 'added the class', { way: code() }),
  'class-changed': event('class', 'changed the class', { way: code() }),
  'account-made': event('person', 'made a log-in for', { sort: code() }),
  'password-set': event('person', 'set a password for', { own: flag() }),
  'signed-in': event('person', 'signed in', {
    at: code(),
    by: code().exactOptional(),
    browser: code().exactOptional(),
  }),
  'signed-out': event('person', 'signed out', {}),
  'session-ended': event('person', 'ended a sign-in on another browser', {}),
  'authenticator-offered': event('person', 'began to set up an authenticator app', {}),
  'authenticator-enrolled': event('person', 'set up an authenticator app', { replaced: flag() }),
  'authenticator-removed': event('person', 'took their authenticator app out of use', {}),
  'recovery-codes-made': event('person', 'made recovery codes', { codes: count() }),
  'recovery-code-used': event('person', 'used a recovery code', { left: count() }),
  'second-step-passed': event('person', 'gave the code of their authenticator app', {}),
  'second-step-refused': event('person', 'gave wrong codes at sign-in', { tries: count() }),
  'passkey-added': event('person', 'added a passkey', { passkey: id() }),
  'passkey-renamed': event('person', 'renamed a passkey', { passkey: id() }),
  'passkey-removed': event('person', 'took a passkey away', { passkey: id() }),
  'passkey-used': event('person', 'used a passkey', { passkey: id() }),
  'identity-confirmed': event('person', 'confirmed that it was they', { by: code() }),
  'signed-out-everywhere': event('person', 'signed out everywhere', { sessions: count() }),
  'sessions-ended': event('person', 'signed them out everywhere:', { sessions: count() }),
  'person-viewed': event('person', 'looked at the record of', { part: code() }),
  'people-searched': event('school', 'looked at the list of people', { shown: count() }),
  'roster-brought': event('roster-draft', 'brought a roster to look at', {}),
  'roster-columns-chosen': event('roster-draft', 'said what the columns of a roster mean', {}),
  'roster-people-recognised': event('roster-draft', 'said who people of a roster are', { people: count() }),
  'roster-import-started': event('roster-import', 'started to import the roster', { format: code(), steps: count() }),
  'roster-import-resumed': event('roster-import', 'went on with the import of the roster', {}),
  'roster-undo-started': event('roster-import', 'started to undo the import of the roster', {}),
  'roster-step-kept': event('school', 'left people as they are while undoing an import', {
    import: id(),
    kept: count(),
  }),
  'roster-undone': event('school', 'undid the import of the roster', { import: id() }),
  'roster-imported': event('school', 'imported the roster', {
    import: id(),
    joiners: count(),
    movers: count(),
    leavers: count(),
    refusals: count(),
  }),
});

/** Any one of them, with its payload. */
export type PeopleEvent = EventOf<typeof peopleEvents>;
