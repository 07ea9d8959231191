import { code, count, defineEvents, event, id } from '../../platform/audit/events.ts';

/** What the trail says about mail. Addresses never. */
export const messageEvents = defineEvents({
  'mail-choice-made': event('person', 'chose when mail comes to', { at: code(), days: code(), off: count() }),
  'mail-came-back': event('address', 'noted that mail came back from an address of', {
    person: id().nullable(),
    why: code(),
  }),
  'mail-tried-again': event('address', 'had mail tried again to an address of', { person: id().nullable() }),
  'returned-mail-viewed': event('person', 'saw that mail came back from', {}),
  'test-mail-asked': event('person', 'asked for a test mail to', {}),
  'mail-server-asked-again': event('school', 'had the mail server asked again for', {}),
  'unsure-mail-sent-again': event('school', 'sent doubtful mail again for', { messages: count() }),
});
