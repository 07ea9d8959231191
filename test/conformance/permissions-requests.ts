import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { aReport } from '../../src/modules/incidents/testing.ts';
import { aCallForHelp, reported } from '../../src/modules/monitoring/testing.ts';
import { contradicted } from '../support/contradicted.ts';
import { actorFor, anAdult, aPupil } from '../../src/modules/people/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import { asId } from '../../src/platform/ids/ids.ts';
import type { World } from '../support/world.ts';
import { aCase, aFile, aTask } from './permissions-cases.ts';
import { doneBy, once, self, type Make, type Wanted } from './permissions-given.ts';
import { dutyRequests } from './permissions-requests-duties.ts';
import { ownSignInRequests } from './permissions-requests-own-sign-in.ts';
import { policyRequests } from './permissions-requests-policy.ts';
import { postRequests } from './permissions-requests-posts.ts';
import { privacyRequests } from './permissions-requests-privacy.ts';
import { registerRequests } from './permissions-requests-registers.ts';
import { rosterRequests } from './permissions-requests-roster.ts';
import { signInRequests } from './permissions-requests-sign-in.ts';
import { standardRequests } from './permissions-requests-standards.ts';
import { askerName, newest, type SeededSchool } from './permissions-world.ts';

const DAY = '2026-11-23';

/** The form of each step of a case: such that a refusal is the policy's and no field's. */
const stepForms: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  print: {},
  'go-on': {},
  'make-safe': { safe: 'yes', support: 'With the learning mentor.' },
  classify: { branch: 'inappropriate', about: 'general', category: 'harmful-content', reason: 'From what was seen.' },
  notify: { words: 'Told those who should know.' },
  act: { actions: 'Spoke with them.', reasons: 'To help.' },
  parents: { answer: 'not-applicable' },
  sanction: { code: 'warning', reason: 'A rule was broken.' },
  'no-sanction': { reason: 'Not needed.' },
  'sanctions/:sanction/end': { reason: 'Enough.' },
  review: { learned: 'Watch the corridor.' },
  close: { confirm: 'yes' },
  reopen: { reason: 'More was said.' },
  note: { words: 'A note.' },
  file: { words: 'A letter from home.' },
  'correct/:entry': { words: 'It was Tuesday.' },
  assign: {},
  task: { words: 'Look after them.' },
  refer: { body: 'social-care', outcome: 'considered', reason: 'Not met.' },
  people: { name: 'Somebody Else', part: 'saw', outside: 'yes' },
  'people/:part/take-off': { reason: 'Not there.' },
};

function stepRequest(step: string): Make {
  const last = step.split('/').at(-1) ?? step;
  const made = once(last === 'end' ? 'case with a sanction' : 'case', async ({ world, at, subject, who, fresh }) => {
    const { id, version } = await aCase(world, at, subject, who, fresh || last === 'end' ? last : 'print');
    return { params: { id }, body: { version: String(version) } };
  });
  return async (wanted) => {
    const { world, at, subject } = wanted;
    const { params: own, body: first } = await made(wanted);
    const found = { id: own?.['id'] ?? '', version: first?.['version'] ?? '' };
    const params: Record<string, string> = { id: found.id };
    if (step.includes(':entry')) params['entry'] = await newest(world, 'incident_entry', { incident_id: found.id });
    if (step.includes(':part')) params['part'] = await partOf(world, found.id);
    if (step.includes(':sanction')) params['sanction'] = await sanctionOf(world, found.id);
    const body: Record<string, string> = { ...stepForms[step], version: found.version };
    if (step === 'assign') body['to'] = at.person(subject === 'a member of staff' ? 'deputy-head' : 'deputy-dsl');
    if (step === 'task') body['to'] = `Colleague ${at.family}`;
    if (step === 'sanction') body['person'] = at.others.untaught;
    return { params, body, ...(step === 'file' ? { file: 'Dear school' } : {}) };
  };
}

const caseFile: Make = once('case with a file', async (wanted) => {
  const { world, at, subject, who } = wanted;
  const { id } = await aCase(world, at, subject, who, 'print');
  return { params: { id, file: await aFile(world, at, id) } };
});

/** Cases about adults have nobody on the list and no sanctions; any id does where everybody who may is told "nothing here". */
async function partOf(world: World, incident: string): Promise<string> {
  return newest(world, 'incident_person', { incident_id: incident }).catch(() => world.ids.next());
}
async function sanctionOf(world: World, incident: string): Promise<string> {
  return newest(world, 'incident_sanction', { incident_id: incident }).catch(() => world.ids.next());
}

async function reporterOf(wanted: Wanted): Promise<PersonActor> {
  const { world, at, who, subject } = wanted;
  const may = who !== 'nobody' && who !== 'pupil' && who !== 'parent';
  if (subject === 'their own report' && may) return actorFor(world, at.school, at.person(who));
  return actorFor(world, at.school, at.others.colleague);
}

const ownReport: Make = once('report', async (wanted) => {
  const id = await aReport(wanted.world, await reporterOf(wanted), { who: `Elmer ${wanted.at.family}` });
  return { params: { id }, body: { words: 'One thing more.' } };
});

const alert: Make = once('alert', async (wanted) => {
  const { world, at, subject } = wanted;
  const body = {
    reason: 'helped',
    words: 'Went to see them.',
    details: 'Asked for help.',
    danger: 'no',
    category: 'not-sure',
  };
  const person =
    subject === 'about themselves'
      ? self(wanted)
      : await aPupil(world, at.school, { given: 'Alerted', family: at.family });
  if (at.family === 'Near') {
    await reported(world, aCallForHelp(world, { person }));
    return { params: { id: await newest(world, 'alert', { person_id: person, state: 'open' }) }, body };
  }
  // The filter of an installation belongs to its first school, so the other school's alert is put in place by hand.
  const id = world.ids.next();
  const now = world.clock.now().toString();
  const [example] = await world.store.reading.selectFrom('alert').selectAll().limit(1).execute();
  await world.store.transaction((db) =>
    db
      .insertInto('alert')
      .values({ ...example, id, school_id: at.school, person_id: person, state: 'open', first_at: now, last_at: now })
      .execute(),
  );
  return { params: { id }, body };
});

const request: Make = once('filter request', async (wanted) => {
  const { world, at, who, subject } = wanted;
  const asks = ['staff', 'lead', 'dsl', 'deputy-dsl', 'head', 'deputy-head', 'technician'].includes(who);
  const by = subject === 'their own request' && asks ? self(wanted) : at.others.colleague;
  await doneBy(world, await actorFor(world, at.school, by), 'filtering.ask-for-change', {
    wants: 'open',
    site: `museum-${at.family}.example`.toLowerCase(),
    reason: `For a lesson in ${at.family}.`,
    profiles: 'everybody',
  });
  return {
    params: { id: await newest(world, 'filter_request', { school_id: at.school }) },
    body: { decision: 'refuse', why: 'Not now.' },
  };
});

const rule: Make = once('filter rule', async ({ world, at }) => {
  await doneBy(world, await at.actor('technician'), 'filtering.block-at-once', {
    sites: `bad-${at.family}.example`.toLowerCase(),
    reason: 'Seen in class.',
    length: 'today',
  });
  return { params: { id: await newest(world, 'filter_rule', { school_id: at.school }) }, body: { keep: 'yes' } };
});

const ownList: Make = once('own list', async ({ world, at }) => {
  await doneBy(world, await at.actor('technician'), 'filtering.save-own-list', {
    name: `list-${world.ids.next().slice(0, 13)}`,
    category: 'gambling',
    names: 'bets.example',
  });
  return { params: { id: await newest(world, 'filter_own_list', { school_id: at.school }) }, body: { use: 'no' } };
});

const credential: Make = once('credential', async ({ world, at }) => {
  await doneBy(world, await at.actor('technician'), 'filtering.issue-credential', { person: at.others.taught });
  return { params: { id: await newest(world, 'network_credential', { school_id: at.school }) } };
});

/** A setting on which the policy contradicts itself: another each time somebody is to decide on it. */
const aContradiction: Make = once('contradiction', async ({ world, at }) => {
  const setting = await contradicted(world, at.school);
  return { params: { setting }, body: { clause: 's1-001', reason: 'It is the newer one.' } };
});

const whoseInternet: Make = once('stop', async (wanted) => {
  const { world, at, subject } = wanted;
  const id = subject === 'themselves' ? self(wanted) : subject === 'a pupil' ? at.others.untaught : at.others.colleague;
  const head = await at.actor('head');
  // The head's own stop cannot be made by anybody, and neither can a parent's: any id stands for it, and is refused.
  const stoppable = id !== at.person('head') && id !== at.others.parent && !governors(at).includes(id);
  if (stoppable) await doneBy(world, head, 'filtering.turn-internet-off', { id, length: 'hour' });
  const stop = stoppable ? await newest(world, 'internet_stop', { person_id: id }) : world.ids.next();
  return { params: { id }, body: { length: 'hour', stop } };
});

const governors = (at: SeededSchool): readonly string[] => [
  at.person('governor'),
  at.person('chair'),
  at.person('vice-chair'),
];

const person: Make = (wanted) => {
  const { at, subject } = wanted;
  const ids: Readonly<Record<string, string>> = {
    'a pupil they teach': at.others.taught,
    'another pupil': at.others.untaught,
    'a pupil': at.others.untaught,
    'a member of staff': at.others.colleague,
    'a parent': at.others.parent,
    'a DSL with a password': at.others.dslWithPassword,
    'a DSL without a password': at.others.dslWithout,
    themselves: self(wanted),
  };
  const id = ids[subject];
  if (id === undefined) throw new Error(`nobody is called “${subject}”`);
  return {
    params: { id, person: id },
    body: {
      loginName: `log-in-${id.slice(24)}@${at.family}.example`.toLowerCase(),
      password: 'harbour lantern meadow',
    },
  };
};

const task: Make = once('task', async ({ world, at, who, subject }) => {
  const staff = who !== 'nobody' && !['pupil', 'parent', 'governor', 'chair', 'vice-chair'].includes(who);
  const to = subject === 'a task given to them' && staff ? askerName(who, at.family) : `Colleague ${at.family}`;
  return { params: { task: await aTask(world, at, to) }, body: { words: 'Done.' } };
});

const plain =
  (body: Readonly<Record<string, string>>): Make =>
  () => ({ body });

/** The village pack as it lies in the sources. */
const villageSha256 = (): string =>
  createHash('sha256')
    .update(readFileSync(join(import.meta.dirname, '../../policies/village.yaml')))
    .digest('hex');

/** Each path that names a record or has a form. A path that is not here needs nothing. */
export const requests: Readonly<Record<string, Make>> = {
  '/incidents/new': plain({ details: 'Seen in the library.', about: 'general', danger: 'no', happened: DAY }),
  '/incidents/received/:id': ownReport,
  '/incidents/received/:id/who': async (wanted) => {
    const { params } = await ownReport(wanted);
    const part = await partOf(wanted.world, params?.['id'] ?? '');
    return { params: { ...params }, body: { part, person: wanted.at.others.untaught } };
  },
  '/incidents/mine/:id': ownReport,
  '/incidents/mine/:id/add': ownReport,
  '/incidents/sign-off': plain({ term: '2026-autumn', hash: '0'.repeat(64), confirm: 'yes' }),
  '/incidents/tasks/:task': task,
  '/incidents/:id': stepRequest('print'),
  '/incidents/:id/files/:file': caseFile,
  ...Object.fromEntries(Object.keys(stepForms).map((step) => [`/incidents/:id/${step}`, stepRequest(step)])),
  '/alerts/:id': alert,
  '/alerts/:id/close': alert,
  '/alerts/:id/incident': alert,
  '/monitoring/people/:id/visits': person,
  '/monitoring/review': plain({ findings: 'nothing' }),
  '/filtering/requests/new': plain({
    wants: 'open',
    site: 'museum.example',
    reason: 'For a lesson.',
    profiles: 'everybody',
  }),
  '/filtering/requests/:id': request,
  '/filtering/rules/:id/sign': rule,
  '/filtering/rules/:id/end': rule,
  '/filtering/block': plain({ sites: 'bad.example', reason: 'Seen in class.', length: 'today' }),
  '/filtering/people/:id': whoseInternet,
  '/filtering/people/:id/give-back': whoseInternet,
  '/filtering/test': ({ at, subject }) => ({
    query:
      subject === 'a site, as a pupil'
        ? { url: 'museum.example', person: at.others.untaught }
        : { url: 'museum.example' },
  }),
  '/filtering/network': plain({ version: '0' }),
  '/filtering/lists/switch': plain({ category: 'gambling', on: 'yes' }),
  '/filtering/lists/new': ({ world }) => ({
    body: { name: `list-${world.ids.next().slice(0, 13)}`, category: 'gambling', names: 'bets.example' },
  }),
  '/filtering/lists/:id/settle': ownList,
  '/filtering/lists/:id/remove': ownList,
  '/filtering/credentials/issue': ({ at }) => ({ body: { person: at.others.taught } }),
  '/filtering/credentials/:id/revoke': credential,
  '/policy/clauses/:id': () => ({ params: { id: 's1-001' } }),
  '/policy/choose/:pack': () => ({ params: { pack: 'village' }, body: { sha256: villageSha256() } }),
  '/policy/settings/:setting': () => ({
    params: { setting: 'gate-day-ends' },
    body: { value: '17:30', why: 'It suits us.' },
  }),
  '/policy/controls/:code': () => ({ params: { code: 'policy-published' } }),
  '/policy/for/:reader': () => ({ params: { reader: 'staff' } }),
  '/policy/contradictions/:setting': aContradiction,
  '/policy/dashboard': plain({ remark: '' }),
  '/policy/review': plain({ on: '2027-06-01' }),
  ...policyRequests,
  ...signInRequests,
  ...ownSignInRequests,
  '/people/:id': person,
  '/people/:person/account': async (wanted) => {
    // Who has a password gets a link instead: each allowed request finds somebody without.
    const given = await person(wanted);
    return wanted.fresh && wanted.subject === 'a member of staff'
      ? { ...given, params: { person: await anAdult(wanted.world, wanted.at.school, { roles: ['staff'] }) } }
      : given;
  },
  '/people/:person/sign-out': async (wanted) => {
    const { params } = await person(wanted);
    const whose = asId<'person'>(params?.['person'] ?? '');
    // Whoever is signed in nowhere cannot be signed out.
    if (wanted.fresh) await wanted.world.parts.sessions.start(wanted.at.school, whose, 'another browser');
    return { params: { person: whose } };
  },
  '/people/roles': ({ at }) => ({ body: { person: at.others.colleague, role: 'technician' } }),
  '/people/roles/end': ({ at }) => ({ body: { person: at.others.colleague, role: 'technician' } }),
  '/people/add': plain({ kind: 'pupil', given: 'New', family: 'Joiner', yearGroup: '3' }),
  '/people/classes/add': ({ world }) => ({ body: { name: `Rowan ${world.ids.next().slice(0, 13)}` } }),
  ...rosterRequests,
  '/account': plain({ current: 'not my password', password: 'harbour lantern meadow' }),
  ...postRequests,
  ...dutyRequests,
  ...privacyRequests,
  ...registerRequests,
  ...standardRequests,
  '/set-up/:token': () => ({ params: { token: 'x'.repeat(43) } }),
  '/school': plain({ name: 'Hollybank Primary School', version: '1' }),
  '/sign-in': ({ who }) => ({ body: { name: `${who}@nowhere.example`, password: 'not a password' } }),
  '/assets/*': () => ({ params: { '*': 'schoolgate.css' } }),
};
