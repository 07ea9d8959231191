import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { zstdDecompressSync } from 'node:zlib';

import { Decrypter } from 'age-encryption';

import type { IncidentId } from '../../src/modules/incidents/incident.ts';
import { aCast, type Cast } from '../../src/modules/incidents/testing.ts';
import { signedIn } from '../../src/modules/people/testing.ts';
import { backupJob } from '../../src/modules/safekeeping/jobs.ts';
import { aBackupKey } from '../../src/modules/safekeeping/testing.ts';
import { listBackups } from '../../src/platform/backup/backup-folder.ts';
import { keysOf } from '../../src/platform/db/sealed-columns.ts';
import { SEALED_MARKER, unseal } from '../../src/platform/db/sealing.ts';
import { decided, sealedPlaces } from '../conformance/what-is-sealed.ts';
import { makeWorld, type World } from '../support/world.ts';
import { plantEverywhere } from './planted-everywhere.ts';

/**
 * Contracts, "Secrecy at rest": words are planted in every column that decision 18 seals, in a file and in a message; then every byte of the data
 * folder is looked at (database, write-ahead log, files, spool, mail), and every byte of a backup that its key has opened.
 */

const LETTERS = 'abcdefghij';
let planted = 0;
const words: string[] = [];
const plant = (where: string): string => {
  const number = [...String((planted += 1))].map((digit) => LETTERS[Number(digit)]).join('');
  const made = `quokka${number}${where.replaceAll(/[^a-z]/gi, '')}zyx`.toLowerCase();
  words.push(made);
  return made;
};

/** What the program makes itself or what has a fixed shape holds no planted word: then all that stands there is looked for. */
const wholeValues: ReadonlySet<string> = new Set([
  'authenticator.secret',
  'authenticator.offered',
  'mail_outbox.fields',
  'person_identity.upn',
  'person_identity.birth_date',
  'person_identity.file_key',
  'recovery_codes.hashes',
  'roster_draft.choices',
]);

/** Figures that the program gathers: nobody writes there, and there is nothing in them to look for. */
const figures: ReadonlySet<string> = new Set(['filtering_review.evidence']);

describe('planted words', () => {
  let world: World;
  let cast: Cast;
  let incident: IncidentId;
  let backups: string;
  /** Everything in the backup, opened with its key: a tar of tables and files. */
  let opened: Buffer;
  /** What stands in each sealed column, opened. */
  const standing = new Map<string, string[]>();

  before(async () => {
    backups = mkdtempSync(join(tmpdir(), 'schoolgate-backups-'));
    world = await makeWorld({ seed: 'planted-words', env: { SCHOOLGATE_BACKUP_FOLDER: backups } });
    cast = await aCast(world);
    incident = await plantEverywhere(world, cast, plant);
    const identity = await aBackupKey(world, cast.technician);
    await backupJob(world.parts).run();
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    const [backup] = listBackups(backups);
    opened = zstdDecompressSync(await decrypter.decrypt(readFileSync(backup?.file ?? '')));
    for (const place of sealedPlaces()) standing.set(place, await openedIn(place));
    // Where a roster gives no id, what is made of its words is also the id that somebody is known by, which decision 18 says is plain.
    const ids = new Set(await valuesOf('person.sourced_id'));
    standing.set(
      'person_identity.file_key',
      (standing.get('person_identity.file_key') ?? []).filter((key) => !ids.has(key)),
    );
  });
  after(async () => {
    await world.end();
    rmSync(backups, { recursive: true, force: true });
  });

  async function valuesOf(place: string): Promise<readonly string[]> {
    const [table = '', column = ''] = place.split('.');
    const rows = await world.store.reading.selectFrom(table).select(column).execute();
    return rows.map((row) => String(row[column] ?? '')).filter((value) => value !== '');
  }

  async function openedIn(place: string): Promise<string[]> {
    const values = await valuesOf(place);
    for (const value of values) assert.ok(value.startsWith(SEALED_MARKER), `${place} holds a text that is not sealed`);
    return values.map((value) => unseal(keysOf(world.store.reading), place, value));
  }

  /** Everything that must be unreadable: the planted words, and what the program made itself. */
  function secrets(): readonly string[] {
    const whole = [...wholeValues].flatMap((place) => (standing.get(place) ?? []).flatMap(partsOf));
    return [...new Set([...words, ...whole])];
  }

  const foundIn = (content: Buffer): readonly string[] =>
    secrets().filter((secret) => content.includes(secret) || content.includes(Buffer.from(secret, 'utf16le')));

  it('stand in every column that decision 18 seals', () => {
    assert.ok(sealedPlaces().length >= 30, 'the decision was read');
    for (const place of sealedPlaces()) {
      const values = standing.get(place) ?? [];
      assert.ok(values.length > 0, `nothing was written into ${place}: plant a word there`);
      if (wholeValues.has(place) || figures.has(place)) continue;
      assert.ok(
        values.some((value) => words.some((word) => value.includes(word))),
        `no planted word came into ${place}`,
      );
    }
    for (const place of wholeValues) assert.ok(sealedPlaces().includes(place), `decision 18 does not seal ${place}`);
  });

  it('are read again by whoever may read them', async () => {
    const browser = await signedIn(world, cast.dsl.person, cast.school);
    const page = await browser.get(`/incidents/${incident}`);
    for (const word of words.filter((one) => /details|note|facts|task|filewords|filename|linked|clause/.test(one))) {
      assert.ok(page.text.includes(word), `${word} is not on the page of the incident`);
    }
  });

  it('stand nowhere in the data folder', () => {
    let bytes = 0;
    const names: string[] = [];
    for (const name of readdirSync(world.folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(world.folder, name);
      if (!statSync(path).isFile()) continue;
      const content = readFileSync(path);
      bytes += content.length;
      names.push(name);
      assert.deepEqual(foundIn(content), [], name);
    }
    assert.ok(bytes > 100_000, 'the files were read');
    for (const part of ['schoolgate.db', 'schoolgate.db-wal']) assert.ok(names.includes(part), part);
    for (const folder of ['files/', 'mail/'])
      assert.ok(
        names.some((name) => name.startsWith(folder)),
        folder,
      );
  });

  it('stand nowhere in a backup, not even in one that its key has opened', () => {
    for (const name of readdirSync(backups)) assert.deepEqual(foundIn(readFileSync(join(backups, name))), [], name);
    assert.deepEqual(foundIn(opened), [], 'the opened backup');
    for (const [table, { sealed }] of decided()) {
      if (sealed.length > 0) assert.ok(opened.includes(`tables/${table}.jsonl`), `${table} is not in the backup`);
    }
    assert.ok(opened.includes(SEALED_MARKER));
  });

  it('are all that is sealed: what decision 18 says is plain is stored as it is', async () => {
    let looked = 0;
    for (const [table, { plain }] of decided()) {
      for (const column of plain) {
        const values = await valuesOf(`${table}.${column}`);
        looked += values.length;
        assert.equal(
          values.find((value) => value.startsWith(SEALED_MARKER)),
          undefined,
          `${table}.${column} is sealed`,
        );
      }
    }
    assert.ok(looked > 1000, `only ${String(looked)} plain texts were looked at`);
    // Names, sites and times are found, in the folder and in the opened backup: the search would find what is there.
    const stored = ['schoolgate.db', 'schoolgate.db-wal'].map((name) => readFileSync(join(world.folder, name)));
    for (const text of ['Willow Bank', 'Kim Hill', 'asked.example', 'other-bets.example']) {
      assert.ok(
        stored.some((file) => file.includes(text)),
        `${text} is not in the database`,
      );
      assert.ok(opened.includes(text), `${text} is not in the opened backup`);
    }
  });
});

/** The values inside a text that the program made: of JSON each string that is long enough to tell, else the text itself. */
function partsOf(text: string): readonly string[] {
  if (!/^[[{]/.test(text)) return [text];
  const inside = [...text.matchAll(/"([^"\\]{20,})"/g)].map(([, value = '']) => value);
  return [text, ...inside];
}
