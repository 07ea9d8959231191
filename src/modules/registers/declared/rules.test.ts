import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import type { Browser } from '../../../../test/support/browser.ts';
import { aRegisterSchool, type RegisterSchool } from '../../../../test/support/register-school.ts';
import { runByName } from '../../../cli/by-name.ts';
import { signedIn, worked } from '../../people/testing.ts';
import { someoneWith } from '../../policy/testing.ts';
import { formName } from '../field-names.ts';
import type { Grantee, RegisterShape } from '../shape.ts';
import { anEntryForm, somebodyWho } from '../testing.ts';
import { declaredRegisters } from './index.ts';

/**
 * What the policy's settings make of our registers (policies.md section 6), through the pages. `closed`: nothing can be added. `must`: the
 * first value is refused, the second is taken. `needs`: an entry without the field is refused. `open`: an entry is taken as it is.
 */
type Expected =
  | { readonly what: 'closed' | 'open' }
  | { readonly what: 'must'; readonly field: string; readonly not: string; readonly but: string }
  | { readonly what: 'needs'; readonly field: string };

const closed: Expected = { what: 'closed' };
const open: Expected = { what: 'open' };
const must = (field: string, not: string, but: string): Expected => ({ what: 'must', field, not, but });
const needs = (field: string): Expected => ({ what: 'needs', field });

const table: readonly (readonly [register: string, setting: string, value: string, expected: Expected])[] = [
  ['phones-handed-in', 'pupil-phones', 'never', closed],
  ['phone-permissions', 'pupil-phones', 'never', closed],
  ['phones-handed-in', 'pupil-phones', 'head-permits', open],
  ['phones-handed-in', 'pupil-phones', 'handed-in', open],
  ['phones-handed-in', 'pupil-phones', 'office-keeps', must('place', 'locked', 'office')],
  ['phones-handed-in', 'pupil-phones', 'teacher-keeps', must('place', 'office', 'teacher')],
  ['phone-permissions', 'pupil-phones', 'teacher-keeps', must('parent-agreed', 'no', 'yes')],
  ['removable-media', 'removable-media', 'banned', closed],
  ['removable-media', 'removable-media', 'encrypted-only', must('encrypted', 'no', 'yes')],
  ['removable-media', 'removable-media', 'encrypted-and-checked', needs('checked-on')],
  ['removable-media', 'removable-media', 'with-care', open],
  ['off-site-data', 'off-site-data', 'not-taken', closed],
  ['off-site-data', 'off-site-data', 'head-permits', needs('permitted-by')],
  ['off-site-data', 'off-site-data', 'encrypted-only', must('encrypted', 'no', 'yes')],
  ['off-site-data', 'off-site-data', 'with-care', open],
  ['backup-checks', 'third-party-backup', 'not-used', must('by', 'provider', 'ours')],
  ['backup-checks', 'third-party-backup', 'used', open],
  ['data-locations', 'third-party-backup', 'not-used', must('outsider', 'yes', 'no')],
  ['video-calls', 'video-call-consent', 'written', needs('consents')],
  ['video-calls', 'video-call-consent', 'not-asked', open],
  ['picture-exceptions', 'picture-equipment', 'school-only', closed],
  ['picture-exceptions', 'picture-equipment', 'head-permits', open],
  ['images-kept', 'image-archive', 'none', must('decided', 'kept', 'deleted')],
  ['publication-approvals', 'caption-names', 'none', must('captions', 'yes', 'no')],
  ['social-media-uses', 'social-media-stance', 'blocked', closed],
  ['social-media-uses', 'social-media-stance', 'teacher-directed', must('assessed', 'no', 'yes')],
  ['staff-phone-exceptions', 'staff-phones', 'off-near-pupils', needs('number-hidden')],
];

describe('what the policy makes of a register', () => {
  let set: RegisterSchool;
  let browser: Browser;
  before(async () => {
    set = await aRegisterSchool('register-rules');
    const all: readonly Grantee[] = ['staff', 'office', 'technician', 'lead'];
    browser = await signedIn(set.world, (await somebodyWho(set.world, set.school, all)).person, set.school);
  });
  after(() => set.world.end());

  async function setTo(setting: string, value: string | readonly string[]): Promise<void> {
    const { world, school } = set;
    const kept = await world.store.reading
      .selectFrom('policy_setting')
      .select('set_at')
      .where('code', '=', setting)
      .where('ended_at', 'is', null)
      .executeTakeFirst();
    world.clock.advance({ minutes: 1 });
    const given = {
      setting,
      value,
      why: 'To see what it does.',
      was: kept === undefined ? '' : String(kept['set_at']),
    };
    worked(await runByName(world, 'policy.change-setting', someoneWith(world, school, 'head'), given));
  }

  const shapeOf = (code: string): RegisterShape => {
    const shape = declaredRegisters.find((one) => one.code === code);
    if (shape === undefined) throw new Error(`there is no register ${code}`);
    return shape;
  };

  for (const [register, setting, value, expected] of table) {
    it(`${register}, where ${setting} is ${value}: ${expected.what}`, async () => {
      await setTo(setting, value);
      const shape = shapeOf(register);
      const add = `/registers/${register}/add`;
      const form = anEntryForm(shape.fields, set.names);
      const page = await browser.get(add);
      const send = async (change: Readonly<Record<string, string>>) => browser.post(add, { ...form, ...change });
      const says = shape.rules?.find((rule) => rule.setting === setting && rule.is.includes(value))?.says ?? '';
      if (says !== '') assert.ok(page.text.includes(says), `the form says: ${says}`);
      switch (expected.what) {
        case 'closed':
          assert.doesNotMatch(page.html, /name="f[A-Z]/);
          assert.notEqual((await send({})).status, 303);
          return;
        case 'open':
          assert.equal((await send({})).status, 303);
          return;
        case 'must': {
          const name = formName(expected.field);
          assert.equal((await send({ [name]: expected.not })).status, 422);
          await browser.get(add);
          assert.equal((await send({ [name]: expected.but })).status, 303);
          return;
        }
        case 'needs': {
          const name = formName(expected.field);
          const empty = Object.fromEntries(
            Object.keys(form).flatMap((key) => (key === name || key.startsWith(`${name}-`) ? [[key, '']] : [])),
          );
          assert.equal((await send(empty)).status, 422);
          await browser.get(add);
          assert.equal((await send({})).status, 303);
        }
      }
    });
  }

  const approved = declaredRegisters.flatMap(({ code, approval }) =>
    approval !== undefined && 'setting' in approval.by ? [{ code, setting: approval.by.setting }] : [],
  );

  it('lets somebody decide in fourteen registers, each by a setting of its own', () => {
    assert.equal(approved.length, 14);
    assert.equal(new Set(approved.map(({ setting }) => setting)).size, 14);
  });

  for (const { code, setting } of approved) {
    it(`${code}: those decide whom ${setting} names, and nobody else`, async () => {
      const decider = async () => /Decided by: ([^.]*)\./.exec((await browser.get(`/registers/${code}`)).text)?.[1];
      await setTo(setting, ['lead']);
      assert.equal(await decider(), 'Online-safety lead');
      await setTo(setting, ['deputy', 'computing-lead']);
      assert.deepEqual((await decider())?.split(', ').toSorted(), ['Computing lead', 'Deputy headteacher']);
    });
  }
});
