import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { z } from 'zod';

import { brokenBindings } from '../../../../test/corpora/packs/broken-bindings.ts';
import { brokenShapes } from '../../../../test/corpora/packs/broken-shapes.ts';
import { makeWorld, type World } from '../../../../test/support/world.ts';
import { Refused } from '../../../platform/errors/errors.ts';
import { readHandle } from '../../../platform/db/scoped-tables.ts';
import type { SchoolId } from '../../../platform/ids/ids.ts';
import { aSchool } from '../../school/testing.ts';
import { policyProfiles, policyReactions, policySanctions } from '../built-in.ts';
import { contradictionsOf } from '../kept-contradictions.ts';
import { knownControls } from '../known-controls.ts';
import { findPacks, packsOfSchoolgate } from '../pack-files.ts';
import { isAgainst } from '../setting-kinds.ts';
import { policySetting } from '../settings-of-the-policy.ts';
import { settingsInForce } from '../kept-settings.ts';
import { clausesOf, clauseText, packHistory, packInForce } from '../store.ts';
import { clauseOf } from '../settings.ts';
import { aPolicy, ownPack, someoneWith } from '../testing.ts';
import { makeChangeSetting } from './change-setting.ts';
import { makeLoadPack } from './load-pack.ts';

const policyValue = z.union([z.string(), z.number(), z.array(z.string())]);
const village = readFileSync(join(packsOfSchoolgate, 'village.yaml'), 'utf8');
/** The village pack with other words in one clause, one setting less, and an edition of its own. */
const nextEdition = village
  .replace('edition: 2026-12', 'edition: 2027-09')
  .replace('code: village', 'code: own')
  .replace('Our filtering rules are put into effect', 'The filtering rules we chose are put into effect')
  .replace(/\n {4}settings:\n {6}filter-fault-told: .*/, '');

describe('putting a policy into force', () => {
  let world: World;
  let school: SchoolId;
  const db = () => readHandle(world.store.reading, school);
  const load = (input: unknown, ...roles: Parameters<typeof someoneWith>[2][]) =>
    world.runner.run(makeLoadPack(world.parts), someoneWith(world, school, ...roles), input);

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
  });
  afterEach(() => world.end());

  test('keeps the clauses, the levels, and each setting with the clause that set it', async () => {
    await aPolicy(world, school);
    const pack = await packInForce(db());
    assert.equal(pack?.code, 'village');
    assert.match(pack.sha256, /^[0-9a-f]{64}$/);
    assert.match((await clauseText(db(), 's1-072')) ?? '', /\w/);
    assert.equal(await clauseOf(db(), 'filter-change-approvers'), 's1-072');
    assert.deepEqual((await settingsInForce(db())).get('filter-change-approvers')?.value, ['head', 'lead']);
    const profiles = await policyProfiles(db());
    assert.deepEqual(new Set(profiles.map(({ source }) => source)), new Set(['policy']));
  });

  test('asks for the filter to be compiled anew and leaves one line in the trail', async () => {
    const before = await world.parts.changes.of(school);
    await aPolicy(world, school);
    const after = await world.parts.changes.of(school);
    assert.equal(after.wanted, before.wanted + 1);
    const rows = await world.store.reading
      .selectFrom('audit_event')
      .select(['event', 'data'])
      .where('event', '=', 'policy-loaded')
      .execute();
    assert.equal(rows.length, 1);
    assert.match(String(rows[0]?.['data']), /"pack":"village"/);
  });

  test('before any policy is chosen, built-in levels hold and name no clause', async () => {
    const profiles = await policyProfiles(db());
    assert.ok(profiles.length >= 5);
    assert.ok(
      profiles.every(({ source, blocks }) => source === 'built-in' && blocks.every(({ clause }) => clause === null)),
    );
    assert.equal(await clauseText(db(), 's1-072'), undefined);
  });

  test('a newer edition takes over; the older one keeps its words and its time', async () => {
    await aPolicy(world, school);
    world.clock.advance({ hours: 1 });
    await ownPack(world, 'own', nextEdition);
    await aPolicy(world, school, { pack: 'own' });
    assert.equal((await packInForce(db()))?.edition, '2027-09');
    const history = await packHistory(db());
    assert.deepEqual(
      history.map(({ edition, ended_at }) => [edition, ended_at === null]),
      [
        ['2027-09', true],
        ['2026-12', false],
      ],
    );
    assert.match((await clauseText(db(), 's1-019')) ?? '', /^The filtering rules we chose/);
    assert.equal(await clauseOf(db(), 'filter-fault-told'), undefined, 'what no clause fixes any more is free');
  });

  test('a clause that a later edition no longer has still explains what was decided under it', async () => {
    await aPolicy(world, school);
    const before = await clauseText(db(), 's1-120');
    assert.ok(before);
    await ownPack(world, 'own', nextEdition.slice(0, nextEdition.indexOf('  - id: s1-120')));
    world.clock.advance({ hours: 1 });
    await aPolicy(world, school, { pack: 'own' });
    assert.equal(await clauseText(db(), 's1-120'), before);
  });

  test('measures after an incident name their clauses only once the school has the policy', async () => {
    const clauses = async () => new Set((await policyReactions(db())).map(({ clause }) => clause));
    assert.deepEqual(await clauses(), new Set([null]));
    assert.ok((await policySanctions(db())).some(({ stopsInternet }) => stopsInternet));
    await aPolicy(world, school);
    assert.ok((await clauses()).has('s1-119'));
    assert.ok((await policySanctions(db())).some(({ clause }) => clause === 's1-032'));
  });

  test('a policy changed without a new edition is refused, so that one name never means two texts', async () => {
    await aPolicy(world, school);
    const sha256 = await ownPack(world, 'village', village.replace('about: A complete', 'about: An utterly complete'));
    const outcome = await load({ pack: 'village', sha256 }, 'head');
    assert.ok(!outcome.ok && outcome.errors[0]?.message.includes('new edition'));
  });

  test('each of the packs that come with Schoolgate can be put into force, one after the other', async () => {
    const names = (await findPacks(world.config.dataFolder, knownControls(world.parts))).map(({ name }) => name);
    assert.deepEqual(names, ['city-authority', 'community', 'model', 'online-champions', 'pies', 'village']);
    for (const name of names) {
      world.clock.advance({ minutes: 1 });
      await aPolicy(world, school, { pack: name });
      const pack = await packInForce(db());
      assert.equal(pack?.code, name);
      const open = (await contradictionsOf(db(), pack.id)).length;
      assert.equal(open, name === 'online-champions' ? 5 : 0, `${name} contradicts itself so often`);
      for (const [code, { value }] of await settingsInForce(db())) {
        assert.equal(
          isAgainst(policySetting(code)?.law, policyValue.parse(value)),
          false,
          `${name}: ${code} is lawful`,
        );
      }
    }
  });

  test('a broken pack changes nothing and shows file, line and cure', async () => {
    await aPolicy(world, school);
    const sha256 = await ownPack(world, 'broken', village.replace('audience: ks1', 'audience: ks9'));
    const outcome = await load({ pack: 'broken', sha256 }, 'head');
    assert.ok(!outcome.ok);
    assert.match(outcome.errors[0]?.message ?? '', /policies\/broken\.yaml, line \d+: .*ks9.*Use one of/);
    assert.equal((await packInForce(db()))?.code, 'village');
    assert.equal((await packHistory(db())).length, 1);
  });

  test('of forty broken packs none half-loads', async () => {
    await aPolicy(world, school);
    const rows = async () => [
      (await packHistory(db())).length,
      (await settingsInForce(db())).size,
      (await clausesOf(db(), (await packInForce(db()))?.id ?? world.ids.next())).length,
    ];
    const before = await rows();
    for (const [name, from, to] of [...brokenShapes, ...brokenBindings]) {
      assert.ok(village.includes(from), name);
      const sha256 = await ownPack(
        world,
        'broken',
        village.replace(from, () => to),
      );
      const outcome = await load({ pack: 'broken', sha256 }, 'head');
      assert.ok(!outcome.ok, name);
      assert.match(outcome.errors[0]?.message ?? '', /^policies\/broken\.yaml, line \d+: .+\. .+\.$/, name);
    }
    assert.deepEqual(await rows(), before);
  });

  test('a file that changed after it was looked at is not put into force', async () => {
    const sha256 = await ownPack(world, 'own', nextEdition);
    await ownPack(world, 'own', nextEdition.replace('2027-09', '2027-10'));
    const outcome = await load({ pack: 'own', sha256 }, 'lead');
    assert.ok(!outcome.ok && outcome.errors[0]?.message.includes('changed since you looked'));
    assert.equal(await packInForce(db()), undefined);
  });

  test('the same edition twice, and a name that is no file or leads out of the folder, change nothing', async () => {
    await aPolicy(world, school);
    const sha256 = (await packInForce(db()))?.sha256;
    assert.equal((await load({ pack: 'village', sha256 }, 'head')).ok, false);
    assert.equal((await load({ pack: 'no-such-policy', sha256 }, 'head')).ok, false);
    assert.equal((await load({ pack: '../policies/village', sha256 }, 'head')).ok, false);
    assert.equal((await packHistory(db())).length, 1);
  });

  test('what the school set itself stays where the policy is silent', async () => {
    const lead = someoneWith(world, school, 'lead');
    const set = await world.runner.run(makeChangeSetting(world.parts), lead, {
      setting: 'policy-owners',
      value: 'lead',
      why: 'She wrote it.',
    });
    assert.ok(set.ok);
    await ownPack(world, 'own', nextEdition.replace(/\n {4}settings:\n {6}policy-owners: .*/, ''));
    await aPolicy(world, school, { pack: 'own' });
    const kept = (await settingsInForce(db())).get('policy-owners');
    assert.deepEqual([kept?.value, kept?.clause], [['lead'], undefined]);
  });

  test('another school on the same machine sees nothing of it', async () => {
    const other = await aSchool(world, { name: 'Mill Lane Primary School' });
    await aPolicy(world, school);
    assert.equal(await packInForce(readHandle(world.store.reading, other)), undefined);
  });

  test('staff, safeguarding leads and governors are refused', async () => {
    const sha256 = await ownPack(world, 'own', nextEdition);
    for (const role of ['staff', 'dsl', 'technician', 'governor', 'chair', 'parent', 'pupil'] as const) {
      await assert.rejects(load({ pack: 'own', sha256 }, role), Refused, role);
    }
    assert.equal(await packInForce(db()), undefined);
  });
});
