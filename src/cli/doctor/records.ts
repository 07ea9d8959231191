import { z } from 'zod';

import { migrations } from '../../../migrations/index.ts';
import type { Whole } from '../../compose.ts';
import { theSchools } from '../../modules/school/index.ts';
import { onlyMachine } from '../../platform/access/access.ts';
import { verifyChain } from '../../platform/audit/chain.ts';
import { query, wholeSchool } from '../../platform/commands/command.ts';
import { describeAddress } from '../../platform/config/store-address.ts';
import { storeState } from '../../platform/db/store-state.ts';
import { Refused } from '../../platform/errors/errors.ts';
import type { SchoolId } from '../../platform/ids/ids.ts';
import { askByName } from '../by-name.ts';
import { commandLine } from '../open-whole.ts';
import { needs, spanInWords, well, type Finding } from './finding.ts';

/** What the records themselves show. Nothing here changes them. */

/**
 * Whether the database is of this version. Looked at before the whole is opened, because opening it brings an older one up to date and
 * doctor changes nothing.
 */
export async function databaseVersion(address: string): Promise<Finding> {
  let state;
  try {
    state = await storeState(address);
  } catch (error) {
    return error instanceof Refused
      ? needs(
          'database',
          `${describeAddress(address)} cannot be reached`,
          'Start the database, or set SCHOOLGATE_DATABASE_URL right.',
        )
      : needs('database', 'cannot be read', 'Start Schoolgate with npm start, and read what it prints.');
  }
  if (state === undefined || state.steps.length === 0) {
    return needs('records', 'there are none yet', 'Start it with npm start and open the set-up link it prints.');
  }
  const there = new Set(state.steps);
  const missing = migrations.filter((one) => !there.has(one.name));
  if (missing.length > 0) {
    return needs(
      'database',
      `${String(missing.length)} steps behind this version`,
      'Start Schoolgate with npm start: it brings the records up to date.',
    );
  }
  if (there.size > migrations.length) {
    return needs('database', 'was written by a newer Schoolgate', 'Start the newer version again.');
  }
  const size = `${(state.bytes / 1_000_000).toFixed(1)} MB`;
  return well('database', `${state.program}, ${size}, ${String(there.size)} steps, all of this version`);
}

/** The audit chain of every school. */
export async function auditChains(whole: Whole): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const school of await theSchools(whole.store)) {
    const report = await verifyChain(whole.store.reading, school);
    findings.push(
      report.ok
        ? well('audit chain', `${String(report.rows)} rows hold`)
        : needs(
            'audit chain',
            `does not hold: ${report.problem}`,
            'Keep a copy of the data folder as it is, and tell the headteacher.',
          ),
    );
  }
  return findings;
}

const posts = z.object({
  posts: z.array(z.object({ label: z.string(), mandatory: z.boolean(), holders: z.array(z.unknown()) })),
});

/** Mandatory posts that nobody holds today. */
export async function vacantPosts(whole: Whole, school: SchoolId): Promise<Finding> {
  const answer = posts.parse(await askByName(whole, 'people.show-posts', commandLine(school, 'doctor'), {}));
  const vacant = answer.posts.filter((post) => post.mandatory && post.holders.length === 0);
  return vacant.length === 0
    ? well('posts', 'every mandatory post is held')
    : needs(
        'posts',
        `vacant: ${vacant.map((post) => post.label).join(', ')}`,
        'The headteacher gives roles on the page People > Roles.',
      );
}

/** Controls whose evidence has grown too old. Whether a clause is kept is for the policy page; that nobody looked in time is for doctor. */
export async function overdue(whole: Whole, school: SchoolId): Promise<readonly Finding[]> {
  const outOfDate = query({
    name: 'doctor.overdue',
    input: z.object({}),
    events: {},
    load: wholeSchool,
    policy: onlyMachine('command-line', 'doctor'),
    answer: async (db, { now }) => {
      const found: Finding[] = [];
      for (const control of whole.modules.flatMap((module) => module.controls)) {
        const { kind, figure, href } = await control.evidence(db, { now });
        if (kind !== 'out-of-date') continue;
        found.push(needs('overdue', `${control.title}: ${figure}`, `Open ${whole.config.publicUrl}${href}`));
      }
      return found;
    },
    leaves: 'It shows counts and dates to whoever runs the machine, and no person.',
  });
  const found = await whole.runner.ask(outOfDate, commandLine(school, 'doctor'), {});
  return found.length === 0 ? [well('overdue', 'no evidence of the policy is out of date')] : found;
}

/** How far the spool has been taken in, by segment. */
export async function intakePositions(whole: Whole): Promise<ReadonlyMap<string, number>> {
  const rows = await whole.store.reading.selectFrom('intake_position').select(['file', 'position']).execute();
  return new Map(rows.map((row) => [String(row['file']), Number(row['position'])]));
}

/** Whether the machine's clock stands before what is already on record. */
export async function clockAgainstRecords(whole: Whole): Promise<Finding> {
  const row = await whole.store.reading.selectFrom('audit_event').select('at').orderBy('at', 'desc').executeTakeFirst();
  const now = whole.clock.now();
  if (row === undefined) return well('clock', now.toString({ smallestUnit: 'second' }));
  const ahead = Temporal.Instant.from(String(row['at'])).epochMilliseconds - now.epochMilliseconds;
  return ahead > 60_000
    ? needs(
        'clock',
        `stands ${spanInWords(ahead)} before the newest record`,
        'Set the clock of this machine right (for example with timedatectl).',
      )
    : well('clock', `${now.toString({ smallestUnit: 'second' })}, after all records`);
}
