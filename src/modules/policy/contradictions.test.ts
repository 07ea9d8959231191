import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import { readHandle } from '../../platform/db/scoped-tables.ts';
import { Refused } from '../../platform/errors/errors.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { anAdult, aSchool, signedIn } from '../people/testing.ts';
import { resolve } from './commands/resolve-contradiction.ts';
import { proposeSetting } from './documents/commands/propose-setting.ts';
import { editableDraft, loadDraft } from './documents/drafts.ts';
import { sentencesAgainst, sentencesInForce } from './documents/propose.ts';
import { contradictionsOf } from './kept-contradictions.ts';
import { settingInForce } from './kept-settings.ts';
import { packsOfSchoolgate } from './pack-files.ts';
import { readPack } from './pack.ts';
import { isAgainst, sameValue, type PolicyValue } from './setting-kinds.ts';
import { lawful, policySetting, settingsOfThePolicy } from './settings-of-the-policy.ts';
import { settle } from './settling.ts';
import { packInForce } from './store.ts';
import { aPolicy, ownPack, someoneWith } from './testing.ts';

const village = readFileSync(join(packsOfSchoolgate, 'village.yaml'), 'utf8');

/** The village pack, of which two clauses disagree on memory sticks, two on who is told of a loss, and one takes silence for consent. */
const contradictory = village
  .replace('code: village', 'code: torn')
  .replace('      removable-media: encrypted-only', '      removable-media: with-care')
  .replace(
    '      off-site-data: encrypted-only',
    '      off-site-data: encrypted-only\n      removable-media: banned\n      loss-told: [dsl]',
  )
  .replace('      picture-consent: written-opt-in', '      picture-consent: silence-is-yes');

describe('settings of the policy', () => {
  test('each know their safer value, whichever clause comes first, and keep to their own schema', () => {
    for (const [code, setting] of Object.entries(settingsOfThePolicy)) {
      assert.equal(setting.code, code);
      assert.ok(setting.schema.safeParse(setting.fallback).success, code);
      const values = Object.keys(setting.words ?? {}).filter((value) => setting.schema.safeParse(value).success);
      for (const one of values) {
        for (const other of values) {
          const safer = setting.safer(one, other);
          assert.ok(sameValue(safer, setting.safer(other, one)), `${code}: ${one}, ${other}`);
          assert.ok(setting.schema.safeParse(safer).success);
        }
      }
      if (setting.law !== undefined) {
        assert.ok(setting.schema.safeParse(setting.law.reading).success, code);
        assert.equal(isAgainst(setting.law, setting.law.reading), false, code);
        assert.equal(isAgainst(setting.law, setting.fallback), false, code);
      }
    }
  });

  test('that list people take everybody who is told, and only those who may allow something by both', () => {
    const told = policySetting('incident-told');
    assert.deepEqual(told?.safer(['head'], ['dsl', 'head']), ['head', 'dsl']);
    const approvers = policySetting('filter-change-approvers');
    assert.ok(approvers);
    assert.deepEqual(approvers.safer(['head', 'lead'], ['lead', 'dsl']), ['lead']);
    assert.deepEqual(approvers.safer(['head', 'lead'], ['technician']), ['technician']);
  });

  test('that count take the smaller figure or the larger, and “until the school closes” as the longest', () => {
    const years = policySetting('image-retention-years');
    assert.ok(years);
    assert.equal(years.safer('until-closed', 7), 7);
    assert.equal(years.safer(10, 7), 7);
    assert.equal(policySetting('former-pupil-age')?.safer(16, 18), 18);
  });

  test('below the law are read as the law has it; what is only advised against is left', () => {
    assert.equal(lawful(policySetting('picture-consent'), 'silence-is-yes'), 'written-opt-in');
    assert.equal(lawful(policySetting('picture-consent'), 'recorded-opt-in'), 'recorded-opt-in');
    assert.equal(lawful(policySetting('password-change'), 'yearly'), 'yearly');
  });
});

describe('a pack that contradicts itself', () => {
  test('settles on the safer value, and names all sides', () => {
    const settled = new Map(settle(readPack(contradictory, 'torn.yaml')).map((one) => [one.code, one]));
    const sticks = settled.get('removable-media');
    assert.deepEqual([sticks?.value, sticks?.clause], ['banned', 's1-080']);
    assert.deepEqual(
      sticks?.sides.map(({ clause, value }) => [clause, value]),
      [
        ['s1-080', 'banned'],
        ['s1-101', 'with-care'],
      ],
    );
    assert.deepEqual(settled.get('loss-told')?.value, ['head', 'technician', 'dsl']);
    assert.deepEqual(
      [settled.get('picture-consent')?.value, settled.get('picture-consent')?.sides],
      ['written-opt-in', []],
    );
  });
});

describe('a policy in force that contradicts itself', () => {
  let world: World;
  let school: SchoolId;
  const db = () => readHandle(world.store.reading, school);
  const kept = async () => contradictionsOf(db(), (await packInForce(db()))?.id ?? world.ids.next());
  const decide = (input: unknown, role: Parameters<typeof someoneWith>[2] = 'head') =>
    world.runner.run(resolve, someoneWith(world, school, role), input);

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    await ownPack(world, 'torn', contradictory);
    await aPolicy(world, school, { pack: 'torn' });
  });
  afterEach(() => world.end());

  test('keeps what it says against itself, with the safer value in force', async () => {
    assert.deepEqual(
      (await kept()).map(({ setting, resolved }) => [setting, resolved]),
      [
        ['loss-told', undefined],
        ['removable-media', undefined],
      ],
    );
    const sticks = await settingInForce(db(), 'removable-media');
    assert.deepEqual([sticks?.value, sticks?.clause], ['banned', 's1-080']);
  });

  test('has the clause in force that somebody chose, with the reason, and once only', async () => {
    const input = { setting: 'removable-media', clause: 's1-101', reason: 'Lent sticks are all encrypted now.' };
    assert.ok((await decide(input)).ok);
    const sticks = await settingInForce(db(), 'removable-media');
    assert.deepEqual(
      [sticks?.value, sticks?.clause, sticks?.why],
      ['with-care', 's1-101', 'Lent sticks are all encrypted now.'],
    );
    assert.equal((await kept()).find(({ setting }) => setting === 'removable-media')?.resolved?.chosen, 's1-101');
    await assert.rejects(decide({ ...input, clause: 's1-080' }), Refused);
  });

  test('is decided by the head and the lead, among its own clauses, with a reason', async () => {
    const input = { setting: 'removable-media', clause: 's1-101', reason: 'So it is.' };
    for (const role of ['staff', 'dsl', 'technician', 'governor'] as const) {
      await assert.rejects(decide(input, role), Refused, role);
    }
    assert.equal((await decide({ ...input, clause: 's1-001' })).ok, false);
    assert.equal((await decide({ ...input, reason: ' ' })).ok, false);
    assert.equal((await kept()).filter(({ resolved }) => resolved !== undefined).length, 0);
    assert.ok((await decide(input, 'lead')).ok);
  });

  test('puts the sentence that lost, and no other, into a draft that says it must change', async () => {
    const input = { setting: 'removable-media', clause: 's1-101', reason: 'Lent sticks are all encrypted now.' };
    const decided = await decide(input);
    assert.deepEqual(decided, { ok: true, value: { setting: 'removable-media', clause: 's1-101', lost: ['s1-080'] } });
    const id = await editableDraft(db());
    assert.ok(id !== undefined);
    const draft = await loadDraft(db(), id);
    assert.deepEqual([draft?.fromSetting, draft?.why], ['removable-media', 'Lent sticks are all encrypted now.']);
    assert.deepEqual(
      [...(draft?.changes.values() ?? [])].map(({ clause, how, now }) => [
        clause,
        how,
        now.settings['removable-media'],
      ]),
      [['s1-080', 'must-change', 'with-care']],
    );
    // A second one goes into the same draft.
    const told = await decide({ setting: 'loss-told', clause: 's1-080', reason: 'She looks into it.' });
    assert.ok(told.ok);
    assert.equal(await editableDraft(db()), id);
    assert.ok(told.value.lost.length > 0);
    for (const clause of told.value.lost) {
      assert.deepEqual((await loadDraft(db(), id))?.changes.get(clause)?.now.settings['loss-told'], ['dsl']);
    }
  });

  test('leaves alone a draft that has mended the sentence already, and says nothing of one', async () => {
    const head = someoneWith(world, school, 'head');
    const wanted = { setting: 'removable-media', value: 'with-care', why: 'Lent sticks are all encrypted now.' };
    const opened = await world.runner.run(proposeSetting, head, wanted);
    assert.ok(opened.ok);
    const before = await loadDraft(db(), opened.value.draft);
    const input = { setting: 'removable-media', clause: 's1-101', reason: 'Lent sticks are all encrypted now.' };
    assert.deepEqual(await decide(input), {
      ok: true,
      value: { setting: 'removable-media', clause: 's1-101', lost: [] },
    });
    assert.deepEqual(await loadDraft(db(), opened.value.draft), before);
    const events = await world.store.reading
      .selectFrom('audit_event')
      .select('seq')
      .where('event', '=', 'policy-draft-opened-by-setting')
      .execute();
    assert.equal(events.length, 1);
  });

  test('says on its page which sentence must change, and leads there, until a version mends it', async () => {
    const head = await signedIn(world, await anAdult(world, school, { roles: ['head'] }), school);
    const path = '/policy/contradictions/removable-media';
    assert.match((await head.get(path)).text, /The sentence that does not count is put into a draft/);
    await head.post(path, { clause: 's1-101', reason: 'Lent sticks are all encrypted now.' });
    const decided = await head.follow();
    assert.match(decided.text, /Clause s1-101 counts from now on\. In a draft of the policy: clause s1-080/);
    assert.match(decided.text, /This sentence must change .*Clause s1-080 It waits in a draft\. Write it anew/);
    const write = /href="(\/policy\/draft\/[0-9a-f-]{36}\/clauses\/s1-080)"/.exec(decided.html)?.[1] ?? '';
    assert.match((await head.get(write)).text, /This sentence must change/);

    // What the draft says already is put there once.
    const of = await editableDraft(db());
    const state = async () => (of === undefined ? undefined : (await loadDraft(db(), of))?.version);
    const before = await state();
    await head.get('/policy/draft/setting/removable-media');
    const again = await head.post('/policy/draft/setting/removable-media', { value: 'with-care', why: 'Again.' });
    assert.match(again.text, /The draft of the policy that is being written says so already/);
    assert.equal(await state(), before);

    // Taken back, the page offers to put it into a draft again; that draft is the same way.
    await head.get(write.replace(/\/clauses.*/, ''));
    await head.post(`${write}/restore`);
    assert.match((await head.get(path)).text, /No draft changes it\. Put it into a draft/);
    const propose = '/policy/draft/setting/removable-media';
    await head.get(propose);
    await head.post(propose, { value: 'with-care', why: 'As it was decided.' });
    assert.match((await head.follow()).text, /These clauses must be written anew: s1-080/);
    assert.match((await head.get(path)).text, /It waits in a draft/);

    const shown = await head.get(write);
    const version = /name="version" value="(\d+)"/.exec(shown.html)?.[1] ?? '';
    const fields = { text: 'Sticks are used with care.', asked: '', version, reason: 'So it was decided.' };
    assert.equal((await head.post(write, fields)).status, 303);
    assert.match((await head.get(path)).text, /It is mended in a draft\. Open the draft/);
  });

  test('says which sentences a new value of a setting would contradict', async () => {
    const against = async (code: string, value: PolicyValue) =>
      sentencesAgainst(await sentencesInForce(db(), code), code, value).map(({ id }) => id);
    assert.ok((await against('password-change', 'on-compromise')).includes('s1-023'));
    assert.deepEqual(await against('password-change', 'regular'), []);
    assert.deepEqual(await against('image-archive', 'selected'), [], 'no clause says anything');
    assert.equal(
      (await against('picture-consent', 'written-opt-in')).length,
      1,
      'what is below the law has to be mended',
    );
  });
});
