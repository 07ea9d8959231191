import assert from 'node:assert/strict';

import { z } from 'zod';

import { askByName, runByName } from '../../src/cli/by-name.ts';
import { incidentCommands } from '../../src/modules/incidents/module-parts.ts';
import { alsoAffecting, aSafeOne, seenBy, type Cast } from '../../src/modules/incidents/testing.ts';
import type { IncidentId } from '../../src/modules/incidents/incident.ts';
import { aBlock, anAskToOpen, monitored, reported } from '../../src/modules/monitoring/testing.ts';
import { aDraft } from '../../src/modules/policy/documents/testing.ts';
import { aPolicy } from '../../src/modules/policy/testing.ts';
import { aPasskey } from '../../src/modules/people/passkeys/testing.ts';
import { offerAuthenticator } from '../../src/modules/people/second-factor/commands/offer-authenticator.ts';
import { anAuthenticator } from '../../src/modules/people/second-factor/testing.ts';
import { aLogIn, ADULT_PASSWORD, signedIn, worked } from '../../src/modules/people/testing.ts';
import type { PersonActor } from '../../src/platform/access/access.ts';
import type { Browser } from '../support/browser.ts';
import type { World } from '../support/world.ts';

/** Makes a word that stands nowhere else, of letters alone: a name may be one. */
export type Plant = (where: string) => string;

/** Gives commands, each of which must work. */
type Act = (name: string, by: PersonActor, input: unknown) => Promise<unknown>;

/** Plants words wherever people may write some, by the commands and pages they write with. Gives the incident that holds most of them. */
export async function plantEverywhere(world: World, cast: Cast, plant: Plant): Promise<IncidentId> {
  const act: Act = async (name, by, input) => worked(await runByName(world, name, by, input));
  const incident = await anIncident(world, cast, plant);
  await aFile(world, cast, incident, plant);
  await whatTheFilterSaw(world, cast, plant, act);
  await filterChanges(cast, plant, act);
  await act('monitoring.record-review', cast.dsl, { findings: 'nothing', words: plant('review') });
  await waysToSignIn(world, cast, plant, act);
  await rosters(world, cast, plant);
  await registerEntries(world, cast, plant, act);
  await duties(world, cast, plant, act);
  await privacy(world, cast, plant, act);
  await filteringReview(world, cast, plant, act);
  await policyComments(world, cast, plant, act);
  for (const job of world.jobs) if (job.name === 'send-mail') await job.run();
  await waitingMail(world, cast, act);
  return incident;
}

async function anIncident(world: World, cast: Cast, plant: Plant): Promise<IncidentId> {
  const commands = incidentCommands();
  const { runner } = world;
  const id = worked(
    await runner.run(commands.report, cast.teacher, {
      details: plant('details'),
      who: plant('typedName'),
      place: plant('place'),
      site: 'off-site',
      linkedBecause: plant('linkedBecause'),
      device: plant('device'),
      about: 'general',
      danger: 'no',
      happened: '2026-11-23',
    }),
  );
  const step = async (more: Record<string, string>) => ({
    id,
    version: String((await seenBy(world, cast.dsl, id)).version),
    ...more,
  });
  await aSafeOne(world, cast.dsl, id);
  const classified = {
    branch: 'inappropriate',
    about: 'general',
    category: 'harmful-content',
    clause: plant('clause'),
  };
  worked(await runner.run(commands.classify, cast.dsl, await step({ ...classified, reason: plant('why') })));
  worked(await runner.run(commands.note, cast.dsl, await step({ words: plant('note') })));
  const considered = { body: 'social-care', outcome: 'considered', reason: plant('reason'), reference: plant('facts') };
  worked(await runner.run(commands.refer, cast.dsl, await step(considered)));
  worked(await runner.run(commands.task, cast.dsl, await step({ to: 'Alex Teach', words: plant('task') })));
  const task = await world.store.reading.selectFrom('incident_task').select('id').executeTakeFirstOrThrow();
  worked(await runner.run(commands.doTask, cast.teacher, { task: String(task['id']), words: plant('taskDone') }));
  await alsoAffecting(world, cast.dsl, id, 'Robin Sample');
  const given = {
    person: cast.pupil,
    code: 'warning',
    clause: plant('sanctionClause'),
    reason: plant('sanctionReason'),
  };
  worked(await runner.run(commands.sanction, cast.dsl, await step(given)));
  return id;
}

async function aFile(world: World, cast: Cast, incident: IncidentId, plant: Plant): Promise<void> {
  const [browser, form] = [await signedIn(world, cast.dsl.person, cast.school), `/incidents/${incident}/file`];
  const version = /name="version" value="(\d+)"/.exec((await browser.get(form)).html)?.[1] ?? '';
  const answer = await browser.postFile(
    form,
    { version, words: plant('fileWords') },
    { field: 'file', name: `${plant('fileName')}.txt`, bytes: `${plant('fileContent')} `.repeat(5000) },
  );
  assert.equal(answer.status, 303);
}

async function whatTheFilterSaw(world: World, cast: Cast, plant: Plant, act: Act): Promise<void> {
  await reported(
    world,
    aBlock(world, { person: cast.pupil }),
    aBlock(world, { person: cast.pupil, host: 'other-bets.example' }),
    anAskToOpen(world, { person: cast.teacher.person, reason: plant('askedOnBlockPage') }),
  );
  // The spool is plain until a backup holds it (docs/technicians/what-root-can-read.md): the filter starts again, and that file may go.
  world.clock.advance({ minutes: 1 });
  await reported(world, aBlock(world, { person: cast.other }));
  const { alerts } = await monitored(world, cast.school);
  const alert = alerts.find((one) => one.person === cast.pupil);
  await act('monitoring.close-alert', cast.dsl, { id: alert?.id, reason: 'helped', words: plant('closingWords') });
}

async function filterChanges(cast: Cast, plant: Plant, act: Act): Promise<void> {
  const asked = { wants: 'close', site: 'asked.example', profiles: ['ks2'], reason: plant('askReason') };
  const id = await act('filtering.ask-for-change', cast.teacher, asked);
  await act('filtering.decide-request', cast.head, { id, decision: 'refuse', why: plant('decisionReason') });
  const block = { sites: 'blocked.example', reason: plant('blockReason'), length: 'week' };
  await act('filtering.block-at-once', cast.head, block);
}

async function waysToSignIn(world: World, cast: Cast, plant: Plant, act: Act): Promise<void> {
  await anAuthenticator(world, cast.school, cast.technician.person);
  await aPasskey(world, cast.school, cast.deputy.person, plant('passkey'));
  worked(await world.runner.run(offerAuthenticator, shownLately(cast.head), {}));
  await act('people.fill-in-provider', shownLately(cast.technician), {
    kind: 'google',
    clientId: 'school.client',
    secret: plant('clientSecret'),
    domain: 'school.example',
    tenant: '',
  });
}

const shownLately = (person: PersonActor): PersonActor => ({ ...person, session: { id: '', confirmedLately: true } });

/** A roster with an id for each pupil, then one without (they are known by what is made of the UPN), then one that nobody takes in. */
async function rosters(world: World, cast: Cast, plant: Plant): Promise<void> {
  const browser = await signedIn(world, cast.office.person, cast.school);
  const legal = `${plant('legalGiven')},${plant('legalFamily')}`;
  const who = `H801200001001,Sam,Hill,${legal},13/02/2017,4,Oak,Kim Hill,${plant('parent')}@home.example`;
  const headings =
    'UPN,Forename,Surname,Legal forename,Legal surname,DOB,Year Group,Reg Group,Parent 1 name,Parent 1 email';
  const columns = ['upn', 'given', 'family', 'legalGiven', 'legalFamily', 'birth', 'year', 'class'];
  const parents = ['contact1Name', 'contact1Email'];
  await brought(browser, `${headings},Admission number\n${who},A77\n`, [...columns, ...parents, 'id'], true);
  await brought(browser, `${headings}\n${who}\n`, [...columns, ...parents], true);
  const other = `Jo,Green,${plant('draftGiven')},Green,2017-05-06,4,Oak,Pat Green,pat@home.example`;
  await brought(browser, `${headings}\n,${other}\n`, [...columns, ...parents], false);
}

async function brought(browser: Browser, text: string, columns: readonly string[], taken: boolean): Promise<void> {
  await browser.get('/people/import');
  const file = { field: 'files', name: 'pupils.csv', bytes: text };
  let plan = (await browser.postFile('/people/import', {}, file)).location ?? '';
  let page = await browser.get(plan);
  const form = /action="(\/people\/import\/[^"]+\/columns)"/.exec(page.html)?.[1];
  if (form !== undefined) {
    const said = Object.fromEntries(columns.map((column, at) => [`column${String(at)}`, column]));
    const classes = { year0: '4', yearWord0: '4', classWord0: 'Oak', class0: 'Oak' };
    const answer = await browser.post(form, { about: 'pupils', days: 'day-first', ...classes, ...said });
    assert.equal(answer.status, 303, answer.text);
    plan = answer.location ?? '';
    page = await browser.get(plan);
  }
  assert.equal(page.status, 200);
  if (!taken) return;
  const fingerprint = /name="fingerprint" value="([0-9a-f]+)"/.exec(page.html)?.[1] ?? '';
  assert.equal((await browser.post(plan, { fingerprint })).status, 303, page.text);
  assert.match((await browser.follow()).text, /The roster is imported/);
}

/** An entry of a register with a sealed field, corrected and with a file; and one of a register that is sealed whole. */
async function registerEntries(world: World, cast: Cast, plant: Plant, act: Act): Promise<void> {
  const visit = {
    register: 'contractor-visits',
    fDay: '2026-11-20',
    fFirm: 'Shire Computers',
    fEngineer: 'Jo Bell',
    fTasks: 'Updates of the server',
    fSecurity: 'yes',
    fReceivedBy: 'Alex Teach',
  };
  await act('registers.add-entry', cast.office, { ...visit, fSecurityFound: plant('registerField') });
  const corrected = {
    number: '1',
    version: '1',
    fSecurityFound: plant('registerFieldLater'),
    why: plant('registerWhy'),
  };
  await act('registers.correct-entry', cast.office, { ...visit, ...corrected });
  const [browser, form] = [
    await signedIn(world, cast.office.person, cast.school),
    '/registers/contractor-visits/1/file',
  ];
  const version = /name="version" value="(\d+)"/.exec((await browser.get(form)).html)?.[1] ?? '';
  const file = { field: 'file', name: `${plant('sheetCalled')}.txt`, bytes: plant('sheetContent') };
  const answer = await browser.postFile(form, { version, words: plant('sheetSays') }, file);
  assert.equal(answer.status, 303, answer.text.slice(0, 400));
  await act('registers.add-entry', cast.head, {
    register: 'low-level-concerns',
    fOutsider: plant('concernOf'),
    fDay: '2026-11-20',
    fContext: plant('concernContext'),
    fConcern: plant('concernWords'),
    fOnline: 'no',
    fPattern: 'yes',
    fThreshold: 'below',
  });
}

/** A duty that was done with a file, and one that the school does otherwise. */
async function duties(world: World, cast: Cast, plant: Plant, act: Act): Promise<void> {
  const form = '/duties/contractor-visit/record';
  const browser = await signedIn(world, cast.technician.person, cast.school);
  await browser.get(form);
  const said = { words: plant('dutyWords'), 'on-day': '23', 'on-month': '11', 'on-year': '2026' };
  const file = { field: 'file', name: `${plant('minutesCalled')}.txt`, bytes: plant('minutesContent') };
  const answer = await browser.postFile(form, said, file);
  assert.equal(answer.status, 303, answer.text.slice(0, 400));
  await act('duties.change-duty', cast.head, {
    code: 'cctv-check',
    period: 'termly',
    owner: 'as-delivered',
    applies: 'yes',
    reason: plant('dutyReason'),
    version: '0',
  });
}

/** A record kept past its time, a legal hold, and a copy of what is held, extended, marked, decided and signed. */
async function privacy(world: World, cast: Cast, plant: Plant, act: Act): Promise<void> {
  await act('registers.add-entry', cast.office, {
    register: 'contractor-visits',
    fDay: '2019-11-20',
    fFirm: 'Shire Computers',
    fEngineer: 'Jo Bell',
    fTasks: 'Updates of the server',
    fSecurity: 'yes',
    fReceivedBy: 'Alex Teach',
    fSecurityFound: 'Nothing',
  });
  const old = await world.store.reading
    .selectFrom('register_entry')
    .select('id')
    .where('about_day', '=', '2019-11-20')
    .executeTakeFirstOrThrow();
  await act('privacy.keep-record', cast.head, {
    code: 'register-contractor-visits',
    record: `register_entry:${String(old['id'])}`,
    until: '2027-11-20',
    reason: plant('keptLonger'),
  });
  await act('privacy.hold-person', cast.head, {
    name: 'Jo Example',
    reason: plant('legalHold'),
    review: '2027-05-01',
  });
  await act('incidents.report-concern', cast.teacher, {
    details: plant('copySaid'),
    who: 'Robin Sample',
    about: 'general',
    danger: 'no',
    happened: '2026-11-23',
  });
  const request = {
    id: await act('privacy.record-request', cast.office, {
      name: 'Robin Sample',
      as: 'parent',
      asker: plant('copyAsker'),
      identity: plant('copyIdentity'),
      received: '2026-11-20',
      wants: plant('copyWants'),
    }),
  };
  await act('privacy.extend-request', cast.office, { ...request, reason: plant('copyExtended') });
  await act('privacy.gather-records', cast.office, request);
  await act('privacy.mark-words', cast.office, { ...request, words: plant('copyLeftOut'), stands: 'other' });
  const pieces = await world.store.reading.selectFrom('subject_piece').select('id').execute();
  const seenOn = async (name: string, input: Readonly<Record<string, unknown>>): Promise<string> =>
    z.object({ seen: z.string() }).parse(await askByName(world, name, shownLately(cast.head), input)).seen;
  for (const row of pieces) {
    const piece = String(row['id']);
    const decided = {
      ...request,
      piece,
      seen: await seenOn('privacy.see-piece', { ...request, piece }),
      decision: 'give',
      exemption: '',
      reason: plant('copyDecided'),
    };
    await act('privacy.decide-piece', cast.head, decided);
  }
  await act('privacy.sign-copy', shownLately(cast.head), {
    ...request,
    seen: await seenOn('privacy.before-signing-copy', request),
  });
}

/** A link for a new password that waits to be mailed: what it is filled with opens an account. */
async function waitingMail(world: World, cast: Cast, act: Act): Promise<void> {
  const row = await world.store.reading
    .selectFrom('account')
    .select('login_name')
    .where('person_id', '=', cast.teacher.person)
    .executeTakeFirstOrThrow();
  await aLogIn(world, cast.school, cast.teacher.person, { name: String(row['login_name']), password: ADULT_PASSWORD });
  const wanted = { person: cast.teacher.person, what: 'password', way: 'mail' };
  await act('people.ask-reset', shownLately(cast.technician), wanted);
}

/** A review that somebody opened, wrote in, gave an action in, finished the action and withdrew. */
async function filteringReview(world: World, cast: Cast, plant: Plant, act: Act): Promise<void> {
  await act('standards.open-review', cast.head, { reason: plant('reviewReason') });
  const id = await newestId(world, 'filtering_review');
  await act('standards.write-section', cast.head, { id, section: 'cause', words: plant('reviewPart') });
  await act('standards.plan-action', cast.head, {
    id,
    what: 'Put the tablets on the filter',
    owner: cast.head.person,
    due: '2026-12-11',
  });
  const action = await newestId(world, 'filtering_review_action');
  await act('standards.finish-action', cast.head, { action, outcome: plant('reviewOutcome') });
  await act('standards.withdraw-review', cast.head, { id, reason: plant('reviewWithdrawn') });
}

/** A comment on a draft of the policy, and its answer. */
async function policyComments(world: World, cast: Cast, plant: Plant, act: Act): Promise<void> {
  await aPolicy(world, cast.school);
  const { id } = await aDraft(world, cast.school, 'consultation');
  await act('policy.record-comment', cast.office, { id, group: 'parents', clause: '', words: plant('policyComment') });
  const comment = await newestId(world, 'policy_comment');
  await act('policy.answer-comment', cast.head, {
    id,
    comment,
    outcome: 'no-change',
    answer: plant('policyAnswer'),
  });
}

/** The id of the only row of a table. */
async function newestId(world: World, table: string): Promise<string> {
  const row = await world.store.reading.selectFrom(table).select('id').executeTakeFirstOrThrow();
  return String(row['id']);
}
