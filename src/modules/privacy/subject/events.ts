import { code, count, defineEvents, event, id, instant } from '../../../platform/audit/events.ts';

/** What happens to requests for a copy. Ids, codes and days: never who asked, nor what was given. */
export const subjectEvents = defineEvents({
  'subject-request-recorded': event('person', 'recorded a request for a copy of what is held about', {
    request: id(),
    as: code(),
    due: instant(),
  }),
  'subject-request-viewed': event('person', 'looked at a request for a copy of what is held about', {
    request: id(),
    shown: count(),
  }),
  'subject-requests-viewed': event('school', 'looked at the requests for copies', { shown: count() }),
  'subject-piece-viewed': event('person', 'looked, to prepare a copy, at a record about', {
    request: id(),
    piece: id(),
  }),
  'subject-request-step': event('person', 'took a step in the request for a copy of what is held about', {
    request: id(),
    step: code(),
    pieces: count(),
  }),
  'subject-piece-decided': event('person', 'decided on a piece of the copy of what is held about', {
    request: id(),
    piece: id(),
    decision: code(),
    exemption: code().nullable(),
  }),
  'subject-copy-exported': event('person', 'exported the copy of what is held about', { request: id(), hash: code() }),
});
