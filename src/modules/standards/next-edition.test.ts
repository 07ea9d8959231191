import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';

import { makeWorld, type World } from '../../../test/support/world.ts';
import type { PersonId, SchoolId } from '../../platform/ids/ids.ts';
import { actorFor, anAdult, aSchool, signedIn } from '../people/testing.ts';
import { aPolicy } from '../policy/testing.ts';
import { anEntry } from '../registers/testing.ts';
import { standards, standardsFolder, takeStandardsOf } from './standard-files.ts';

const CODE = '360-degree-safe';

describe('when a newer Schoolgate brings the next edition of a standard', () => {
  let world: World;
  let school: SchoolId;
  let lead: PersonId;
  let folder: string;

  beforeEach(async () => {
    world = await makeWorld();
    school = await aSchool(world);
    lead = await anAdult(world, school, { roles: ['lead'], family: 'Lead' });
    await aPolicy(world, school);
    folder = mkdtempSync(join(tmpdir(), 'schoolgate-standards-'));
    cpSync(standardsFolder, folder, { recursive: true });
  });
  afterEach(async () => {
    takeStandardsOf(standardsFolder);
    rmSync(folder, { recursive: true });
    await world.end();
  });

  /** Writes the next edition of a standard: the newest with each `from` made into its `to`. */
  const nextEdition = (code: string, edition: string, ...changes: readonly (readonly [from: string, to: string])[]) => {
    const now = standards().get(code)?.current.edition ?? '';
    let text = readFileSync(join(folder, `${code}-${now}.yaml`), 'utf8');
    for (const [from, to] of [[`edition: ${now}`, `edition: ${edition}`] as const, ...changes]) {
      assert.ok(text.includes(from), from);
      text = text.replace(from, () => to);
    }
    writeFileSync(join(folder, `${code}-${edition}.yaml`), text);
  };
  const upgrade = (): void => {
    takeStandardsOf(folder);
    world.clock.set(Temporal.Instant.from('2027-09-10T09:00:00Z'));
  };
  const browser = () => signedIn(world, lead, school);
  const answer = async (aspect: string, level: string, commentary: string, words?: string) => {
    const page = await browser();
    const { html } = await page.get(`/standards/${CODE}/${aspect}`);
    const shown = /name="words" value="([^"]+)"/.exec(html)?.[1] ?? '';
    return {
      shown,
      page: await page.post(`/standards/${CODE}/${aspect}`, { level, commentary, words: words ?? shown }),
    };
  };
  const textOf = async (path: string): Promise<string> => (await (await browser()).get(path)).text;

  test('an answer to words that changed is shown as stale until it is given anew; the others stand, and none is lost', async () => {
    const { shown: oldWords } = await answer('policy', '3', 'Approved in July.');
    await answer('reporting', '2', 'Children tell us.');
    assert.match(await textOf(`/standards/${CODE}`), /2 of 21 answered/);

    nextEdition(CODE, '2027-09', [
      'Our own policy is approved, public, and reviewed each year.',
      'Our own policy is kept to.',
    ]);
    upgrade();
    const page = await textOf(`/standards/${CODE}`);
    assert.match(page, /edition 2027-09/);
    assert.match(page, /1 of 21 answered/);
    assert.match(page, /What changed since edition 2026-09 Worded differently \(policy\)/);
    assert.match(page, /Answer is for an earlier edition/);
    assert.equal(page.match(/Answered for an earlier edition/g)?.length, 1, 'only the one whose words changed');
    const aspect = await textOf(`/standards/${CODE}/policy`);
    assert.match(aspect, /was given for edition 2026-09, which had other words/);
    assert.match(aspect, /Our own policy is kept to\./);
    assert.doesNotMatch(await textOf(`/standards/${CODE}/reporting`), /other words/);

    const late = await answer('policy', '2', 'From a tab left open.', oldWords);
    assert.match(late.page.text, /words this aspect differently/);
    assert.equal((await answer('policy', '2', 'Looked at again.')).page.status, 303);
    const after = await textOf(`/standards/${CODE}`);
    assert.match(after, /2 of 21 answered/);
    assert.match(after, /Worded differently \(policy\)/, 'what changed stays told');
    assert.doesNotMatch(after, /for an earlier edition/i);
    assert.match(
      await textOf(`/standards/${CODE}/policy`),
      /Looked at again\.[^]*Approved in July\.[^]*edition 2026-09/,
    );
  });

  test('records that show a changed requirement are marked when they are older than the edition; new ones are not', async () => {
    const technician = await actorFor(
      world,
      school,
      await anAdult(world, school, { roles: ['technician'], given: 'Robin', family: 'Sample' }),
    );
    const contract = async (service: string): Promise<void> => {
      await anEntry(world, technician, 'contracts', {
        fSupplier: 'Broad Lane Networks',
        fService: service,
        fSort: 'broadband',
        'fFrom-day': '1',
        'fFrom-month': '11',
        'fFrom-year': '2026',
        'fUntil-day': '1',
        'fUntil-month': '11',
        'fUntil-year': '2029',
        fAnswers: 'Robin Sample',
        fPersonalData: 'none',
        fEvaluated: 'yes',
      });
    };
    await contract('The line');
    nextEdition('dfe-filtering-and-monitoring', '2027-09-01', [
      'each outside provider does about',
      'each outside provider has to do about',
    ]);
    upgrade();
    const before = await textOf('/standards/dfe-filtering-and-monitoring');
    assert.match(before, /Worded differently \(fm-03\)[^]*Before: [^]*1 record from before this edition/);
    assert.match(before, /Contracts and approved apps : [^]{0,80}From before this edition/);
    assert.equal(before.match(/From before this edition/g)?.length, 1, 'what was not changed is not marked');
    await contract('Another line');
    assert.doesNotMatch(await textOf('/standards/dfe-filtering-and-monitoring'), /from before this edition/i);
  });
});
