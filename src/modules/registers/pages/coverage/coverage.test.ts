import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { Browser } from '../../../../../test/support/browser.ts';
import { makeWorld, type World } from '../../../../../test/support/world.ts';
import type { Role } from '../../../../platform/access/roles.ts';
import type { SchoolId } from '../../../../platform/ids/ids.ts';
import { runByName } from '../../../../cli/by-name.ts';
import { actorFor, anAdult, aPupil, aSchool, signedIn, worked } from '../../../people/testing.ts';

describe('what was taught', () => {
  let world: World;
  let school: SchoolId;
  let teacher: Browser;
  const browserOf = async (role: Role) => signedIn(world, await anAdult(world, school, { roles: [role] }), school);
  const lesson = {
    'fDay-day': '9',
    'fDay-month': '11',
    'fDay-year': '2026',
    fHalfTerm: 'autumn-2',
    fYearGroups: ['2', '4'],
    fTopics: ['ai', 'images'],
    fOccasion: 'lesson',
    fTitle: 'Is it real?',
    fTeacher: 'Alex Reed-staff',
    fAdapted: 'yes',
  };

  const record = async (form: Readonly<Record<string, string | string[]>>): Promise<void> => {
    await teacher.get('/registers/lessons/add');
    const added = await teacher.post('/registers/lessons/add', form);
    assert.equal(added.status, 303, added.text.slice(0, 500));
  };

  before(async () => {
    world = await makeWorld({ seed: 'coverage' });
    school = await aSchool(world);
    for (const year of ['2', '4', '5'])
      await aPupil(world, school, { given: `Sam-${year}`, year, class: `Class ${year}` });
    teacher = await browserOf('staff');
  });
  after(() => world.end());

  it('is empty before anything was', async () => {
    const page = await (await browserOf('governor')).get('/registers/lessons/coverage');
    assert.equal(page.status, 200, page.text.slice(0, 300));
    assert.match(page.text, /School year 2026 to 2027: 0 lessons written down/);
    assert.match(page.text, /Year 2.*Year 4.*Year 5/);
    assert.doesNotMatch(page.text, /Year 3/);
  });

  it('counts each lesson for its year groups, half term and topics, and leads to the lessons', async () => {
    await record(lesson);
    const again = { ...lesson, fYearGroups: ['4'], fTopics: ['ai'], fHalfTerm: 'autumn-1', 'fDay-month': '9' };
    await record(again);
    const last = { ...lesson, 'fDay-year': '2025' };
    await record(last);
    const page = await teacher.get('/registers/lessons/coverage');
    assert.match(page.text, /2026 to 2027: 2 lessons written down/);
    const cell = (html: string, row: string): string =>
      new RegExp(`<th scope="row"[^>]*>${row}</th>(.*?)</tr>`, 's')
        .exec(html)?.[1]
        ?.replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim() ?? '';
    assert.match(cell(page.html, 'Artificial intelligence'), /^1 on .*, Year 2 2 on .*, Year 4 – nothing$/);
    assert.match(cell(page.html, 'Autumn, second half'), /^1 on .*, Year 2 1 on .*, Year 4 – nothing$/);
    const year4 = await teacher.get('/registers/lessons/coverage?year=2026&for=4');
    assert.match(cell(year4.html, 'Artificial intelligence'), /^1 on .*first half 1 on .*second half –/);
    assert.match(year4.text, /Topics that Year 4 was not taught yet: Searching and research;/);
    const href = /href="([^"]*fTopics=images[^"]*)"/.exec(year4.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    assert.match((await teacher.get(href)).text, /Is it real\?.*1 entry|1 entry.*Is it real\?/);
    assert.match((await teacher.get('/registers/lessons/coverage?year=2025')).text, /2025 to 2026: 1 lesson written/);
  });

  it('takes no half term that the day contradicts, once the school has entered its terms', async () => {
    const wrong = { ...lesson, fHalfTerm: 'autumn-1' };
    // As guessed, a lesson of the 9th was in the second half; a guess refuses nothing.
    await record({ ...wrong, 'fDay-year': '2024' });
    const days = {
      autumn: ['2026-09-01', '2026-10-26', '2026-10-30', '2026-12-18'],
      spring: ['2027-01-04', '2027-02-15', '2027-02-19', '2027-03-25'],
      summer: ['2027-04-12', '2027-05-31', '2027-06-04', '2027-07-21'],
    };
    const form = Object.entries(days).flatMap(([name, given]) =>
      ['From', 'BreakFrom', 'BreakTo', 'To'].map((part, at) => [`${name}${part}`, given[at]] as const),
    );
    const head = await actorFor(world, school, await anAdult(world, school, { roles: ['head'] }));
    const terms = { year: '2026', version: '0', ...Object.fromEntries(form) };
    worked(await runByName(world, 'school.enter-terms', head, terms));
    const refused = await teacher.post('/registers/lessons/add', wrong);
    assert.equal(refused.status, 422);
    assert.match(
      refused.text,
      /9 November 2026 is in “Autumn, second half” by the school’s term dates\. Change “Half term”, or the day/,
    );
    await record({ ...wrong, 'fDay-month': '10', 'fDay-day': '25' });
    await record({ ...wrong, 'fDay-month': '12', 'fDay-day': '21' });
  });

  it('is linked from the list, and takes nonsense for this year', async () => {
    assert.match((await teacher.get('/registers/lessons')).html, /href="\/registers\/lessons\/coverage"/);
    assert.match((await teacher.get('/registers/lessons/coverage?year=9999&for=x')).text, /School year 2026 to 2027/);
  });
});
