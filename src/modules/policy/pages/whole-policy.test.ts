import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { openBrowser, type Browser } from '../../../../test/support/browser.ts';
import { contradicted } from '../../../../test/support/contradicted.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { Role } from '../../../platform/access/roles.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { aSchool, anAdult, signedIn } from '../../people/testing.ts';
import { packsOfSchoolgate } from '../pack-files.ts';
import { aPolicy, ownPack } from '../testing.ts';

const village = readFileSync(join(packsOfSchoolgate, 'village.yaml'), 'utf8');

/** The village pack with its sections in four parts, and one clause below the law. */
function inParts(): string {
  const codes = [...village.matchAll(/^ {2}- \{ code: ([a-z-]+), title/gm)].map((found) => found[1] ?? '');
  const parts = {
    policies: codes.slice(0, 4),
    infrastructure: ['network'],
    education: ['curriculum'],
    standards: [''],
  };
  parts.standards = codes.filter((code) => !Object.values(parts).flat().includes(code));
  const lines = Object.entries(parts).map(([part, sections]) => `  ${part}: [${sections.join(', ')}]`);
  return village
    .replace('code: village', 'code: four')
    .replace('profiles:\n', `parts:\n${lines.join('\n')}\nprofiles:\n`)
    .replace('picture-consent: written-opt-in', 'picture-consent: silence-is-yes');
}

describe('the policy as a whole', () => {
  let world: World;
  let school: SchoolId;
  const as = async (...roles: Role[]): Promise<Browser> =>
    signedIn(world, await anAdult(world, school, { roles }), school);
  const stranger = () => openBrowser(world.web);
  const shown = (text: string): number => Number(/(\d+) clauses? of 120 shown/.exec(text)?.[1]);

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    await aPolicy(world, school);
  });
  afterEach(() => world.end());

  test('is filtered by area, by who keeps it and by what is kept, all in the address', async () => {
    const staff = await as('staff');
    const all = village.split('\n    area: filtering\n').length - 1;
    assert.equal(shown((await staff.get('/policy?area=filtering')).text), all);
    const byOffice = await staff.get('/policy?who=office');
    assert.equal(shown(byOffice.text), 1);
    assert.match(byOffice.text, /s1-079 The school office keeps a list/);
    assert.match(byOffice.html, /<option value="office" selected/);
    const notKept = await staff.get('/policy?kept=no');
    assert.ok(notKept.html.split('Not kept.').length - 1 === shown(notKept.text));
  });

  test('leads from each clause to the records behind it in one press, for those who may open them', async () => {
    const page = await (await as('head')).get('/policy');
    const link = /href="([^"]+)">Records<span class="govuk-visually-hidden"> of s1-001</.exec(page.html)?.[1];
    assert.equal(link, '/policy/read');
    assert.match(page.html, /href="\/policy\/for\/parents#s1-115">Where it is shown/);
  });

  test('is looked at in four parts where the pack has them', async () => {
    await ownPack(world, 'four', inParts());
    await aPolicy(world, school, { pack: 'four' });
    const staff = await as('staff');
    assert.match(
      (await staff.get('/policy')).text,
      /In four parts Policies and practices ?: \d+ of \d+ clauses found kept/,
    );
    const one = await staff.get('/policy?part=infrastructure');
    assert.equal(shown(one.text), village.split('\n    section: network\n').length - 1);
    assert.match(one.html, /aria-current="true">Infrastructure/);
  });

  test('has a page for each control, with the clauses that count on it', async () => {
    const governor = await as('governor');
    const page = await governor.get('/policy/controls/filter-in-force');
    assert.match(page.text, /Clauses that count on it/);
    for (const clause of ['s1-005', 's1-009', 's1-019', 's1-063', 's1-065']) {
      assert.ok(page.html.includes(`href="/policy/clauses/${clause}"`), clause);
    }
    assert.ok(!page.html.includes('s1-072'));
    assert.match((await governor.get('/policy/controls/agreement-parent')).text, /No page of Schoolgate shows it yet/);
    assert.equal((await governor.get('/policy/controls/no-such-control')).status, 404);
  });

  test('tells parents and pupils without a sign-in, and the others once they are signed in', async () => {
    const parents = await stranger().get('/policy/for/parents');
    assert.equal(parents.status, 200);
    assert.match(parents.text, /Parents read the agreement and sign it, and the school files a copy\./);
    assert.match(parents.text, /At school events parents may take pictures of their own children\./);
    assert.match(parents.text, /Where to get help .*Childline: 0800 1111/);
    assert.doesNotMatch(parents.text, /A talk in passing|Staff keep private use|SHOWN/);
    assert.match((await stranger().get('/policy/for/pupils')).text, /This policy covers websites/);
    assert.notEqual((await stranger().get('/policy/for/staff')).status, 200);
    const office = await as('office');
    assert.match((await office.get('/policy/for/staff')).text, /Staff keep private use of a school device at home/);
    assert.match((await office.get('/policy/for/governors')).text, /nothing that is only for you/);
    assert.equal((await office.get('/policy/for/nobody')).status, 404);
  });

  test('shows parents the flowchart, where to get help, and what the school does where a sentence is below the law', async () => {
    const before = await stranger().get('/policy/read');
    assert.match(before.text, /What happens after an incident/);
    assert.match(before.html, /<svg class="sg-chart__picture"/);
    assert.match(before.text, /Policies that belong together with this one Child protection Acceptable use/);
    assert.doesNotMatch(before.text, /What the school does instead/);
    await ownPack(world, 'four', inParts());
    await aPolicy(world, school, { pack: 'four' });
    const page = await stranger().get('/policy/read');
    assert.match(
      page.text,
      /What the school does instead: In writing, before a picture is taken or used\. Silence is not consent/,
    );
    assert.match(
      (await (await as('staff')).get('/policy/contradictions')).text,
      /Below the law\. Silence is not consent/,
    );
  });

  test('says what it says against itself; the head decides, and the page says who and why', async () => {
    const setting = await contradicted(world, school);
    const head = await as('head');
    assert.match((await head.get('/policy')).text, /The policy contradicts itself in 1 place/);
    assert.match((await head.get('/')).text, /The policy contradicts itself/);
    const list = await head.get('/policy/contradictions');
    assert.match(list.text, /To resolve/);
    const form = await head.get(`/policy/contradictions/${setting}`);
    assert.match(form.text, /which clause counts\?/);
    const wrong = await head.post(`/policy/contradictions/${setting}`, { clause: 's1-001' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /Enter the reason/);
    await head.post(`/policy/contradictions/${setting}`, { clause: 's1-001', reason: 'The newer sentence.' });
    assert.match((await head.follow()).text, /Clause s1-001 counts from now on/);
    const after = await head.get('/policy/contradictions');
    assert.match(after.text, /Clause s1-001 counts, on 23 November 2026, by .*: The newer sentence\./);
    assert.match((await head.get('/policy/settings')).text, /: The newer sentence\./);
    assert.match((await head.get(`/policy/contradictions/${setting}`)).text, /This is decided/);
  });

  test('is counted on one page for the head and governors, who record that they looked', async () => {
    const governor = await as('governor');
    const before = await governor.get('/policy/dashboard');
    assert.match(before.text, /\d+ of 120 clauses (is|are) found kept today/);
    assert.match(before.text, /Nobody has recorded yet that they looked/);
    assert.match(before.text, /How each clause stands is looked at each term|Measured by nobody/);
    const sent = await governor.post('/policy/dashboard', { remark: 'The training figures are low.' });
    assert.equal(sent.location, '/policy/dashboard', sent.text);
    assert.match((await governor.follow()).text, /“The training figures are low\.”/);
    world.clock.advance({ hours: 24 * 30 });
    const head = await as('head');
    await head.get('/policy/dashboard');
    await head.post('/policy/dashboard', { remark: '' });
    const after = await head.follow();
    assert.match(after.html, /Clauses kept, each time somebody looked/);
    assert.match(after.html, /<svg class="sg-chart__picture"[^>]*aria-labelledby="trend-title/);
    const control = await head.get('/policy/controls/policy-compliance-checked');
    assert.match(control.text, /SELF-REPORTED Kept Looked at on 23 December 2026/);
    world.clock.advance({ hours: 24 * 150 });
    const later = await (await as('head')).get('/policy/controls/policy-compliance-checked');
    assert.match(later.text, /OUT OF DATE/);
  });
});
