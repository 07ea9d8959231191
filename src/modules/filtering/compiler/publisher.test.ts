import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, afterEach, describe, test } from 'node:test';

import { decide } from '../../../filter/engine/decide.ts';
import { prepare } from '../../../filter/engine/prepare.ts';
import { publishedRulesets } from '../../../filter/ruleset/publish.ts';
import { tailSessions } from '../../../filter/ruleset/session-tail.ts';
import type { PersonId, SchoolId } from '../../../platform/ids/ids.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import { actorFor, anAdult, aPupil, aSchool, worked } from '../../people/testing.ts';
import { blockAtOnce } from '../commands/block-at-once.ts';
import { turnOff } from '../commands/stop-person.ts';
import { liveReader } from '../live.ts';
import { publish, readAsFilter } from '../testing.ts';
import { makePublisher } from './publisher.ts';

const starter = join(import.meta.dirname, '..', '..', '..', '..', 'lists', 'starter');

describe('publishing', () => {
  let world: World;
  let school: SchoolId;
  let pupil: PersonId;
  let lead: PersonId;

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    pupil = await aPupil(world, school, { year: '4' });
    lead = await anAdult(world, school, { roles: ['staff', 'lead'] });
  });
  afterEach(() => world.end());

  const asks = (host: string, personId: string | null, at = world.clock.now()) => {
    const { ruleset, lists } = readAsFilter(world);
    assert.ok(lists !== null);
    return decide(prepare(ruleset), lists, { host, port: 443, scheme: 'https', personId, nowMs: at.epochMilliseconds });
  };
  const blocks = async (...sites: string[]): Promise<void> => {
    worked(
      await world.runner.run(blockAtOnce, await actorFor(world, school, lead), {
        sites: sites.join('\n'),
        reason: 'A test of the block',
        length: 'open',
      }),
    );
  };

  test('gives the real reader a ruleset that the engine decides by', async () => {
    await publish(world);
    assert.equal(asks('www.tiktok.com', pupil).verdict, 'block');
    assert.equal(asks('www.childline.org.uk', pupil).tier, 0);
    assert.equal(asks('example.org', lead).profile, 'staff');
    assert.equal(asks('example.org', null).profile, 'eyfs');
    const { wanted, published } = await world.parts.changes.of(school);
    assert.equal(published, wanted);
    assert.equal(readAsFilter(world).header.number, wanted);
  });

  test('follows a commit: a site blocked at once is blocked in the next ruleset', async () => {
    await publish(world);
    const before = readAsFilter(world).header.number;
    assert.equal(asks('fresh.example', lead).verdict, 'allow');
    await blocks('https://fresh.example/page');
    await publish(world);
    const decision = asks('sub.fresh.example', lead);
    assert.deepEqual([decision.verdict, decision.tier, decision.reason], ['block', 4, 'school-block']);
    assert.ok(readAsFilter(world).header.number > before);
  });

  test('wakes by itself when a command commits, once the job has run', async () => {
    await publish(world);
    await blocks('woken.example');
    const deadline = Date.now() + 10_000;
    while ((await world.parts.changes.of(school)).published < (await world.parts.changes.of(school)).wanted) {
      assert.ok(Date.now() < deadline, 'nothing was published');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    assert.equal(asks('woken.example', pupil).tier, 4);
  });

  test('lets a stop end at its instant with nothing else running', async () => {
    worked(await world.runner.run(turnOff, await actorFor(world, school, lead), { id: pupil, length: 'hour' }));
    await publish(world);
    const end = world.clock.now().add({ hours: 1 });
    assert.deepEqual([asks('example.org', pupil).tier, asks('example.org', pupil).until], [2, end.epochMilliseconds]);
    assert.equal(asks('example.org', pupil, end.subtract({ nanoseconds: 1_000_000 })).tier, 2);
    assert.notEqual(asks('example.org', pupil, end).tier, 2);
    assert.equal(asks('www.childline.org.uk', pupil).tier, 0);
  });

  test('publishes nothing when nothing has changed, also over a start', async () => {
    await publish(world);
    const files = readdirSync(world.site.appToFilter);
    await publish(world);
    await makePublisher({ ...world.parts, site: world.site }, liveReader(world.site)).run();
    assert.deepEqual(readdirSync(world.site.appToFilter), files);
  });

  test('never runs backwards: after a restore the epoch grows', async () => {
    await publish(world);
    const { epoch, number } = readAsFilter(world).header;
    const newest = world.site.ruleset(epoch, number);
    // What a folder looks like beside restored records: rulesets with higher numbers than they know.
    writeFileSync(world.site.ruleset(epoch, number + 50), readFileSync(newest));
    await blocks('restored.example');
    await publish(world);
    const after = readAsFilter(world).header;
    assert.equal(after.epoch, epoch + 1);
    assert.equal(asks('restored.example', pupil).tier, 4);
  });

  test('publishes anew when the ruleset in the folder is damaged', async () => {
    await publish(world);
    const { epoch, number } = readAsFilter(world).header;
    writeFileSync(world.site.ruleset(epoch, number), 'damaged');
    await makePublisher({ ...world.parts, site: world.site }, liveReader(world.site)).run();
    assert.ok(readAsFilter(world).header.number > number);
  });

  test('keeps the last good lists when a list is broken, says where, and takes the mended one', async () => {
    const folder = join(world.folder, 'starter');
    cpSync(starter, folder, { recursive: true });
    const publisher = makePublisher({ ...world.parts, site: world.site }, liveReader(world.site), {
      starterFolder: folder,
    });
    await publisher.run();
    const good = readAsFilter(world).ruleset.lists.sha256;
    writeFileSync(join(folder, 'gambling.txt'), 'not a name at all\n'.repeat(20));
    await blocks('meanwhile.example');
    await publisher.run();
    assert.equal(readAsFilter(world).ruleset.lists.sha256, good);
    assert.equal(asks('meanwhile.example', pupil).tier, 4);
    const [alarm] = publisher.alarms();
    assert.equal(alarm?.code, 'lists-unusable');
    assert.match(alarm.message, /gambling\.txt, line 1/);
    cpSync(join(starter, 'gambling.txt'), join(folder, 'gambling.txt'));
    await publisher.run();
    assert.deepEqual(publisher.alarms(), []);
  });

  test('publishes nothing and says why when lists are broken and there never were good ones', async () => {
    const publisher = makePublisher({ ...world.parts, site: world.site }, liveReader(world.site), {
      starterFolder: join(world.folder, 'nowhere'),
    });
    await publisher.run();
    assert.deepEqual(publishedRulesets(world.site), []);
    assert.match(publisher.alarms()[0]?.message ?? '', /index\.yaml.*missing/);
  });

  test('says so when the rules cannot be written, keeps those in force, and publishes when they can', async () => {
    const publisher = makePublisher({ ...world.parts, site: world.site }, liveReader(world.site));
    await publisher.run();
    const { epoch, number } = readAsFilter(world).header;
    // A folder where the file has to go fails as a full disk does: with a code of the system.
    const obstacle = `${world.site.ruleset(epoch, number + 1)}.tmp`;
    mkdirSync(obstacle);
    await blocks('late.example');
    await assert.rejects(publisher.run());
    assert.match(publisher.alarms()[0]?.message ?? '', /could not be made or written \(E/);
    assert.equal(readAsFilter(world).header.number, number);
    rmSync(obstacle, { recursive: true });
    await publisher.run();
    assert.deepEqual(publisher.alarms(), []);
    assert.equal(asks('late.example', pupil).tier, 4);
  });

  test('makes the lists file again when somebody has removed it', async () => {
    await publish(world);
    const { sha256 } = readAsFilter(world).ruleset.lists;
    rmSync(world.site.lists(sha256));
    await makePublisher({ ...world.parts, site: world.site }, liveReader(world.site)).run();
    assert.equal(asks('www.tiktok.com', pupil).verdict, 'block');
  });

  test('writes who is signed in anew at start', async () => {
    await publish(world);
    const tail = tailSessions(world.site, 1);
    assert.deepEqual(tail.read(), { restarted: true, lines: [], problems: [] });
    tail.close();
  });
});

describe('the size of a large primary school', () => {
  let world: World;
  before(async () => {
    world = await makeWorld();
  });
  after(() => world.end());

  test('compiles, signs and reads back 500 people', async () => {
    const school = await aSchool(world);
    for (let index = 0; index < 500; index++) {
      await aPupil(world, school, { given: `Given${String(index)}`, family: 'Long', year: String((index % 6) + 1) });
    }
    await publish(world);
    const { ruleset } = readAsFilter(world);
    assert.equal(ruleset.people.length, 500);
    assert.equal(ruleset.people.filter((person) => person.profile === 'ks2').length, 332);
  });
});
