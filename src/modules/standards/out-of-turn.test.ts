import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import type { Browser } from '../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../test/support/world.ts';
import type { Role } from '../../platform/access/roles.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { anAdult, aPupil, aSchool, signedIn } from '../people/testing.ts';
import { aPolicy } from '../policy/testing.ts';

/** Each thing that calls for a review happens as it does in a school: somebody sends the form of its page, and the job that runs by itself finds it. */
describe('a review out of turn opens by itself, for what people do on the pages', () => {
  let world: World;
  let school: SchoolId;
  const people = new Map<Role, PersonId>();

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    people.clear();
    for (const role of ['head', 'lead', 'dsl', 'technician', 'staff'] as const) {
      people.set(role, await anAdult(world, school, { roles: [role], given: 'Robin', family: role }));
    }
    await aPolicy(world, school);
  });
  afterEach(() => world.end());

  const as = async (role: Role): Promise<Browser> => {
    const person = people.get(role);
    assert.ok(person, role);
    return signedIn(world, person, school);
  };
  type Fields = Readonly<Record<string, string>>;
  /** Opens a page, sends its form, and returns where that leads. */
  const send = async (role: Role, path: string, fields: Fields): Promise<string> => {
    world.clock.advance({ minutes: 1 });
    const browser = await as(role);
    const shown = await browser.get(path);
    assert.equal(shown.status, 200, `${path}: ${shown.text.slice(0, 300)}`);
    const version = /name="version" value="([^"]*)"/.exec(shown.html)?.[1];
    const sent = await browser.post(path, { ...(version === undefined ? {} : { version }), ...fields });
    assert.equal(sent.status, 303, `${path}: ${sent.text.slice(0, 600)}`);
    return sent.location ?? '';
  };
  const look = async (): Promise<void> => {
    const job = world.jobs.find(({ name }) => name === 'standards.open-due-reviews');
    assert.ok(job);
    await job.run();
  };
  /** The reviews out of turn in the list, as the headteacher reads it. */
  const opened = async (): Promise<readonly string[]> => {
    const { html } = await (await as('head')).get('/standards/review');
    return [...html.matchAll(/href="\/standards\/review\/[0-9a-f-]{36}">([^<]+)</g)]
      .map(([, title = '']) => title)
      .filter((title) => !title.startsWith('Yearly review'));
  };
  const firstReview = async (): Promise<void> => {
    world.clock.advance({ minutes: 1 });
    const browser = await as('lead');
    await browser.get('/standards/review');
    assert.equal((await browser.post('/standards/review')).status, 303);
  };
  const aDevice = (sort: string, serial: string): Promise<string> =>
    send('technician', '/registers/hardware/add', {
      fItem: `The ${sort} of the library`,
      fSerialNumber: serial,
      fSort: sort,
      fLocation: 'Library',
      fLeavesSchool: 'no',
      fEncrypted: 'yes',
    });

  test('the first device of a kind that the school did not have', async () => {
    await aDevice('laptop', 'A1');
    await firstReview();
    await aDevice('laptop', 'A2');
    await look();
    assert.deepEqual(await opened(), []);
    await aDevice('camera', 'A3');
    await look();
    await look();
    assert.deepEqual(await opened(), ['A new kind of device']);
  });

  test('an AI tool, before any review too', async () => {
    await send('technician', '/registers/contracts/add', {
      fSupplier: 'Bright Answers',
      fService: 'A helper for lessons',
      fSort: 'ai-tool',
      'fFrom-day': '1',
      'fFrom-month': '11',
      'fFrom-year': '2026',
      'fUntil-day': '1',
      'fUntil-month': '11',
      'fUntil-year': '2027',
      fAnswers: 'Robin technician',
      fPersonalData: 'none',
      fEvaluated: 'yes',
    });
    await look();
    await look();
    assert.deepEqual(await opened(), ['A new AI tool']);
  });

  test('a change of the filter’s network settings', async () => {
    await firstReview();
    await look();
    assert.deepEqual(await opened(), []);
    await send('technician', '/filtering/network', { servers: '', ports: '8443', profile: '' });
    await look();
    await look();
    assert.deepEqual(await opened(), ['The network settings of the filter were changed']);
  });

  test('a serious incident, once it is closed, and it names neither child nor case', async () => {
    await aPupil(world, school, { given: 'Jo', family: 'Example' });
    const received = await send('staff', '/incidents/new', {
      details: 'Saw an upsetting page in the library.',
      who: 'Jo Example',
      about: 'general',
      danger: 'no',
      happened: '2026-11-23',
    });
    const id = received.split('/').at(-1) ?? '';
    const steps: readonly (readonly [step: string, fields: Fields])[] = [
      ['make-safe', { safe: 'yes', support: 'With the learning mentor.' }],
      ['classify', { branch: 'illegal', about: 'general', category: 'harmful-content', reason: 'From what was seen.' }],
      ['refer', { body: 'police', outcome: 'made', reference: 'X1', reason: 'A picture.' }],
      ['refer', { body: 'ceop', outcome: 'made', reference: 'X2', reason: 'A picture.' }],
      ['refer', { body: 'iwf', outcome: 'considered', reason: 'Not on a public page.' }],
      ['notify', { words: 'The head, by me, at ten.' }],
      ['act', { actions: 'Put away.', reasons: 'Evidence.', custody: 'Head’s safe since 10:05.' }],
      ['parents', { answer: 'told', when: '2026-11-23', how: 'phone', words: '' }],
      ['no-sanction', { reason: 'A child who was harmed.' }],
      ['review', { learned: 'Filter asked.' }],
    ];
    for (const [step, fields] of steps) await send('dsl', `/incidents/${id}/${step}`, fields);
    await look();
    assert.deepEqual(await opened(), [], 'not before it is closed');
    await send('dsl', `/incidents/${id}/close`, { confirm: 'yes' });
    await look();
    await look();
    assert.deepEqual(await opened(), ['A serious incident']);
    const browser = await as('head');
    const href = /\/standards\/review\/[0-9a-f-]{36}/.exec((await browser.get('/standards/review')).html)?.[0] ?? '';
    const review = (await browser.get(href)).text;
    assert.match(review, /An incident that may have been illegal was closed/);
    assert.doesNotMatch(review, new RegExp(`Jo Example|upsetting|${id}`));
  });
});
