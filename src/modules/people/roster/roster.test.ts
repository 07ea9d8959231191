import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';

import { makeWorld, type World } from '../../../../test/support/world.ts';
import { verifyChain } from '../../../platform/audit/chain.ts';
import { Unusable } from '../../../platform/errors/errors.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { actorFor, anAdult, aPupil, aSchool, signedIn } from '../testing.ts';
import { listPeople } from '../queries/list-people.ts';
import { openPerson } from '../queries/open-person.ts';
import { describePlan, importRosterFolder } from './import-folder.ts';
import { readOneRoster } from './formats/one-roster.ts';

const files = {
  'orgs.csv': 'sourcedId,status,name,type\no1,,Hollybank Primary School,school\n',
  'classes.csv': 'title,sourcedId,grades\nOak,c1,04\nElm,c2,R\n',
  'users.csv': [
    // The columns in another order than the standard lists them, with ones nobody asked for.
    'familyName,givenName,role,sourcedId,phone,email,grades,agentSourcedIds,orgSourcedIds',
    'Hill,Sam,student,p1,,,04,"g1,g2",o1',
    'Ali,Noor,student,p2,,,R,g3,o1',
    '"O\'Neill, Jr",Ben,student,p3,,,4,,o1',
    'Okafor,Ada,teacher,t1,,A.Okafor@school.example,,,o1',
    'Hill,Jo,parent,g1,07700 900123,jo@home.example,,,o1',
    'Hill,Max,guardian,g2,,,,,o1',
    'Ali,Amira,relative,g3,,,,,o1',
  ].join('\n'),
  'enrollments.csv': [
    'userSourcedId,classSourcedId,role,beginDate',
    'p1,c1,student,2026-09-01',
    'p3,c1,student,',
    'p2,c2,student,',
    't1,c1,teacher,',
  ].join('\r\n'),
} as const;
type Folder = Partial<Record<string, string>>;

function folder(world: World, name: string, contents: Folder): string {
  const path = join(world.folder, name);
  mkdirSync(path);
  for (const [file, text] of Object.entries(contents)) if (text !== undefined) writeFileSync(join(path, file), text);
  return path;
}

async function start(t: TestContext): Promise<{ world: World; school: SchoolId }> {
  const world = await makeWorld();
  t.after(() => world.end());
  return { world, school: await aSchool(world) };
}

const take = (world: World, school: SchoolId, path: string, more: { dryRun?: boolean; leaving?: string } = {}) =>
  importRosterFolder(world, { school, folder: path, dryRun: false, ...more });

const names = (changes: readonly { given: string }[]) => changes.map((one) => one.given).sort();

async function pupils(world: World, school: SchoolId) {
  const { people } = await world.runner.ask(listPeople, world.commandLine(school), {});
  return people.map(
    (one) => `${one.name} ${one.pupil?.yearGroup ?? ''} ${one.pupil?.classes.map((c) => c.name).join() ?? ''}`,
  );
}

describe('importing a roster folder', () => {
  test('a dry run says who would join and changes nothing', async (t) => {
    const { world, school } = await start(t);
    const path = folder(world, 'one', { ...files, 'users.csv': `\ufeff${files['users.csv']}` });
    const { plan, imported } = await take(world, school, path, { dryRun: true });
    assert.deepEqual(names(plan.joiners), ['Ada', 'Amira', 'Ben', 'Jo', 'Max', 'Noor', 'Sam']);
    assert.deepEqual([plan.movers.length, plan.leavers.length, plan.refusals.length, imported], [0, 0, 0, false]);
    assert.deepEqual(await pupils(world, school), []);
    assert.match(describePlan(plan).join('\n'), /joiners: 7/);
  });

  test('people join with years, classes and contacts, and importing the same again changes nobody', async (t) => {
    const { world, school } = await start(t);
    const path = folder(world, 'one', files);
    assert.equal((await take(world, school, path)).imported, true);
    assert.deepEqual(await pupils(world, school), ['Noor Ali r Elm', 'Sam Hill 4 Oak', "Ben O'Neill, Jr 4 Oak"]);
    const { people } = await world.runner.ask(listPeople, world.commandLine(school), { q: 'hill' });
    const sam = people[0]?.id;
    const record = await world.runner.ask(openPerson, world.commandLine(school), { id: sam });
    assert.deepEqual(
      record.contacts?.map((one) => `${one.name} ${one.relation}`),
      ['Jo Hill parent', 'Max Hill guardian'],
    );
    const again = (await take(world, school, path)).plan;
    assert.deepEqual(
      [again.joiners.length, again.movers.length, again.leavers.length, again.classes.length, again.unchanged],
      [0, 0, 0, 0, 7],
    );
    assert.equal((await verifyChain(world.store.reading, school)).ok, true);
  });

  test('a pupil who moves class and year is a mover; one who is gone gets an end date and stays on record', async (t) => {
    const { world, school } = await start(t);
    await take(world, school, folder(world, 'one', files));
    world.clock.advance({ hours: 24 });
    const later = {
      ...files,
      'users.csv': files['users.csv'].replace('student,p2,,,R', 'student,p2,,,1').replace(/.*p3.*\n/, ''),
      'enrollments.csv': files['enrollments.csv'].replace('p2,c2', 'p2,c1').replace('p3,c1,student,\r\n', ''),
    };
    const { plan, imported } = await take(world, school, folder(world, 'two', later), { leaving: '1' });
    assert.equal(imported, true);
    assert.deepEqual(
      plan.movers.map((one) => [one.given, one.what]),
      [['Noor', ['year', 'classes']]],
    );
    assert.deepEqual(names(plan.leavers), ['Ben']);
    assert.deepEqual(await pupils(world, school), ['Noor Ali 1 Oak', 'Sam Hill 4 Oak']);
    const left = await world.runner.ask(openPerson, world.commandLine(school), { id: plan.leavers[0]?.id });
    assert.equal(left.leftOn, '2026-11-24');
    assert.deepEqual(
      left.memberships.map((one) => one.until_day),
      ['2026-11-24'],
    );
    const back = await take(world, school, folder(world, 'three', files));
    assert.deepEqual(back.plan.movers.find((one) => one.given === 'Ben')?.what, ['came-back', 'classes']);
    assert.equal((await pupils(world, school)).length, 3);
  });

  test('people added by hand are never leavers, and one with the same e-mail address is linked instead of doubled', async (t) => {
    const { world, school } = await start(t);
    const byHand = await anAdult(world, school, {
      roles: ['head'],
      given: 'Ada',
      family: 'Okafor',
      email: 'a.okafor@school.example',
    });
    await aPupil(world, school, { given: 'Kit', family: 'Yu' });
    const { plan } = await take(world, school, folder(world, 'one', files));
    assert.deepEqual(
      plan.movers.map((one) => [one.id, one.what]),
      [[byHand, ['linked', 'classes']]],
    );
    assert.deepEqual(plan.leavers, []);
    assert.deepEqual(
      [...(await actorFor(world, school, byHand)).roles],
      ['head'],
      'a file gives nobody a post and takes none',
    );
  });

  test('when very many would leave, somebody must say that it is so', async (t) => {
    const { world, school } = await start(t);
    await take(world, school, folder(world, 'one', files));
    const few = {
      ...files,
      'users.csv': files['users.csv'].split('\n').slice(0, 3).join('\n'),
      'enrollments.csv': 'userSourcedId,classSourcedId,role\np1,c1,student\n',
    };
    const path = folder(world, 'two', few);
    const careful = await take(world, school, path);
    assert.deepEqual([careful.plan.leavers.length, careful.imported], [5, false]);
    assert.match(careful.problem ?? '', /Type 2 if so many/);
    assert.equal((await take(world, school, path, { leaving: '3' })).imported, false);
    assert.equal((await take(world, school, path, { leaving: '2' })).imported, true);
  });

  test('lines that cannot be taken are named with file, line, reason and cure, and the others are imported', async (t) => {
    const { world, school } = await start(t);
    const bad = {
      ...files,
      'users.csv': [
        files['users.csv'],
        'Lee,Kim,student,p1,,,04,,o1',
        'Lee,Kim,wizard,p8,,,04,,o1',
        ',,student,p9,,,04,,o1',
        'Lee,Kim,student,p10,,,11,,o1',
        'Lee,Kim,student,,,,4,,o1',
        'Lee,Kim',
        'Lee,Kim,teacher,t9,,not an address,,,o1',
        'Lee,Una,student,p11,,,5,g99,o1',
      ].join('\n'),
      'enrollments.csv': `${files['enrollments.csv']}\np99,c1,student,\np1,c99,student,\np1,c1,teacher,\np11,c1,student,31/12/2026\n`,
    };
    const { plan, imported } = await take(world, school, folder(world, 'one', bad));
    const where = plan.refusals.map((one) => `${one.file}:${String(one.line)} ${one.reason}`);
    const expected = [
      /^users.csv:9 The sourcedId is there twice/,
      /^users.csv:10 The role “wizard”/,
      /^users.csv:11 A name is missing/,
      /^users.csv:12 The grade “11”/,
      /^users.csv:13 The sourcedId is missing/,
      /^users.csv:14 It has 2 fields where the header has 9/,
      /^users.csv:15 The e-mail address is not one/,
      /^users.csv:16 A person responsible/,
      /^enrollments.csv:6 The person is not in users.csv/,
      /^enrollments.csv:7 The class is not in classes.csv/,
      /^enrollments.csv:8 The role in the class does not fit/,
      /^enrollments.csv:9 A date is not written like/,
    ];
    for (const line of expected)
      assert.ok(
        where.some((one) => line.test(one)),
        `${String(line)} in\n${where.join('\n')}`,
      );
    assert.equal(where.length, expected.length);
    assert.ok(plan.refusals.every((one) => one.cure !== ''));
    assert.equal(imported, true);
    assert.ok(names(plan.joiners).includes('Una'), 'a pupil with a wrong link is still taken');
  });

  test('a missing column, a wrongly written one, broken quotes, a second school and a missing file stop the whole import', async (t) => {
    const { world, school } = await start(t);
    const broken: [string, Folder, RegExp][] = [
      [
        'column',
        { ...files, 'users.csv': files['users.csv'].replace('sourcedId', 'id') },
        /users.csv:1 \(sourcedId\): The column “sourcedId” is missing/,
      ],
      [
        'case',
        { ...files, 'users.csv': files['users.csv'].replace('givenName', 'GivenName') },
        /OneRoster writes it “givenName”/,
      ],
      ['quotes', { ...files, 'classes.csv': 'sourcedId,title\nc1,"Oak\n' }, /classes.csv:\d+: A quotation mark/],
      ['schools', { ...files, 'orgs.csv': `${files['orgs.csv']}o2,,Other School,school\n` }, /more than one school/],
    ];
    for (const [name, contents, line] of broken) {
      const { plan, imported } = await take(world, school, folder(world, name, contents));
      assert.deepEqual([plan.usable, imported], [false, false], name);
      assert.match(describePlan(plan).join('\n'), line);
    }
    await assert.rejects(take(world, school, folder(world, 'absent', { ...files, 'users.csv': undefined })), Unusable);
    const delta = { ...files, 'manifest.csv': 'propertyName,value\nfile.users,delta\n' };
    const changesOnly = await take(world, school, folder(world, 'delta', delta));
    assert.equal(changesOnly.imported, false);
    assert.match(describePlan(changesOnly.plan).join('\n'), /manifest.csv:2: .*only what has changed/);
    assert.deepEqual(await pupils(world, school), []);
  });

  test('more than 20,000 rows are refused aloud', async () => {
    const users = `sourcedId,role,givenName,familyName\n${Array.from({ length: 20_001 }, (_, n) => `p${String(n)},student,A,B`).join('\n')}`;
    const roster = await readOneRoster({ ...files, 'users.csv': users }, '2026-11-23');
    assert.equal(roster.usable, false);
    assert.match(roster.refusals[0]?.reason ?? '', /more than 20,000 rows/);
  });

  test('in the web app the office brings files, sees the plan, and imports exactly what was shown', async (t) => {
    const { world, school } = await start(t);
    const office = await signedIn(world, await anAdult(world, school, { roles: ['office'] }), school);
    const teacher = await signedIn(world, await anAdult(world, school, { roles: ['staff'] }), school);
    assert.equal((await teacher.get('/people/import')).status, 403);
    await office.get('/people/import');
    const pasted = { users: files['users.csv'], classes: files['classes.csv'], enrollments: files['enrollments.csv'] };
    assert.match(
      (await office.post('/people/import', { ...pasted, users: '' })).text,
      /users.csv is not among the files/,
    );
    const to = (await office.post('/people/import', pasted)).location ?? '';
    assert.match(to, /^\/people\/import\/[0-9a-f-]{36}$/);
    assert.match(
      (await office.get(to)).text,
      /What the import would do Read as OneRoster: users.csv.*Join 7.*Sam Hill, pupil, Year 4/,
    );
    const fingerprint = /name="fingerprint" value="([0-9a-f]+)"/.exec((await office.get(to)).html)?.[1] ?? '';

    // Somebody changes the records between looking and doing.
    await anAdult(world, school, {
      roles: ['staff'],
      given: 'Ada',
      family: 'Okafor',
      email: 'a.okafor@school.example',
    });
    const refused = await office.post(to, { fingerprint });
    assert.match(refused.text, /People have changed since this was shown/);
    const anew = /name="fingerprint" value="([0-9a-f]+)"/.exec(refused.html)?.[1] ?? '';
    assert.notEqual(anew, fingerprint);
    const run = (await office.post(to, { fingerprint: anew })).location ?? '';
    assert.match(run, /^\/people\/import\/runs\/[0-9a-f-]{36}$/);
    assert.match((await office.follow()).text, /The roster is imported.*6 joined, 1 changed, 0 left/);
    assert.equal((await office.get(to)).status, 404, 'an imported roster is not kept');
  });
});
