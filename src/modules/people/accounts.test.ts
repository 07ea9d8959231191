import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { importRosterFolder } from './roster/import-folder.ts';
import { aLogIn, anAdult, aPupil, aSchool } from './testing.ts';

/** Whose log-ins there are, and for whom the trail says that one was made; both sorted. */
async function accountsAndEvents(world: World): Promise<readonly [readonly string[], readonly string[]]> {
  const rows = await world.store.reading.selectFrom('account').select('person_id').orderBy('person_id').execute();
  const events = await world.store.reading
    .selectFrom('audit_event')
    .select('subject')
    .where('event', '=', 'account-made')
    .orderBy('subject')
    .execute();
  return [rows.map((row) => String(row.person_id)), events.map((row) => String(row.subject))];
}

test('every log-in leaves one event, however it was made: by hand, with a password, by an import, or when an address came later', async (t) => {
  const world = await makeWorld();
  t.after(() => world.end());
  const school = await aSchool(world);
  await anAdult(world, school, { roles: ['staff', 'dsl'] });
  await aLogIn(world, school, await aPupil(world, school), { name: 'sam.hill', password: 'otter-spoon' });
  const path = join(world.folder, 'roster');
  mkdirSync(path);
  const take = async (email: string): Promise<void> => {
    const users = `sourcedId,orgSourcedIds,role,givenName,familyName,email\nt1,o1,teacher,Ada,Okafor,a@school.example\nt2,o1,teacher,Bo,Reed,${email}\n`;
    writeFileSync(join(path, 'orgs.csv'), 'sourcedId,name,type\no1,Hollybank Primary School,school\n');
    writeFileSync(join(path, 'classes.csv'), 'sourcedId,title,grades\nc1,Oak,04\n');
    writeFileSync(join(path, 'users.csv'), users);
    writeFileSync(join(path, 'enrollments.csv'), 'userSourcedId,classSourcedId,role\nt1,c1,teacher\n');
    const { imported } = await importRosterFolder(world, { school, folder: path, dryRun: false, leaving: '0' });
    assert.equal(imported, true);
  };
  await take('');
  const [before, made] = await accountsAndEvents(world);
  assert.equal(before.length, 3);
  assert.deepEqual(made, before);
  await take('b@school.example');
  const [after, madeAfter] = await accountsAndEvents(world);
  assert.equal(after.length, 4);
  assert.deepEqual(madeAfter, after);
});
