import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { readPack } from '../../src/modules/policy/pack.ts';
import { readPacks } from '../clauses.ts';
import type { KnownControl } from './program-controls.ts';
import { bindingOf, packReport, unusedReport } from './report.ts';

const village = readFileSync(join(import.meta.dirname, '..', '..', 'policies', 'village.yaml'), 'utf8');
const pack = readPack(village, 'village.yaml');

const known = (code: string, effect: KnownControl['effect'] = 'evidenced'): [string, KnownControl] => [
  code,
  { code, effect, kind: 'register', module: 'test' },
];
const all = new Map(pack.clauses.flatMap(({ controls }) => controls).map((code) => known(code)));

describe('npm run clauses', () => {
  test('says of a clause what its controls can show of it at best', () => {
    const controls = new Map([known('a', 'enforced'), known('b'), known('c', 'to-come')]);
    const of = (...codes: string[]) => bindingOf({ controls: codes, guidance: null }, controls);
    assert.equal(of('a'), 'enforced');
    assert.equal(of('a', 'b'), 'evidenced');
    assert.equal(of('a', 'c'), 'to come');
    assert.equal(of('a', 'no-such-control'), 'to come');
    assert.equal(of(), 'unbound');
    assert.equal(bindingOf({ controls: [], guidance: { to: ['staff'], because: null } }, controls), 'guidance');
  });

  test('counts what is bound, and names guidance whose kind is another with its reason', () => {
    const { lines, unbound } = packReport(pack, all);
    const text = lines.join('\n');
    assert.equal(unbound, 0);
    assert.match(text, /^village \(\d{4}-\d\d\): 120 clauses, 120 bound, 0 unbound/);
    assert.match(text, /enforced 0, evidenced 114, to come 0, guidance 6/);
    assert.match(
      text,
      /guidance although its kind is another: 3\n {4}s1-043 \(curriculum\) to staff: A talk in passing/,
    );
  });

  test('counts a clause that is bound to nothing, and names it', () => {
    const free = readPack(village.replace('    controls: [incident-sanctions]\n', ''), 'village.yaml');
    const { lines, unbound } = packReport(free, all);
    assert.equal(unbound, 1);
    assert.match(lines.join('\n'), /unbound: 1\n {4}s1-032 /);
  });

  test('names controls that no clause counts on', () => {
    assert.match(unusedReport([pack], new Map([...all, known('idle')])), /named by no clause: 1 \(idle\)$/);
  });

  test('names file, line and cure of a pack with a fault, and a pack that is not there', () => {
    const [faulty, missing] = readPacks(['village', 'no-such-pack'], new Map());
    assert.match(faulty?.fault ?? '', /^policies\/village\.yaml, line \d+: this Schoolgate has no control “/);
    assert.match(missing?.fault ?? '', /is not there\. The packs are: .*village/);
  });
});
