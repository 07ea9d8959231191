import { aReport } from '../../src/modules/incidents/testing.ts';
import { aRequestForACopy, aSignedBatch, tableRows } from '../../src/modules/privacy/testing.ts';
import { actorFor } from '../../src/modules/people/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import type { World } from '../support/world.ts';
import { once, type Make } from './permissions-given.ts';
import { askerName, newest, type SeededSchool } from './permissions-world.ts';

/** What the requests about records past their time and legal holds carry (see permissions-requests.ts). */

const LIST = '0'.repeat(64);

const codes: Readonly<Record<string, string>> = {
  incidents: 'incidents',
  allegations: 'incident-allegations',
  'pupils who left': 'people-pupils',
};

/** An incident that was closed so long ago that it is past its time: what was reported is never changed, so a copy of a new one is put in. */
async function anOldIncident(world: World, reporter: PersonActor, who: string): Promise<string> {
  const id = await aReport(world, reporter, { who });
  const old = world.ids.next();
  const people = (await tableRows(world, 'incident_person')).filter((row) => row['incident_id'] === id);
  for (const row of (await tableRows(world, 'incident')).filter((one) => one['id'] === id)) {
    await world.store.transaction(async (db) => {
      const number = Number(row['number']) + 10_000;
      const long = { id: old, number, state: 'closed', reported_at: '1998-03-02T10:00:00Z' };
      await db
        .insertInto('incident')
        .values({ ...row, ...long })
        .execute();
      for (const one of people) {
        await db
          .insertInto('incident_person')
          .values({ ...one, id: world.ids.next(), incident_id: old })
          .execute();
      }
    });
  }
  return old;
}

const oldIncident = async ({ world, at }: { world: World; at: SeededSchool }): Promise<string> =>
  anOldIncident(world, await actorFor(world, at.school, at.others.colleague), `Elmer ${at.family}`);

const classOf: Make = once('retention class', async (wanted) => {
  const code = codes[wanted.subject] ?? 'incidents';
  const id = await oldIncident(wanted);
  return {
    params: { code },
    query: { record: `incident:${id}` },
    body: { record: `incident:${id}`, reason: 'It is still asked for.', until: '2027-05-01', list: LIST },
  };
});

/** Who begins a list may sign no second while the first waits: so a fresh one is signed to its end first. */
const signedBatch: Make = once('signed batch', async (wanted) => {
  const { world, at } = wanted;
  await oldIncident(wanted);
  await world.store.transaction((db) =>
    db
      .updateTable('retention_batch')
      .set({ state: 'dropped' })
      .where('school_id', '=', at.school)
      .where('state', '=', 'signing')
      .execute(),
  );
  return { params: { id: await aSignedBatch(world, await at.actor('head')) } };
});

const WHY = { reason: 'A solicitor has written.', review: '2027-05-01' };

const hold: Make = once('hold', async (wanted) => {
  const { world, at, subject } = wanted;
  const lead = await at.actor('lead');
  const name = subject.includes('headteacher') ? askerName('head', at.family) : `Elmer ${at.family}`;
  const command = world.modules.flatMap((module) => module.commands).find((one) => one.name === 'privacy.hold-person');
  if (command === undefined) throw new Error('no command lays a hold');
  await world.runner.run(command, lead, { name, ...WHY });
  return { params: { id: await newest(world, 'legal_hold', { school_id: at.school }) } };
});

const heldRecord: Make = once('record to hold', async (wanted) => {
  const id = await oldIncident(wanted);
  const named = { code: 'incidents', record: `incident:${id}` };
  return { query: named, body: { ...named, ...WHY } };
});

const ASKED = {
  as: 'parent',
  asker: 'The mother',
  identity: 'Known to the office.',
  received: '2026-11-20',
};

/**
 * A request about a pupil who is in an incident, or about the headteacher, of whom somebody told something, brought so far: gathered with a word marked, each
 * piece decided, or signed. The headteacher signs the one, the chair of governors the other.
 */
const copyAbout =
  (brought: 'gathered' | 'decided' | 'signed'): Make =>
  async (wanted) => {
    const { world, at, subject } = wanted;
    const aboutHead = subject.includes('headteacher');
    const name = aboutHead ? askerName('head', at.family) : `Elmer ${at.family}`;
    await aReport(world, await actorFor(world, at.school, at.others.colleague), {
      who: name,
      about: aboutHead ? 'head' : 'general',
    });
    const signs = await at.actor(aboutHead ? 'chair' : 'head');
    const made = await aRequestForACopy(world, aboutHead ? await at.actor('office') : signs, { name, brought, signs });
    const piece = subject.startsWith('an incident') ? made.incident : made.record;
    const seen = brought === 'decided' ? await made.seenWhole() : brought === 'gathered' ? await made.seen(piece) : '';
    return {
      params: { id: made.id, piece, word: made.word },
      body: {
        words: 'the red house',
        stands: 'other',
        decision: 'give',
        exemption: '',
        reason: 'It is much.',
        end: 'withdrawn',
        on: '2026-11-23',
        how: 'In person.',
        seen,
      },
    };
  };
const copyRequest = once('request for a copy', copyAbout('gathered'));
const decidedCopy = once('decided copy', copyAbout('decided'));
const signedCopy = once('signed copy', copyAbout('signed'));

export const privacyRequests: Readonly<Record<string, Make>> = {
  '/privacy/retention/:code': classOf,
  '/privacy/retention/:code/keep': classOf,
  '/privacy/retention/:code/sign': classOf,
  '/privacy/deletions/:id': signedBatch,
  '/privacy/deletions/:id/sign': signedBatch,
  '/privacy/requests/add': ({ at }) => ({ body: { name: `Elmer ${at.family}`, ...ASKED } }),
  '/privacy/requests/:id': copyRequest,
  '/privacy/requests/:id/gather': copyRequest,
  '/privacy/requests/:id/words/:word/take-back': copyRequest,
  '/privacy/requests/:id/pieces/:piece': copyRequest,
  '/privacy/requests/:id/extend': copyRequest,
  '/privacy/requests/:id/end': copyRequest,
  '/privacy/requests/:id/sign': decidedCopy,
  '/privacy/requests/:id/give': signedCopy,
  '/privacy/requests/:id/copy.html': signedCopy,
  '/privacy/requests/:id/copy.pdf': signedCopy,
  '/privacy/holds/add': ({ at }) => ({ body: { name: `Elmer ${at.family}`, ...WHY } }),
  '/privacy/holds/add-record': heldRecord,
  '/privacy/holds/:id/release': hold,
};
