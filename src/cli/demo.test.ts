import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';

import { openBrowser, type Browser } from '../../test/support/browser.ts';
import { startSchoolgate, until } from '../../test/support/running.ts';
import { compose, type Whole } from '../compose.ts';
import { DEMONSTRATION_MARKER, readConfig } from '../platform/config/config.ts';
import { asId, systemIds } from '../platform/ids/ids.ts';
import { openLog } from '../platform/log/log.ts';
import { systemClock } from '../platform/time/clock.ts';
import { aPhone, type Phone } from '../modules/people/second-factor/testing.ts';
import { keysOfAuthenticators, KEYS_FILE } from './demo/authenticators.ts';
import { BACKUP_KEYS_FILE } from './demo/safekeeping.ts';
import { PASSWORD_FILE } from './demo/password.ts';
import { SCHOOL_NAME, signIns } from './demo/people.ts';
import { runCli } from './testing.ts';

const MARK = /DEMONSTRATION/;

describe('the demonstration', () => {
  let above = '';
  let folder = '';
  let made: ReturnType<typeof runCli> | undefined;

  before(() => {
    above = mkdtempSync(join(tmpdir(), 'schoolgate-demo-'));
    folder = join(above, 'demo');
    made = runCli(folder, ['demo', '--make']);
    assert.equal(made.code, 0, made.err);
    for (const [name, secret] of keysOfAuthenticators(folder)) phones.set(name, aPhone(secret));
  });
  after(() => {
    rmSync(above, { recursive: true, force: true });
  });

  /** The demonstration again in a folder of its own, for a test that changes it. */
  const aCopy = (name: string): string => {
    const copy = join(above, name);
    cpSync(folder, copy, { recursive: true, preserveTimestamps: true });
    // Beside it the keys that its records are sealed with.
    cpSync(`${folder}-keys`, `${copy}-keys`, { recursive: true });
    return copy;
  };

  it('prints the ten sign-ins and the password, which it keeps for its owner only', () => {
    const password = readFileSync(join(folder, PASSWORD_FILE), 'utf8').trim();
    assert.match(made?.out ?? '', new RegExp(`password ${password} `));
    for (const name of signIns) assert.match(made?.out ?? '', new RegExp(`  ${name}@demo\\.example\n`));
    assert.equal(statSync(join(folder, PASSWORD_FILE)).mode & 0o777, 0o600);
    assert.equal(statSync(join(folder, KEYS_FILE)).mode & 0o777, 0o600);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it('has an audit chain that verifies, and nothing of the spool is missing', () => {
    const { code, out } = runCli(folder, ['verify']);
    assert.equal(code, 0);
    assert.match(out, /\d{4} rows hold/);
    assert.match(made?.out ?? '', /\d{3} events of the filter and \d{4} rows of the audit chain, all accounted for/);
  });

  it('is found again and not made again by a second run', () => {
    const head = runCli(folder, ['verify']).out;
    const again = runCli(folder, ['demo', '--make']);
    assert.equal(again.code, 0);
    assert.doesNotMatch(again.out, /making/);
    assert.equal(runCli(folder, ['verify']).out, head);
  });

  it('gives the six digits of the second step of those who need one, and of nobody else', () => {
    assert.deepEqual([...phones.keys()], ['head', 'deputy', 'dsl', 'lead', 'technician', 'chair', 'vice-chair']);
    assert.match(runCli(folder, ['demo-code', 'head']).out, /^\d{6}\n$/);
    const nobody = runCli(folder, ['demo-code', 'teacher']);
    assert.equal(nobody.code, 64);
    assert.match(nobody.err, /name one of head, deputy/);
  });

  it('lets each of the ten sign in, and marks every page of theirs', async () => {
    const password = readFileSync(join(folder, PASSWORD_FILE), 'utf8').trim();
    const whole = await openWhole(folder);
    const app = await whole.app();
    try {
      for (const name of signIns) {
        const browser = openBrowser(app);
        assert.match((await browser.get('/sign-in')).html, MARK);
        const answer = await signIn(browser, name, password);
        assert.equal(answer.location, '/', `${name}: ${answer.text}`);
        const home = await browser.get('/');
        assert.equal(home.status, 200);
        assert.ok(home.text.includes(SCHOOL_NAME));
        for (const path of linksOf(home.html)) await assertMarked(browser, path, name);
        assert.match((await browser.get('/nowhere')).html, MARK);
      }
    } finally {
      await app.close();
      await whole.close();
    }
  });

  it('shows the allegation about a member of staff to the head, and to nobody else', async () => {
    const password = readFileSync(join(folder, PASSWORD_FILE), 'utf8').trim();
    const whole = await openWhole(folder);
    const app = await whole.app();
    try {
      for (const name of ['head', 'dsl', 'deputy', 'lead'] as const) {
        const browser = openBrowser(app);
        await signIn(browser, name, password);
        const log = await browser.get('/incidents');
        assert.equal(log.status, 200);
        assert.equal(log.text.includes('Larkfield'), name === 'head', name);
      }
    } finally {
      await app.close();
      await whole.close();
    }
  });

  it('has last night’s backup, which the key kept beside it opens, a file at an incident, and somebody who stands in', async () => {
    assert.equal(statSync(join(folder, BACKUP_KEYS_FILE)).mode & 0o777, 0o600);
    const [, identity = ''] = readFileSync(join(folder, BACKUP_KEYS_FILE), 'utf8').split('\n')[0]?.split(' ') ?? [];
    const [backup = ''] = readdirSync(`${folder}-backups`).filter((name) => name.endsWith('.backup'));
    const restored = runCli(
      join(above, 'restored'),
      ['restore', join(`${folder}-backups`, backup), '--identity', '-'],
      {},
      identity,
    );
    assert.equal(restored.code, 0, restored.err);
    assert.match(restored.out, /Restored: \d+ records and 1 files/);
    const whole = await openWhole(folder);
    const app = await whole.app();
    try {
      const asPerson = async (name: string): Promise<Browser> => {
        const who = await whole.store.reading
          .selectFrom('account')
          .select(['school_id', 'person_id'])
          .where('login_name', '=', `${name}@demo.example`)
          .executeTakeFirstOrThrow();
        const secret = await whole.parts.sessions.start(
          asId(String(who['school_id'])),
          asId(String(who['person_id'])),
          'test',
        );
        return openBrowser(app, [['sg_session', secret]]);
      };
      const head = await asPerson('head');
      const backups = await head.get('/system/backups');
      assert.match(backups.text, /The records were backed up.*Mrs M. Thistlewood and Mr K. Larkfield/);
      assert.match((await head.get('/system/keys')).text, /2 people can open the backups/);
      const dsl = await asPerson('dsl');
      const [file] = await whole.store.reading.selectFrom('incident_file').select(['id', 'incident_id']).execute();
      const path = `/incidents/${String(file?.['incident_id'])}`;
      assert.match((await dsl.get(path)).text, /search-history\.txt/);
      assert.match((await dsl.get(`${path}/files/${String(file?.['id'])}`)).html, /red fox in the snow/);
      assert.match((await dsl.get('/people/cover')).text, /Calloway/);
    } finally {
      await app.close();
      await whole.close();
    }
  });

  it('decides as the policy of the made-up school says', () => {
    const decide = (...args: string[]): { code: number | null; decision: unknown } => {
      const { code, out } = runCli(folder, ['decide', ...args]);
      return { code, decision: JSON.parse(out === '' ? 'null' : out) };
    };
    const video = decide('--profile', 'ks2', '--url', 'https://youtube.com/watch');
    assert.equal(video.code, 0);
    assert.partialDeepStrictEqual(video.decision, {
      verdict: 'block',
      tier: 6,
      reason: 'category-blocked',
      rule: 'video-sharing',
      list: 'starter',
      clause: 's1-068',
      profile: 'ks2',
    });
    assert.partialDeepStrictEqual(decide('--profile', 'staff', '--url', 'youtube.com').decision, { verdict: 'allow' });
    assert.partialDeepStrictEqual(decide('--profile', 'ks2', '--url', 'https://screen-recorder.example').decision, {
      verdict: 'block',
      tier: 4,
    });
    assert.partialDeepStrictEqual(decide('--profile', 'eyfs', '--url', 'https://www.childline.org.uk').decision, {
      verdict: 'allow',
      tier: 0,
    });
    assert.equal(decide('--profile', 'ks9', '--url', 'example.org').code, 1);
    assert.equal(decide('--person', 'nobody', '--url', 'example.org').code, 1);
  });

  it('finds nothing to do when its own roster is imported again', () => {
    const roster = join(folder, 'demo-roster');
    const { code, out } = runCli(folder, ['import', 'roster', roster, '--dry-run']);
    assert.equal(code, 0, out);
    assert.match(out, /joiners: 0\nmovers: 0\nleavers: 0/);
    assert.match(out, /dry run/);
  });

  it('takes joiners, movers and leavers of a roster in, and names file, line and reason of what it refuses', () => {
    const copy = aCopy('import');
    const roster = join(copy, 'demo-roster');
    const users = readFileSync(join(roster, 'users.csv'), 'utf8').split('\r\n');
    const without = users.filter((line) => !line.startsWith('ada.birchall,'));
    const header = without[0]?.split(',') ?? [];
    const joiner = header.map(
      (column) =>
        ({ sourcedId: 'new.one', role: 'student', givenName: 'Nia', familyName: 'Newcombe', grades: 'R' })[column] ??
        '',
    );
    const wrong = header.map(
      (column) => ({ sourcedId: 'wrong.one', role: 'pilot', givenName: 'Wes', familyName: 'Wrongly' })[column] ?? '',
    );
    without.splice(1, 0, joiner.join(','), wrong.join(','));
    writeFileSync(join(roster, 'users.csv'), without.join('\r\n'));
    const enrollments = readFileSync(join(roster, 'enrollments.csv'), 'utf8').split('\r\n');
    writeFileSync(
      join(roster, 'enrollments.csv'),
      enrollments.filter((line) => !line.includes('ada.birchall')).join('\r\n'),
    );

    const dry = runCli(copy, ['import', 'roster', roster, '--dry-run']);
    assert.equal(dry.code, 1, 'a row was refused');
    assert.match(dry.out, /joiners: 1\n {2}Nia Newcombe/);
    assert.match(dry.out, /leavers: 1.*\n {2}Ada Birchall/);
    assert.match(dry.out, /users\.csv:3 \(role\): The role “pilot”/);
    assert.match(runCli(copy, ['import', 'roster', roster]).out, /Imported\./);
    assert.match(runCli(copy, ['import', 'roster', roster, '--dry-run']).out, /joiners: 0\nmovers: 0\nleavers: 0/);
    assert.equal(runCli(copy, ['verify']).code, 0);
  });

  it('takes the password that is set, also when it is there already', async () => {
    const copy = aCopy('password');
    const weak = runCli(copy, ['demo', '--make'], { SCHOOLGATE_DEMO_PASSWORD: 'password' });
    assert.equal(weak.code, 78);
    assert.match(weak.err, /SCHOOLGATE_DEMO_PASSWORD/);
    const set = runCli(copy, ['demo', '--make'], { SCHOOLGATE_DEMO_PASSWORD: 'a-walk-along-the-canal' });
    assert.equal(set.code, 0, set.err);
    assert.match(set.out, /password a-walk-along-the-canal /);
    const whole = await openWhole(copy);
    const app = await whole.app();
    try {
      const browser = openBrowser(app);
      await browser.get('/sign-in');
      const answer = await browser.post('/sign-in', {
        name: 'parent@demo.example',
        password: 'a-walk-along-the-canal',
      });
      assert.equal(answer.status, 303, answer.text);
    } finally {
      await app.close();
      await whole.close();
    }
  });

  it('lets verify and doctor find a row of the trail that was changed', () => {
    const copy = aCopy('changed');
    const database = new DatabaseSync(join(copy, 'schoolgate.db'));
    const triggers = database
      .prepare("select name from sqlite_master where type = 'trigger' and tbl_name = 'audit_event'")
      .all();
    for (const trigger of triggers) database.exec(`drop trigger "${String(trigger['name'])}"`);
    const { changes } = database.prepare("update audit_event set data = '{}' where seq = 20").run();
    assert.equal(changes, 1);
    database.close();
    const { code, out } = runCli(copy, ['verify']);
    assert.equal(code, 1);
    assert.match(out, /does NOT hold: row 20 is not what was written.*19 rows before it hold/);
    assert.match(runCli(copy, ['doctor']).out, /LOOK +audit chain +does not hold: row 20/);
  });

  it('lets doctor find all well but what people left undone, and a stopped filter afterwards', async () => {
    const copy = aCopy('running');
    const running = await startSchoolgate({ data: copy });
    const placeOf = (url: string): string => `127.0.0.1:${new URL(url).port}`;
    const env = {
      SCHOOLGATE_WEB: placeOf(running.web),
      SCHOOLGATE_GATE: placeOf(running.gate),
      SCHOOLGATE_PROXY: `${running.proxy.host}:${String(running.proxy.port)}`,
    };
    try {
      let said = runCli(copy, ['doctor'], env);
      await until(
        () => broken((said = runCli(copy, ['doctor'], env)).out) === 0,
        () => said.out,
      );
      // The term of the story has its gaps: nobody wrote a visit of the contractor down lately.
      assert.match(said.out, /LOOK +overdue +Contractor visits/);
      assert.match(said.out, /ok +rules +number (\d+) is in force, as wanted \(\1\)/);
    } finally {
      await running.end();
    }
    // The filter counts as stopped ten seconds after its last word.
    let said = runCli(copy, ['doctor'], env);
    await until(
      () => (said = runCli(copy, ['doctor'], env)).out.includes('is stopped'),
      () => said.out,
    );
    assert.equal(said.code, 1);
    assert.match(said.out, /LOOK +filter +is stopped: last heard \d+ seconds ago\n +→ Start Schoolgate/);
    assert.match(said.out, /Schoolgate is not running/);
  });
});

/** How many things of the machine doctor wants looked at: all but what people left undone. Without its first line it did not look. */
function broken(out: string): number {
  if (!out.startsWith('ok    Node')) return Number.POSITIVE_INFINITY;
  return out.split('\n').filter((line) => line.startsWith('LOOK') && !/^LOOK +overdue /.test(line)).length;
}

describe('a demonstration asked for where something else is', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'schoolgate-real-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses a folder with real records and leaves it as it is', async () => {
    const real = join(folder, 'real');
    const whole = await openWhole(real);
    await whole.close();
    const before = readdirSync(real).sort();
    const { code, err } = runCli(real, ['demo', '--make']);
    assert.equal(code, 78);
    assert.match(err, /holds the records of a real school.*Name an empty folder/);
    assert.deepEqual(readdirSync(real).sort(), before);
    assert.equal(existsSync(join(real, DEMONSTRATION_MARKER)), false);
  });

  it('refuses a folder with files of another kind', () => {
    const other = join(folder, 'other');
    mkdirSync(other);
    writeFileSync(join(other, 'letter.txt'), 'Dear all');
    const { code, err } = runCli(other, ['demo', '--make']);
    assert.equal(code, 78);
    assert.match(err, /is not empty/);
    assert.deepEqual(readdirSync(other), ['letter.txt']);
  });

  it('begins afresh where a making was cut short', () => {
    const cut = join(folder, 'cut');
    mkdirSync(cut);
    writeFileSync(join(cut, DEMONSTRATION_MARKER), 'A made-up school is being made here.\n');
    writeFileSync(join(cut, 'schoolgate.db'), 'half a database');
    const { code, out, err } = runCli(cut, ['demo', '--make']);
    assert.equal(code, 0, err);
    assert.match(out, /all accounted for/);
    assert.equal(runCli(cut, ['verify']).code, 0);
  });
});

const phones = new Map<string, Phone>();

/** Signs somebody of the demonstration in, with the code of their phone where they need one. */
async function signIn(browser: Browser, name: string, password: string) {
  await browser.get('/sign-in');
  const answer = await browser.post('/sign-in', { name: `${name}@demo.example`, password });
  const phone = phones.get(name);
  if (phone === undefined) return answer;
  assert.equal(answer.location, '/sign-in/second-step', `${name}: ${answer.text}`);
  await browser.follow();
  return browser.post('/sign-in/second-step', { code: phone.code(systemClock.now()) });
}

async function openWhole(data: string): Promise<Whole> {
  const config = readConfig({ SCHOOLGATE_DATA: data });
  return compose(config, { clock: systemClock, ids: systemIds, log: openLog('test', undefined) });
}

/** The addresses of our own pages that a page links to. */
function linksOf(html: string): readonly string[] {
  const found = [...html.matchAll(/href="(\/[^"]*)"/g)].map((match) => match[1] ?? '');
  return [...new Set(found)].filter((path) => !path.startsWith('/assets/') && path !== '/' && !path.endsWith('.csv'));
}

async function assertMarked(browser: Browser, path: string, name: string): Promise<void> {
  const page = await browser.get(path);
  assert.ok(page.status < 404, `${name} ${path} answers ${String(page.status)}`);
  assert.match(page.html, MARK, `${name} ${path}`);
}
