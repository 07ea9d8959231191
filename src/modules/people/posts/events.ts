import { code, defineEvents, event, id, instant } from '../../../platform/audit/events.ts';

/** What the trail says about posts and covers. */
export const postEvents = defineEvents({
  'post-given': event('person', 'gave a post to', { post: code(), from: instant() }),
  'post-ended': event('person', 'ended a post of', { post: code(), on: instant() }),
  'cover-named': event('person', 'named as cover', {
    cover: id(),
    role: code(),
    holder: id(),
    from: instant(),
    until: instant(),
  }),
  'cover-ended': event('person', 'ended the cover by', { cover: id(), role: code(), on: instant() }),
});
