import { holds } from '../../platform/access/access.ts';
import type { Duty } from '../module.ts';
import { mayImport, maySetUp } from './policy.ts';
import { openImport, progressOf } from './roster/journal.ts';
import { countPeople, vacantPosts } from './posts.ts';

/** Posts that nobody holds: the head fills them; while there is no head, the lead does. The governors see it too. */
export const fillPosts: Duty = {
  code: 'fill-mandatory-posts',
  title: 'Every mandatory post is held by somebody',
  linesFor: async (db, actor, { now }) => {
    if (!holds(actor, 'head', 'lead', 'governor', 'chair', 'vice-chair')) return [];
    const vacant = await vacantPosts(db, now);
    const fills = holds(actor, 'head');
    const forMe =
      fills || holds(actor, 'governor', 'chair', 'vice-chair') || vacant.some((post) => post.role === 'head');
    if (vacant.length === 0 || !forMe) return [];
    const [first] = vacant;
    return [
      {
        text:
          vacant.length === 1 && first !== undefined
            ? `Vacant post: ${first.label}`
            : `${String(vacant.length)} posts are vacant`,
        href: '/people/roles',
        action: fills || holds(actor, 'lead') ? 'Fill the post' : 'See which',
        urgency: 2,
      },
    ];
  },
};

/** A school without pupils is not set up yet. */
export const bringInPeople: Duty = {
  code: 'bring-in-people',
  title: 'The roster is in Schoolgate',
  linesFor: async (db, actor, { now }) => {
    if (!maySetUp(actor).allowed || (await countPeople(db, now)).pupils > 0) return [];
    return [
      {
        text: 'The school is not fully set up yet',
        href: '/set-up/next-steps',
        action: 'See what comes next',
        urgency: 2,
      },
    ];
  },
};

/** An import that takes no step any more is waited on by the next one, and half a roster is no roster. */
const STILL_MINUTES = 1;

/** No import of the roster is left half-way. */
export const finishImport: Duty = {
  code: 'finish-roster-import',
  title: 'No import of the roster is left half-way',
  linesFor: async (db, actor, { now }) => {
    if (!mayImport(actor).allowed) return [];
    const open = await openImport(db);
    if (open === undefined || open.moved_at === null) return [];
    if (now.since(Temporal.Instant.from(open.moved_at)).total('minutes') < STILL_MINUTES) return [];
    const { done, all } = await progressOf(db, open.id);
    return [
      {
        text: `The import of the roster stopped at ${String(done)} of ${String(all)}`,
        href: `/people/import/runs/${open.id}`,
        action: 'Go on, or undo it',
        urgency: 2,
      },
    ];
  },
};
