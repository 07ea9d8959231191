import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';

import { makeWorld } from '../../../../../test/support/world.ts';
import { anAdult, aPupil, aSchool, signedIn } from '../../testing.ts';

async function start(t: TestContext) {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  const sam = await aPupil(world, school);
  const noor = await aPupil(world, school, { given: 'Noor', family: 'Ali', year: 'r', class: 'Elm' });
  const head = await anAdult(world, school, { roles: ['head'], given: 'Grace', family: 'Adeyemi' });
  return { world, school, sam, noor, head, asHead: await signedIn(world, head, school) };
}

test('the list is found by name and class, and says how many and why these', async (t) => {
  const { asHead } = await start(t);
  assert.match(
    (await asHead.get('/people')).text,
    /2 pupils: here today.*Ali, Noor Reception Elm.*Hill, Sam Year 4 Oak/,
  );
  const found = await asHead.get('/people?q=hil');
  assert.match(found.text, /1 pupil: here today, with that name.*Hill, Sam/);
  assert.doesNotMatch(found.text, /Noor/);
  assert.match((await asHead.get('/people?q=zzz')).text, /Nobody fits/);
  assert.match((await asHead.get('/people?q=%25&page=x&order=y&role=nonsense')).text, /2 pupils|Nobody fits/);
});

test('a teacher sees the pupils they teach, opens their records, and no others', async (t) => {
  const { world, school, sam, noor } = await start(t);
  const teacher = await signedIn(world, await anAdult(world, school, { roles: ['staff'], classes: ['Oak'] }), school);
  const list = await teacher.get('/people');
  assert.match(list.text, /Hill, Sam/);
  assert.doesNotMatch(list.text, /Noor/);
  assert.equal((await teacher.get(`/people/${sam}`)).status, 200);
  assert.equal((await teacher.get(`/people/${noor}`)).status, 403);
  assert.equal((await teacher.get(`/people/${sam}/account`)).status, 403);
  assert.equal((await teacher.get('/people/roles')).status, 403);
});

test('a person’s page leaves a viewing event and has no name in its title', async (t) => {
  const { world, asHead, sam } = await start(t);
  const page = await asHead.get(`/people/${sam}`);
  assert.match(page.text, /Sam Hill.*Year 4, Key stage 2.*Oak, from 23 November 2026/);
  assert.match(page.html, /<title>Person – Schoolgate<\/title>/);
  const seen = await world.store.reading
    .selectFrom('audit_event')
    .selectAll()
    .where('event', '=', 'person-viewed')
    .execute();
  assert.deepEqual(
    seen.map((row) => String(row['subject'])),
    [sam],
  );
});

test('another school’s people are not found, whatever is asked about them', async (t) => {
  const { world, asHead } = await start(t);
  const other = await aSchool(world, { name: 'Other School' });
  const pupil = await aPupil(world, other, { given: 'Far', family: 'Away' });
  const adult = await anAdult(world, other, { roles: ['staff'] });
  await asHead.get('/people/roles');
  assert.equal((await asHead.get(`/people/${pupil}`)).status, 404);
  assert.equal((await asHead.get(`/people/${pupil}/account`)).status, 404);
  assert.equal((await asHead.post('/people/roles', { person: adult, role: 'dsl' })).status, 404);
  const password = { loginName: 'far.away', password: 'kettle marble sunrise' };
  assert.equal((await asHead.post(`/people/${adult}/account`, password)).status, 404);
  assert.doesNotMatch((await asHead.get('/people')).text, /Away/);
});

test('the head gives and ends roles; what somebody may do follows at once', async (t) => {
  const { world, school, asHead } = await start(t);
  const person = await anAdult(world, school, { roles: ['staff'], given: 'Kit', family: 'Yu' });
  const theirs = await signedIn(world, person, school);
  assert.equal((await theirs.get('/people/roles')).status, 403);
  assert.match((await asHead.get('/people/roles')).text, /7 posts are vacant.*Designated safeguarding lead Vacant/);
  assert.equal((await asHead.post('/people/roles', { person, role: 'dsl' })).location, '/people/roles');
  assert.match((await asHead.follow()).text, /6 posts are vacant.*Designated safeguarding lead Kit Yu/);
  assert.match((await theirs.get('/people/roles')).text, /The headteacher gives and ends roles/);
  await asHead.get('/people/roles');
  await asHead.post('/people/roles/end', { person, role: 'dsl' });
  assert.equal((await theirs.get('/people/roles')).status, 403);
});

test('the last head cannot be ended', async (t) => {
  const { asHead, head } = await start(t);
  await asHead.get('/people/roles');
  await asHead.post('/people/roles/end', { person: head, role: 'head' });
  assert.match((await asHead.follow()).text, /Give the role of headteacher to somebody else first/);
  assert.equal((await asHead.get('/people/roles')).status, 200);
});

test('people are added by hand; an e-mail address that is taken is refused and what was typed is kept', async (t) => {
  const { world, school, asHead } = await start(t);
  await anAdult(world, school, { roles: ['staff'], email: 'taken@school.example' });
  await asHead.get('/people/add?kind=adult');
  const fields = { kind: 'adult', given: 'Una', family: 'Park', email: 'taken@school.example', roles: ['governor'] };
  const refused = await asHead.post('/people/add?kind=adult', fields);
  assert.match(refused.text, /Somebody has this e-mail address already/);
  assert.match(refused.html, /value="Una"/);
  const added = await asHead.post('/people/add?kind=adult', { ...fields, email: 'una@school.example' });
  assert.match(added.location ?? '', /^\/people\//);
  assert.match((await asHead.follow()).text, /Una Park.*Governor for filtering and monitoring.*no password set yet/);
});
