import { sectionsOf } from '../../src/modules/standards/review/sections.ts';
import { contentOfReview, hashOfReview } from '../../src/modules/standards/testing.ts';
import { standards } from '../../src/modules/standards/standard-files.ts';
import { wordsOf } from '../../src/modules/standards/standard.ts';
import { doneBy, once, type Make, type Wanted } from './permissions-given.ts';
import { newest } from './permissions-world.ts';

/** What the requests about standards and reviews carry (see permissions-requests.ts). */

/** A review that is being prepared, opened by the lead. */
async function aDraft({ world, at }: Wanted): Promise<string> {
  await doneBy(world, await at.actor('lead'), 'standards.open-review', { reason: 'For the test.' });
  return newest(world, 'filtering_review', { school_id: at.school });
}

const draft: Make = once('review', async (wanted) => ({ params: { id: await aDraft(wanted) } }));

/** With what a form of it carries besides. */
const draftWith = (body: Readonly<Record<string, string>>): Make => {
  return async (wanted) => ({ ...(await draft(wanted)), body });
};

const section: Make = once('review with a section', async (wanted) => ({
  params: {
    id: await aDraft(wanted),
    section: wanted.subject === 'a technical section' ? 'limits' : 'incidents',
  },
  body: { words: 'What we found.' },
}));

const offered: Make = once('offered review', async (wanted) => {
  const { world, at } = wanted;
  const lead = await at.actor('lead');
  const id = await aDraft(wanted);
  for (const { code } of sectionsOf('out-of-cycle')) {
    await doneBy(world, lead, 'standards.write-section', { id, section: code, words: 'What we found.' });
  }
  return { params: { id } };
});

/** As what somebody signs. */
const capacityOf = new Map<string, string>([
  ['dsl', 'dsl'],
  ['technician', 'it-support'],
  ['governor', 'governor'],
  ['head', 'senior-leader'],
]);

const signing: Make = once('review to sign', async (wanted) => {
  const { world, at, who } = wanted;
  const lead = await at.actor('lead');
  const id = await aYearly(wanted);
  for (const { code } of sectionsOf('yearly')) {
    const seen = (await contentOfReview(world, lead, id)).parts.get(code)?.id ?? '';
    await doneBy(world, lead, 'standards.write-section', { id, section: code, words: 'What we found.', seen });
  }
  await doneBy(world, lead, 'standards.offer-review', { id });
  const capacity = capacityOf.get(who) ?? 'dsl';
  return { params: { id }, body: { capacity, sha256: (await hashOfReview(world, lead, id)) ?? '', read: 'yes' } };
});

/** The review of the year, being prepared: the one there is, taken back when it is out. */
async function aYearly({ world, at }: Wanted): Promise<string> {
  const lead = await at.actor('lead');
  const yearly = { school_id: at.school, kind: 'yearly', state: 'signing' };
  const out = await newest(world, 'filtering_review', yearly).catch(() => undefined);
  if (out !== undefined) await doneBy(world, lead, 'standards.take-back-review', { id: out });
  const draft = { ...yearly, state: 'draft' };
  const there = await newest(world, 'filtering_review', draft).catch(() => undefined);
  if (there !== undefined) return there;
  await doneBy(world, lead, 'standards.start-review', {});
  return newest(world, 'filtering_review', draft);
}

/** One that is out for signature. */
const takeBack: Make = once('review to take back', async (wanted) => {
  const given = await offered({ ...wanted, fresh: true });
  await doneBy(wanted.world, await wanted.at.actor('lead'), 'standards.offer-review', { id: given.params?.['id'] });
  return given;
});

const drop: Make = once('decision to drop', async (wanted) => {
  const id = await aDraft(wanted);
  const lead = await wanted.at.actor('lead');
  const decision = { id, what: 'Games', verdict: 'blocked', forWhom: 'Everybody', why: 'For the test.' };
  await doneBy(wanted.world, lead, 'standards.record-decision', decision);
  return {
    params: { id },
    body: { which: 'decision', line: await newest(wanted.world, 'filtering_review_decision', { review_id: id }) },
  };
});

const task: Make = once('action of a review', async (wanted) => {
  const { world, at, subject } = wanted;
  const owner = at.person(subject === 'an action of the governor' ? 'governor' : 'technician');
  const id = await aDraft(wanted);
  const action = { id, what: 'Check the tablets', owner, due: '2026-12-11' };
  await doneBy(world, await at.actor('lead'), 'standards.plan-action', action);
  return {
    params: { action: await newest(world, 'filtering_review_action', { review_id: id }) },
    body: { outcome: 'All are filtered.' },
  };
});

/** There is one review for each year: each allowed request finds the year without one. */
const start: Make = async ({ world, at, fresh }) => {
  const draft = { school_id: at.school, kind: 'yearly', state: 'draft' };
  const id = fresh ? await newest(world, 'filtering_review', draft).catch(() => undefined) : undefined;
  if (id !== undefined) {
    await doneBy(world, await at.actor('lead'), 'standards.withdraw-review', { id, reason: 'For the test.' });
  }
  return {};
};

function aspectWords(): string {
  const aspect = standards()
    .get('360-degree-safe')
    ?.current.requirements.find(({ id }) => id === 'filtering');
  if (aspect === undefined) throw new Error('there is no aspect “filtering”');
  return wordsOf(aspect);
}

export const standardRequests: Readonly<Record<string, Make>> = {
  '/standards/:code': () => ({ params: { code: 'kcsie' } }),
  '/standards/:code/export': () => ({ params: { code: 'section-175' } }),
  '/standards/:code/local-ids': () => ({ params: { code: 'section-175' }, body: { ids: 'sa-01, 3.2' } }),
  '/standards/:code/:aspect': () => ({
    params: { code: '360-degree-safe', aspect: 'filtering' },
    body: { level: '3', commentary: 'As the records show.', words: aspectWords() },
  }),
  '/standards/review': start,
  '/standards/review/open': () => ({ body: { reason: 'For the test.' } }),
  '/standards/review/:id': draft,
  '/standards/review/:id/document': draft,
  '/standards/review/:id/document.pdf': draft,
  '/standards/review/:id/measure': draft,
  '/standards/review/:id/section/:section': section,
  '/standards/review/:id/decision': draftWith({ what: 'Games', verdict: 'blocked', forWhom: 'All', why: 'A reason.' }),
  '/standards/review/:id/action': async (wanted) => ({
    ...(await draft(wanted)),
    body: { what: 'Check the tablets', owner: wanted.at.person('technician'), due: '2026-12-11' },
  }),
  '/standards/review/:id/withdraw': draftWith({ reason: 'For the test.' }),
  '/standards/review/:id/drop': drop,
  '/standards/review/:id/offer': offered,
  '/standards/review/:id/take-back': takeBack,
  '/standards/review/:id/sign': signing,
  '/standards/review/actions/:action': task,
};
