import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { theSchools } from '../modules/school/index.ts';
import { verifyChain } from '../platform/audit/chain.ts';
import { readHeads } from '../platform/backup/backup-folder.ts';
import type { AuditHead } from '../platform/backup/manifest.ts';
import type { Config } from '../platform/config/config.ts';
import type { Store } from '../platform/db/store.ts';
import { Unusable } from '../platform/errors/errors.ts';
import type { SchoolId } from '../platform/ids/ids.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';
import { withWhole } from './open-whole.ts';

/**
 * `verify [--anchor FILE]`: checks every school's audit chain and prints a line for each. With an anchor (the note beside a backup, or a daily
 * mail saved as a file) it also looks whether the chain still goes through the head that stood there. 1 when anything does not hold.
 */
export async function verifyTrail(args: readonly string[], config: Config): Promise<number> {
  const anchor = anchorOf(args);
  if (anchor === undefined) {
    console.error('verify: it takes --anchor FILE, or nothing.');
    return NOT_UNDERSTOOD;
  }
  const heads = anchor === '' ? [] : headsIn(anchor);
  return withWhole(config, async (whole) => {
    let worst = 0;
    const schools = await theSchools(whole.store);
    for (const school of schools) {
      const report = await verifyChain(whole.store.reading, school);
      if (report.ok) {
        console.log(`Audit chain of school ${school}: ${String(report.rows)} rows hold. Head ${report.head}`);
      } else {
        worst = FOUND;
        console.log(
          `Audit chain of school ${school} does NOT hold: ${report.problem}. ${String(report.rows)} rows before it hold. ` +
            'Keep a copy of the data folder as it is, and tell the headteacher and whoever looks after the machine.',
        );
      }
      for (const head of heads.filter((one) => one.school === '' || one.school === school)) {
        if (!(await goesThrough(whole.store, school, head))) worst = FOUND;
      }
    }
    if (anchor !== '' && !heads.some((head) => head.school === '' || schools.some((school) => isSame(school, head)))) {
      worst = FOUND;
      console.log(`${anchor} is about another school: nothing here was compared with it.`);
    }
    console.log(
      anchor === ''
        ? 'What this shows: no row was changed or removed since it was written. A complete rewrite is found only against a head kept elsewhere (--anchor).'
        : 'What this shows: no row up to the anchor was changed, removed or rewritten since that day.',
    );
    return worst;
  });
}

const isSame = (school: SchoolId, head: AuditHead): boolean => head.school === String(school);

/** The file named by --anchor, '' without one; undefined when the options cannot be read. */
function anchorOf(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { anchor: { type: 'string' } } }).values.anchor ?? '';
  } catch {
    return undefined;
  }
}

/** More is no note and no mail of ours. */
const LARGEST = 10 * 1024 * 1024;

function headsIn(file: string): readonly AuditHead[] {
  const cure = 'Give the .json file beside a backup, or a daily mail saved as a file.';
  let text;
  try {
    text = readFileSync(file);
  } catch {
    throw new Unusable(file, 'it cannot be read.', cure);
  }
  const heads = text.length > LARGEST ? [] : readHeads(text.toString('utf8'));
  if (heads.length === 0) throw new Unusable(file, 'no audit head stands in it.', cure);
  return heads;
}

async function goesThrough(store: Store, school: SchoolId, head: AuditHead): Promise<boolean> {
  const row = await store.reading
    .selectFrom('audit_event')
    .select('hash')
    .where('school_id', '=', school)
    .where('seq', '=', head.seq)
    .executeTakeFirst();
  const at = `row ${String(head.seq)}`;
  if (row !== undefined && String(row['hash']) === head.hash) {
    console.log(`It goes through the anchor: ${at} is what it was.`);
    return true;
  }
  console.log(
    `It does NOT go through the anchor: ${at} ${row === undefined ? 'is not there' : 'is another one'}. The trail was rewritten or cut, or an older backup was ` +
      'restored (then a row “restored” says so). Keep a copy of the data folder as it is, and tell the headteacher.',
  );
  return false;
}
