import { knowYourCover } from '../cover/duties.ts';
import { endCover, nameCover } from '../cover/name-cover.ts';
import { showCovers } from '../cover/show-covers.ts';
import { coverPages } from '../pages/cover/page.ts';
import { fillPostPages } from '../pages/fill-post/page.ts';
import { postHistoryPage } from '../pages/post-history/page.ts';
import { absenceCovered, postsFilled, safetyGovernorNamed } from './controls.ts';
import { postEvents } from './events.ts';
import { endPost, givePost } from './give-post.ts';
import { postTables } from './rows.ts';
import { beforeGivingPost, showPostHistory } from './show-history.ts';

/** What posts and covers add to the people module. */
export const postParts = {
  tables: postTables.names,
  events: postEvents,
  commands: [givePost, endPost, nameCover, endCover],
  queries: [showPostHistory, beforeGivingPost, showCovers],
  pages: [postHistoryPage, ...fillPostPages, ...coverPages],
  controls: [postsFilled, safetyGovernorNamed, absenceCovered],
  duties: [knowYourCover],
} as const;
