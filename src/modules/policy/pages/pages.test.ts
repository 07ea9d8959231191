import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { openBrowser, type Browser } from '../../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import type { Role } from '../../../platform/access/roles.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { aSchool, anAdult, signedIn } from '../../people/testing.ts';
import { packsOfSchoolgate } from '../pack-files.ts';
import { aPolicy, ownPack } from '../testing.ts';

const village = readFileSync(join(packsOfSchoolgate, 'village.yaml'), 'utf8');

describe('the pages of the policy', () => {
  let world: World;
  let school: SchoolId;
  const as = async (...roles: Role[]): Promise<Browser> =>
    signedIn(world, await anAdult(world, school, { roles }), school);
  const stranger = () => openBrowser(world.web);

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
  });
  afterEach(() => world.end());

  test('a head chooses a policy: looks at what it would set, puts it into force, and sees how it stands', async () => {
    const head = await as('head');
    assert.match((await head.get('/policy')).text, /no policy in force yet/);
    const choose = await head.get('/policy/choose');
    assert.match(choose.text, /Village primary, edition 2026-12/);
    const preview = await head.get('/policy/choose/village');
    assert.match(preview.text, /Headteacher, Online-safety lead Not set s1-072/);
    const sha256 = /name="sha256" value="([0-9a-f]{64})"/.exec(preview.html)?.[1] ?? '';
    const sent = await head.post('/policy/choose/village', { sha256 });
    assert.equal(sent.location, '/policy');
    const policy = await head.follow();
    assert.match(policy.text, /Village primary, edition 2026-12, is in force: 120 clauses/);
    assert.match(
      policy.text,
      /Of 120 clauses, \d+ (is|are) ENFORCED, \d+ EVIDENCED, 6 SHOWN, \d+ with NOTHING YET to look at and \d+ NOT COVERED\./,
    );
    assert.match((await head.get('/policy/choose')).text, /In force .*Put into force by/);
  });

  test('the figures at the top are those of the clauses below', async () => {
    await aPolicy(world, school);
    const page = await (await as('governor')).get('/policy');
    const [, total, enforced, evidenced, shown, nothing, uncovered] =
      /Of (\d+) clauses, (\d+) (?:is|are) ENFORCED, (\d+) EVIDENCED, (\d+) SHOWN, (\d+) with NOTHING YET to look at and (\d+) NOT COVERED/.exec(
        page.text,
      ) ?? [];
    const list = page.html.slice(page.html.indexOf('<table'));
    const rows = (word: string): number => list.split(`>${word}</strong>`).length - 1;
    assert.equal(rows('NOT COVERED'), Number(uncovered));
    assert.equal(rows('SHOWN'), Number(shown));
    assert.equal(rows('NOTHING YET'), Number(nothing));
    const live = rows('MEASURED') + rows('SELF-REPORTED') + rows('OUT OF DATE');
    assert.equal(live, Number(enforced) + Number(evidenced));
    assert.equal(live + rows('SHOWN') + rows('NOTHING YET') + rows('NOT COVERED'), Number(total));
  });

  test('filters by state and section in the address, says how many and why, and survives nonsense', async () => {
    await aPolicy(world, school);
    const staff = await as('staff');
    const one = await staff.get('/policy?section=video-calls&state=not-covered');
    assert.match(one.text, /\d+ clauses? of 120 shown, because of the choice above/);
    assert.match(one.html, /<option value="not-covered" selected/);
    assert.doesNotMatch(one.text, /Memory sticks \d/);
    const none = await staff.get('/policy?section=memory-sticks&state=shown');
    assert.match(none.text, /No clause stands like this today/);
    assert.equal((await staff.get('/policy?state=<b>&section=..%2F..&section=x')).status, 200);
  });

  test('a clause says what makes it true, what is not covered, and what it sets', async () => {
    await aPolicy(world, school);
    const staff = await as('staff');
    const whole = await staff.get('/policy/clauses/s1-002');
    assert.match(whole.text, /What makes it true .*next-review date/);
    assert.match(whole.text, /No review date recorded/);
    assert.match(whole.text, /NOT COVERED/);
    assert.match(whole.text, /Who looks after the policy Computing lead, Headteacher, Chair of governors/);
    assert.match(
      (await staff.get('/policy/clauses/s1-023')).text,
      /What is not covered Passwords of the school network/,
    );
    assert.match(
      (await staff.get('/policy/clauses/s1-003')).text,
      /SHOWN This clause tells people something: Staff ?, Pupils ?, Parents/,
    );
    assert.match((await staff.get('/policy/clauses/s1-043')).text, /Why no record or rule shows it: A talk in passing/);
    assert.equal((await staff.get('/policy/clauses/s9-999')).status, 404);
  });

  test('recording the next review turns its clause from NOT COVERED into SELF-REPORTED', async () => {
    await aPolicy(world, school);
    const lead = await as('lead');
    const uncovered = (text: string): number => Number(/(\d+) NOT COVERED\./.exec(text)?.[1]);
    const before = uncovered((await lead.get('/policy')).text);
    const form = await lead.get('/policy/review');
    assert.match(form.text, /When is the policy reviewed next\?/);
    const wrong = await lead.post('/policy/review', { 'on-day': '31', 'on-month': '2', 'on-year': '2027' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.html, /href="#on"/);
    assert.match(wrong.html, /value="31"/);
    await lead.post('/policy/review', { 'on-day': '1', 'on-month': '9', 'on-year': '2027' });
    const after = await lead.follow();
    assert.match(after.text, /next review is on 1 September 2027/);
    assert.equal(uncovered(after.text), before - 1);
    const records = /href="([^"]+)">See the records/.exec((await lead.get('/policy/clauses/s1-002')).html)?.[1] ?? '';
    assert.equal((await (await as('governor')).get(records)).status, 200, 'whoever sees the figure may follow it');
    assert.match(
      (await lead.get('/policy/clauses/s1-002')).text,
      /SELF-REPORTED Kept .*Next review on 1 September 2027/,
    );
  });

  test('settings name the clause that set them; one that no clause sets is changed by the head and marked', async () => {
    const head = await as('head');
    assert.match((await head.get('/policy/settings')).text, /Who looks after the policy Nobody and nothing Nobody yet/);
    const form = await head.get('/policy/settings/policy-owners');
    assert.match(form.text, /Who looks after the policy/);
    const wrong = await head.post('/policy/settings/policy-owners', { value: 'nobody-we-know', why: 'A slip.' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /There is a problem/);
    await head.post('/policy/settings/policy-owners', { value: ['head', 'lead'], why: 'They wrote it.' });
    assert.match(
      (await head.follow()).text,
      /Headteacher, Online-safety lead The school .*23 November 2026, .*: They wrote it\./,
    );

    await aPolicy(world, school);
    const fixed = await head.get('/policy/settings');
    assert.match(
      fixed.text,
      /Who looks after the policy Computing lead, Headteacher, Chair of governors Clause s1-002/,
    );
    assert.match((await head.get('/policy/settings/policy-owners')).text, /Clause s1-002 of the policy sets it/);
  });

  test('a broken file shows its line and cure, and the others can still be chosen', async () => {
    await ownPack(world, 'broken', village.replace('format: 2', 'format: 2\ncolour: blue'));
    const head = await as('head');
    const choose = await head.get('/policy/choose');
    assert.match(choose.text, /policies\/broken\.yaml, line \d+: .*colour/);
    assert.match(choose.text, /Village primary/);
    assert.match((await head.get('/policy/choose/broken')).text, /This policy cannot be read/);
    assert.equal((await head.get('/policy/choose/no-such')).status, 404);
  });

  test('teachers, governors and IT support may read, and may not choose; parents and pupils get the public page', async () => {
    await aPolicy(world, school);
    for (const role of ['staff', 'dsl', 'technician', 'governor'] as const) {
      const browser = await as(role);
      assert.equal((await browser.get('/policy')).status, 200, role);
      assert.equal((await browser.get('/policy/settings')).status, 200, role);
      for (const path of [
        '/policy/choose',
        '/policy/choose/village',
        '/policy/review',
        '/policy/settings/policy-owners',
      ]) {
        assert.equal((await browser.get(path)).status, 403, `${role} ${path}`);
      }
    }
    assert.notEqual((await stranger().get('/policy')).status, 200);
  });

  test('anybody reads the words of the policy, and nothing else', async () => {
    assert.match((await stranger().get('/policy/read')).text, /appears here once the school has put it into force/);
    await aPolicy(world, school);
    const page = await stranger().get('/policy/read');
    assert.equal(page.status, 200);
    assert.match(page.text, /Online safety policy of Hollybank Primary School/);
    assert.match(page.text, /This policy covers websites, social media/);
    assert.doesNotMatch(page.text, /NOT COVERED|MEASURED|s1-003/);
  });

  test('of several schools the public page asks which', async () => {
    const other = await aSchool(world, { name: 'Mill Lane Primary School' });
    await aPolicy(world, other);
    const asks = await stranger().get('/policy/read');
    assert.match(asks.text, /Whose online safety policy\? Hollybank Primary School Mill Lane Primary School/);
    assert.match((await stranger().get(`/policy/read?school=${other}`)).text, /policy of Mill Lane Primary School/);
    assert.match((await stranger().get('/policy/read?school=nonsense')).text, /Whose online safety policy/);
  });
});
