import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The program without its tests, its builders for tests and the demonstration. */
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((name) => `src/${name.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.ts') && !/test\.ts$|testing\.ts$|^src\/cli\/demo|seeded-ids/.test(path))
  .map((path) => ({ path, text: read(path) }));

describe('docs/technicians/keys-and-algorithms.md', () => {
  const page = read('docs/technicians/keys-and-algorithms.md');
  const uses = /create(?:Hmac|Cipheriv|Sign)\(|hkdfSync\(|generateKeyPair|\bsign\(null|from 'age-encryption'/;

  it('names every file that uses a key', () => {
    const found = sources.filter(({ text }) => uses.test(text)).map(({ path }) => path);
    assert.ok(found.length > 8);
    for (const path of found) assert.ok(page.includes(`\`${path}\``), `${path} uses a key and is not in the list`);
  });

  it('names files that are there', () => {
    for (const [, path = ''] of page.matchAll(/`(src\/[^`]+)`/g)) assert.ok(read(path) !== '', path);
  });

  it('has every algorithm: no other is asked for by name', () => {
    const known = new Set(['aes-256-gcm', 'sha256', 'ed25519', 'argon2id']);
    let seen = 0;
    for (const { path, text } of sources) {
      for (const [, name = ''] of text.matchAll(
        /(?:createHash|createHmac|createCipheriv|createDecipheriv|hkdfSync|generateKeyPairSync|createSign|createVerify)\(\s*'([^']+)'/g,
      )) {
        seen++;
        assert.ok(known.has(name), `${path} uses ${name}`);
      }
      assert.doesNotMatch(text, /\b(md5|sha1|des-|rc4|aes-\d+-(?:cbc|ecb|ctr)|createCipher\()/, path);
    }
    assert.ok(seen > 20);
  });
});

describe('docs/technicians/network.md', () => {
  const page = read('docs/technicians/network.md');
  const opens =
    /\bfetch\(url|import \{[^}]*\bconnect\b[^}]*\} from 'node:net'|import \{[^}]*\brequest\b[^}]*\} from 'node:https?'|nodemailer\/lib\/smtp-connection|import \{ Pool|import pg from 'pg'|new pg\.|\bdgram\b|from 'undici'/;

  it('names every file that opens a connection, and whereto', () => {
    const found = sources.filter(({ text }) => opens.test(text)).map(({ path }) => path);
    assert.ok(found.length >= 5, found.join(' '));
    for (const path of found)
      assert.ok(page.includes(`\`${path}\``), `${path} opens connections and is not in the list`);
  });
});
