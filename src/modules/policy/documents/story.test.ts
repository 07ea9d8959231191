import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { openBrowser, type Browser } from '../../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { Role } from '../../../platform/access/roles.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { aSchool, anAdult, signedIn } from '../../people/testing.ts';
import { aPolicy } from '../testing.ts';

describe('the life of a version of the policy', () => {
  let world: World;
  let school: SchoolId;
  const people = new Map<string, Browser>();
  const as = async (role: Role): Promise<Browser> => {
    const known = people.get(role);
    if (known !== undefined) return known;
    const browser = await signedIn(world, await anAdult(world, school, { roles: [role] }), school);
    people.set(role, browser);
    return browser;
  };
  /** Sends the form of a page as it stands, with these fields over it, and follows. */
  const send = async (browser: Browser, path: string, fields: Record<string, string | string[]> = {}) => {
    const shown = await browser.get(path);
    assert.equal(shown.status, 200, `${path}: ${shown.text.slice(0, 300)}`);
    const hidden = Object.fromEntries(
      [...shown.html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
        .map(([, name = '', value = '']) => [name, value] as const)
        .filter(([name]) => name !== '_csrf'),
    );
    const sent = await browser.post(path, { ...hidden, ...fields });
    return sent.location === undefined ? sent : browser.follow();
  };
  const beginDraft = async (browser: Browser): Promise<string> => {
    const begun = await send(browser, '/policy/draft/begin', { from: 'in-force', why: 'The yearly review.' });
    assert.match(begun.text, /The draft is begun/);
    const id = /\/policy\/draft\/([0-9a-f-]{36})\/clauses/.exec(begun.html)?.[1];
    assert.ok(id);
    return id;
  };

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    people.clear();
    await aPolicy(world, school);
  });
  afterEach(() => world.end());

  test('a draft is written, discussed, approved, signed, published and acknowledged', async () => {
    const lead = await as('lead');
    const head = await as('head');
    const chair = await as('chair');
    const governor = await as('governor');
    const office = await as('office');
    const staff = await as('staff');
    const id = await beginDraft(lead);
    const draft = `/policy/draft/${id}`;

    // Written: two sentences changed, one struck out, one added.
    const changed = await send(lead, `${draft}/clauses/s1-003`, {
      text: 'The school names every kind of technology that this policy is about.',
      reason: 'Plainer.',
    });
    assert.match(changed.text, /The clause is changed in the draft/);
    await send(lead, `${draft}/clauses/s1-035`, {
      text: 'Whatever goes wrong online is logged the same day.',
      reason: 'Sooner.',
    });
    await send(lead, `${draft}/clauses/s1-040/strike`, { reason: 'Said elsewhere.' });
    const added = await send(lead, `${draft}/add`, {
      text: 'The school council is asked each autumn what worries pupils online.',
      section: 'about',
      who: 'school',
      area: 'policy-governance',
      kind: 'guidance',
      period: 'annual',
      to: 'pupils',
      reason: 'Pupils asked for it.',
    });
    assert.match(added.text, /Clause own-001 is added/, added.text);
    assert.equal((await staff.get(draft)).status, 403);
    assert.equal((await governor.get(draft)).status, 403);

    // Discussed.
    const out = await send(lead, `${draft}/consult`, {
      groups: ['staff', 'governors', 'parents'],
      'until-day': '30',
      'until-month': '11',
      'until-year': '2026',
    });
    assert.match(out.text, /out for consultation/, out.text);
    const said = await send(staff, `${draft}/comment`, { words: 'I like it.', clause: 's1-003' });
    assert.match(said.text, /Your comment is kept/);
    await send(office, `${draft}/record-comment`, { group: 'parents', words: 'Too long.' });
    assert.equal((await staff.get(`${draft}/comments`)).status, 403);
    await send(lead, `${draft}/step/end-consultation`, { note: '' });
    const early = await send(head, `${draft}/step/ask-approval`, { note: '' });
    assert.match(early.text, /Answer every comment first/);
    const comments = await lead.get(`${draft}/comments`);
    const open = [...comments.html.matchAll(/href="(\/policy\/draft\/[^"]+\/comments\/[^"]+)"/g)].map(
      ([, href = '']) => href,
    );
    assert.equal(open.length, 2);
    for (const href of open) await send(lead, href, { outcome: 'no-change', answer: 'Thank you.' });

    // Approved by governors, signed by the chair; the lead can do neither.
    assert.equal((await lead.get(`${draft}/step/ask-approval`)).status, 403);
    await send(head, `${draft}/step/ask-approval`, { note: '' });
    assert.equal((await head.get(`${draft}/step/approve`)).status, 403);
    const without = await send(governor, `${draft}/step/approve`, { note: '' });
    assert.match(without.text, /Answer this first/);
    await send(governor, `${draft}/step/approve`, { note: 'Governing body of 30 November 2026, minute 7' });
    assert.equal((await governor.get(`${draft}/step/sign`)).status, 403);
    await send(chair, `${draft}/step/sign`);

    // Published: in force for everybody.
    const published = await send(head, `${draft}/publish`);
    assert.match(published.text, /Version 2 is in force/);
    // The controls were chosen for the words before: nobody takes the new ones for kept in full.
    assert.match((await head.get('/policy/clauses/s1-035')).text, /wrote this sentence anew/);
    const stranger = openBrowser(world.web);
    const read = await stranger.get('/policy/document');
    assert.match(read.text, /The school council is asked each autumn/);
    assert.match(read.text, /Version 2 .*Approved by governors, signed by the chair/);
    const versions = await stranger.get('/policy/versions');
    assert.match(versions.text, /2 clauses changed, 1 clause added, 1 clause struck out/);
    assert.match(versions.text, /Consulted: staff, governors, parents and carers|Consulted: staff, governors, parents/);
    const what = await stranger.get('/policy/versions/2');
    assert.match(what.text, /Now: The school names every kind of technology .*Why: Plainer\./);

    // Acknowledged by everybody who works here: lead, head, office and staff.
    assert.match((await head.get('/policy/acknowledge/staff')).text, /0 of 4 have acknowledged version 2/);
    assert.match((await staff.get('/')).text, /The policy in force waits for you/);
    const pressed = await send(staff, '/policy/acknowledge');
    assert.match(pressed.text, /It is kept that you have read/);
    assert.doesNotMatch((await staff.get('/')).text, /The policy in force waits for you/);
    assert.match((await head.get('/policy/acknowledge/staff')).text, /1 of 4 have acknowledged version 2/);
    const reminded = await send(head, '/policy/acknowledge/staff');
    assert.equal(reminded.status, 404, 'the list itself is no form');
    await head.get('/policy/acknowledge/staff');
    await head.post('/policy/acknowledge/remind');
    assert.match((await head.follow()).text, /3 people are reminded/);
    await head.post('/policy/acknowledge/remind');
    assert.match((await head.follow()).text, /Nobody is left to remind today/);
    for (const browser of [lead, head, office]) await send(browser, '/policy/acknowledge');
    assert.match((await head.get('/policy/acknowledge/staff')).text, /4 of 4 .*Everybody has/);
    await anAdult(world, school, { roles: ['staff'], family: 'Newcomer' });
    assert.match((await head.get('/policy/acknowledge/staff')).text, /4 of 5/);
  });

  test('a consultation ends within 200 days', async () => {
    const lead = await as('lead');
    const draft = `/policy/draft/${await beginDraft(lead)}`;
    const today = schoolDay(world.clock.now());
    const until = (day: Temporal.PlainDate) => ({
      groups: ['staff'],
      'until-day': String(day.day),
      'until-month': String(day.month),
      'until-year': String(day.year),
    });
    const refused = await send(lead, `${draft}/consult`, until(today.add({ days: 201 })));
    assert.equal(refused.status, 422);
    assert.match(refused.text, /must be within 200 days/);
    assert.match((await send(lead, `${draft}/consult`, until(today.add({ days: 200 })))).text, /out for consultation/);
  });

  test('another value of a setting that a clause fixes opens a draft and says which sentence must change', async () => {
    const head = await as('head');
    const page = await head.get('/policy/settings');
    const code = 'pupil-phones';
    assert.match(page.text, /phone/i);
    const proposed = await head.get(`/policy/draft/setting/${code}`);
    assert.match(proposed.text, /The policy says:/, proposed.text);
    const sent = await send(head, `/policy/draft/setting/${code}`, { value: 'never', why: 'Phones stay at home.' });
    assert.match(sent.text, /These clauses must be written anew: s1-\d+/, sent.text);
    assert.match(sent.text, /1 sentence must change/);
    assert.match(sent.text, /Mend the sentences that must change first/);
    assert.match((await (await as('dsl')).get('/')).text, /a sentence of the policy says otherwise/);
    const clause = /These clauses must be written anew: (s1-\d+)/.exec(sent.text)?.[1] ?? '';
    const draft = /\/policy\/draft\/[0-9a-f-]{36}/.exec(sent.html)?.[0] ?? '';
    // Saved as it stands, it is still wrong; with the setting's own words in it, it is right.
    const same = await head.get(`${draft}/clauses/${clause}`);
    assert.match(same.text, /This sentence must change/);
    const mended = await send(head, `${draft}/clauses/${clause}`, {
      text: `What pupils do with their own phones: {{setting:${code}}}.`,
      [`set-${code}`]: 'never',
      reason: 'Phones stay at home.',
    });
    assert.match(mended.text, /The clause is changed in the draft/, mended.text);
    assert.doesNotMatch(mended.text, /must change:/);
    const document = await head.get(`${draft}/document`);
    assert.doesNotMatch(document.text, /\{\{setting/);
    assert.match(document.text, /What pupils do with their own phones: [a-z]/);
  });
});
