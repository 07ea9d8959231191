import { makeMakeFeed } from '../../src/modules/duties/commands/feeds.ts';
import { aDutyFile, anOpenDuty } from '../../src/modules/duties/testing.ts';
import { actorFor, worked } from '../../src/modules/people/testing.ts';
import { isOwn, once, self, type Make, type Wanted } from './permissions-given.ts';

/** What the requests about duties and term dates carry (see permissions-requests.ts). */

const codes: Readonly<Record<string, string>> = {
  'a duty of IT support': 'access-rights-review',
  'a duty of the governor': 'filter-log-check-governor',
  'a duty of the headteacher': 'policy-review',
  'a duty of the lead': 'half-termly-lesson',
};
const codeOf = (subject: string): string => codes[subject] ?? 'access-rights-review';

const DONE = { words: 'It was done.', on: '2026-11-23' };

/** A duty that is open; closed by somebody, where the row says so. */
const open: Make = once('duty', async (wanted) => {
  const { world, at, subject } = wanted;
  const code = codeOf(subject);
  const closedBy = subject.startsWith('recorded by') ? closerOf(wanted) : undefined;
  const key = await anOpenDuty(world, at.school, { code, closedBy });
  return { params: { code, key }, body: { ...DONE, reason: 'For the test.', version: '1' } };
});

function closerOf(wanted: Wanted): string {
  return isOwn(wanted.subject) ? self(wanted) : wanted.at.others.colleague;
}

const aFeed: Make = async ({ world, at, who }) => {
  if (who === 'nobody' || who === 'pupil' || who === 'parent') return {};
  worked(await world.runner.run(makeMakeFeed(world.config), await actorFor(world, at.school, at.person(who)), {}));
  return {};
};

/** An address of a calendar that holds, of a member of staff. */
const address: Make = once('calendar', async ({ world, at }) => {
  const made = worked(await world.runner.run(makeMakeFeed(world.config), await at.actor('deputy-head'), {}));
  return { params: { file: made.address.split('/').at(-1) ?? '' } };
});

/** Term dates such that a whole year is entered. */
const TERMS: Readonly<Record<string, string>> = {
  autumnFrom: '2026-09-01',
  autumnBreakFrom: '2026-10-26',
  autumnBreakTo: '2026-10-30',
  autumnTo: '2026-12-18',
  springFrom: '2027-01-04',
  springBreakFrom: '2027-02-15',
  springBreakTo: '2027-02-19',
  springTo: '2027-03-25',
  summerFrom: '2027-04-12',
  summerBreakFrom: '2027-05-31',
  summerBreakTo: '2027-06-04',
  summerTo: '2027-07-21',
};

export const dutyRequests: Readonly<Record<string, Make>> = {
  '/duties/:code': ({ subject }) => ({ params: { code: codeOf(subject) } }),
  '/duties/:code/record': ({ subject }) => ({ params: { code: codeOf(subject) }, body: DONE }),
  '/duties/:code/change': ({ subject }) => ({
    params: { code: codeOf(subject) },
    body: { period: 'termly', owner: 'as-delivered', applies: 'yes', reason: 'For the test.', version: '0' },
  }),
  '/duties/:code/:key/do': open,
  '/duties/:code/:key/waive': open,
  '/duties/:code/:key/reopen': open,
  '/duties/:code/:key/files/:file': once('duty with a file', async ({ world, at, subject }) => {
    const code = codeOf(subject);
    const key = await anOpenDuty(world, at.school, { code });
    return { params: { code, key, file: await aDutyFile(world, await at.actor('head'), { code, key }) } };
  }),
  '/duties/feed/end': aFeed,
  '/school/terms/:year': () => ({ params: { year: '2026' }, body: { ...TERMS, version: '0' } }),
  '/calendar/:file': address,
};
