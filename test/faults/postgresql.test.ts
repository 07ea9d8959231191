import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { compose, type Whole } from '../../src/compose.ts';
import { anAdult, aPupil, aSchool } from '../../src/modules/people/testing.ts';
import { verifyChain } from '../../src/platform/audit/chain.ts';
import { readConfig } from '../../src/platform/config/config.ts';
import { machinery } from '../../src/platform/db/machinery.ts';
import { systemIds, type SchoolId } from '../../src/platform/ids/ids.ts';
import { openLog } from '../../src/platform/log/log.ts';
import { systemClock } from '../../src/platform/time/clock.ts';
import { findPostgresql, startTestPostgresql } from '../../tools/test-postgresql.mjs';
import { startSchoolgate, until, type Running } from '../support/running.ts';
import { makeWorld } from '../support/world.ts';
import { beginLoad, type LoadOnSchool } from './load-on-school.ts';

/*
 * PostgreSQL is taken away under load, gently and by force, on a cluster of this test's own. The web app stays the same process, says what is
 * the matter, and goes on by itself; nothing that was acknowledged is missing or doubled.
 */

/** In the starter list of gambling sites. */
const CLOSED = 'bet365.com';

/** Refusals of one device beyond 200 in a minute are counted, not written one by one (refusal-counter.ts). */
const WRITTEN_SINGLY = 150;

const bin = findPostgresql();
const skip = bin === undefined && process.env['CI'] !== 'true' ? 'PostgreSQL is not installed' : false;

describe('PostgreSQL restarted under load', { skip, timeout: 280_000 }, () => {
  let data = '';
  let keys = '';
  let school: SchoolId;
  let env: Record<string, string>;
  let running: Running;
  let load: LoadOnSchool | undefined;
  let whole: Whole | undefined;
  let web: number | undefined;
  let session = '';
  let postgresql: Extract<ReturnType<typeof startTestPostgresql>, { ok: true }> | undefined;

  const get = async (path: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(`${running.web}${path}`, { headers: { cookie: `sg_session=${session}` } });
    return { status: answer.status, text: await answer.text() };
  };
  const reportsGoOn = async (why: string): Promise<void> => {
    const before = load?.reports.acknowledged.size ?? 0;
    await until(
      () => (load?.reports.acknowledged.size ?? 0) > before + 2,
      () => `no report gets through ${why}:\n${running.output()}`,
    );
  };

  before(async () => {
    assert.ok(bin !== undefined, 'PostgreSQL is not installed');
    const started = startTestPostgresql(bin);
    assert.ok(started.ok, 'why' in started ? started.why : '');
    postgresql = started;
    keys = mkdtempSync(join(tmpdir(), 'schoolgate-keys-'));
    env = { SCHOOLGATE_DATABASE_URL: started.url, SCHOOLGATE_KEYS: keys };
    data = mkdtempSync(join(tmpdir(), 'schoolgate-data-'));
    const world = await makeWorld({ seed: 'postgresql', at: Temporal.Now.instant().toString(), env });
    school = await aSchool(world);
    await aPupil(world, school, { given: 'Robin', family: 'Sample' });
    const teacher = await anAdult(world, school, { roles: ['staff'] });
    await anAdult(world, school, { roles: ['dsl'] });
    session = await world.parts.sessions.start(school, teacher, 'test');
    cpSync(world.folder, data, { recursive: true });
    cpSync(keys, `${keys}-kept`, { recursive: true });
    await world.end();
    cpSync(`${keys}-kept`, keys, { recursive: true });
    running = await startSchoolgate({ data, env });
    web = running.child('webd.ts');
    load = beginLoad(running, { closed: CLOSED, session, seed: 'postgresql' });
    await reportsGoOn('before any restart');
  });
  after(async () => {
    await load?.stop();
    await whole?.close();
    await running.end();
    postgresql?.stop();
    for (const folder of [data, keys, `${keys}-kept`]) rmSync(folder, { recursive: true, force: true });
  });

  for (const mode of ['fast', 'immediate', 'immediate'] as const) {
    test(`a restart (${mode}) is waited out, by the same process`, async () => {
      postgresql?.pause(mode);
      postgresql?.resume();
      await reportsGoOn('after a restart');
      assert.equal(running.child('webd.ts'), web);
    });
  }

  test('while it is gone a page says so, with a code; when it is back the page is there again', async () => {
    postgresql?.pause('fast');
    let answer = { status: 0, text: '' };
    await until(
      async () => (answer = await get('/incidents/new')).status === 503,
      () => `the page is not refused:\n${answer.text}`,
    );
    assert.match(answer.text, /cannot reach its records just now, so nothing was saved/);
    assert.match(answer.text, /SG-STORE-AWAY/);
    assert.equal((await fetch(`${running.web}/healthz`)).status, 503);
    postgresql?.resume();
    await until(
      async () => (answer = await get('/incidents/new')).status === 200,
      () => `the page does not come back:\n${answer.text}`,
    );
    await reportsGoOn('after it was gone');
    assert.equal(running.child('webd.ts'), web);
  });

  test('nothing that was acknowledged is missing or doubled, and the audit chain verifies', async () => {
    await load?.stop();
    const config = readConfig({ SCHOOLGATE_DATA: data, ...env });
    whole = await compose(config, { clock: systemClock, ids: systemIds, log: openLog('test', undefined) });
    const { store } = whole;
    const events = (type: string, mark: 'address' | 'host') => async (): Promise<readonly string[]> =>
      (await store.reading.selectFrom('filter_event').select(mark).where('type', '=', type).execute()).map((row) =>
        String(row[mark]),
      );
    const reports = async (): Promise<readonly string[]> =>
      (
        await machinery<{ incident: { details: string } }>(store, { incident: ['details'] })
          .reading.selectFrom('incident')
          .select('details')
          .execute()
      ).map((row) => row.details);
    assert.ok((load?.reports.acknowledged.size ?? 0) >= 12, 'too few reports: the load was no load');
    for (const [name, tries, kept] of [
      ['calls', load?.calls, events('help-asked', 'address')],
      ['refusals', load?.blocks, events('blocked', 'host')],
      ['reports', load?.reports, reports],
    ] as const) {
      let found: readonly string[] = [];
      await until(
        async () => {
          found = await kept();
          return [...(tries?.acknowledged ?? [])].slice(0, WRITTEN_SINGLY).every((mark) => found.includes(mark));
        },
        () => `${name} acknowledged and missing: ${String(found.length)} found of ${String(tries?.acknowledged.size)}`,
      );
      const tried = found.filter((mark) => tries?.tried.includes(mark));
      assert.equal(new Set(tried).size, tried.length, `${name} doubled`);
    }
    const chain = await verifyChain(store.reading, school);
    assert.ok(chain.ok, JSON.stringify(chain));
  });
});
