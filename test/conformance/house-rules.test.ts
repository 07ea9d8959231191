import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import manifest from '../../package.json' with { type: 'json' };

/** Suppressions the whole project may hold. Lower it when one goes; raising it is a decision for a review. */
const MOST_SUPPRESSIONS = 25;

/** A list of cases may be longer than code that has to be understood as a whole. */
const MOST_LINES = 400;
const MOST_LINES_OF_TESTS = 700;
const mostLines = (path: string): number => (path.endsWith('.test.ts') ? MOST_LINES_OF_TESTS : MOST_LINES);

const root = join(import.meta.dirname, '..', '..');
const folders = ['src', 'test', 'tools', 'migrations', 'assets'];

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

function sources(): SourceFile[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
        .filter((path) => /\.(ts|mjs|js|njk|scss|css)$/.test(path) && !/^(assets\/built|test\/\.output)\//.test(path)),
    )
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

const isScript = (path: string): boolean => /\.(ts|mjs|js)$/.test(path);

/** What is wrong with a file's name, or undefined. */
function nameProblem(path: string): string | undefined {
  const parts = path.split('/');
  const stem = (parts.at(-1) ?? '').split('.')[0] ?? '';
  const vague = /(^|-)(util|utils|utilities|helper|helpers|common|manager|managers|misc)$/;
  if ([...parts.slice(0, -1), stem].some((part) => vague.test(part))) return `${path}: name it after what it holds`;
  if (isScript(path) && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem)) return `${path}: file names are kebab-case`;
  return undefined;
}

/** Number of lines, not counting an empty one at the end. */
function lineCount(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

interface Suppression {
  readonly where: string;
  readonly reason: string | undefined;
}

/** Every comment that silences the linter or the compiler, with what is said after `--`. */
function suppressionsIn({ path, text }: SourceFile): Suppression[] {
  return text.split('\n').flatMap((line, at) => {
    const found = /(?:\/\/|\/\*)\s*(?:eslint-disable|@ts-(?:expect-error|ignore|nocheck)|prettier-ignore)(.*)$/.exec(
      line,
    );
    if (found === null) return [];
    const reason = /\s--\s+(.*?)(?:\s*\*\/.*)?$/.exec(found[1] ?? '')?.[1];
    return [{ where: `${path}:${at + 1}`, reason: reason === undefined || reason.length < 10 ? undefined : reason }];
  });
}

/** Notes to do something later, written where nobody looks for them. */
function laterNotes({ path, text }: SourceFile): string[] {
  return text
    .split('\n')
    .flatMap((line, at) => (/\b(TO-?DO|FIX-?ME|XXX|HACK)\b/.test(line) ? [`${path}:${at + 1}`] : []));
}

/** The package names in the first column of a document's tables; what stands in brackets there is explanation. */
function namesInTables(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .flatMap((line) => (line.split('|')[1] ?? '').replace(/\(.*?\)/g, '').match(/(?<=`)[^`, ]+(?=`)/g) ?? []);
}

function isExact(version: string): boolean {
  return /^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version);
}

describe('the house', () => {
  // This file holds the forbidden words themselves, as examples.
  const files = sources().filter(({ path }) => path !== 'test/conformance/house-rules.test.ts');

  test('is read', () => {
    assert.ok(files.some(({ path }) => path === 'src/main.ts'));
  });

  test('names files after what they hold, in kebab-case', () => {
    assert.deepEqual(
      files.flatMap(({ path }) => nameProblem(path) ?? []),
      [],
    );
  });

  test(`has no source file of more than ${MOST_LINES} lines, no test of more than ${MOST_LINES_OF_TESTS}`, () => {
    assert.deepEqual(
      files
        .filter(({ path, text }) => lineCount(text) > mostLines(path))
        .map(({ path, text }) => `${path}: ${lineCount(text)} lines`),
      [],
    );
  });

  test('gives a reason after -- for everything that silences linter or compiler', () => {
    const bare = files.flatMap(suppressionsIn).filter(({ reason }) => reason === undefined);
    assert.deepEqual(
      bare.map(({ where }) => where),
      [],
    );
  });

  test(`silences linter and compiler at most ${MOST_SUPPRESSIONS} times`, () => {
    const all = files.flatMap(suppressionsIn);
    assert.ok(
      all.length <= MOST_SUPPRESSIONS,
      `${all.length} suppressions:\n${all.map(({ where }) => where).join('\n')}`,
    );
  });

  test('leaves no notes to do something later', () => {
    assert.deepEqual(files.flatMap(laterNotes), []);
  });

  test('keeps one plain reading of the sources: no enums, namespaces or parameter properties', () => {
    // The compiler refuses these too (erasableSyntaxOnly); this holds that setting in place.
    const settings = readFileSync(join(root, 'tsconfig.json'), 'utf8');
    for (const setting of ['strict', 'erasableSyntaxOnly', 'noUncheckedIndexedAccess', 'exactOptionalPropertyTypes']) {
      assert.match(settings, new RegExp(`"${setting}": true`));
    }
  });
});

describe('the dependencies', () => {
  const packages = Object.entries({
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  });
  const explained = namesInTables(readFileSync(join(root, 'docs', 'decisions', '0004-dependencies.md'), 'utf8'));

  test('each have a line in docs/decisions/0004-dependencies.md, and no line is left over', () => {
    assert.deepEqual(explained.sort(), packages.map(([name]) => name).sort());
  });

  test('are named in exact versions', () => {
    const loose = packages.filter(([, version]) => !isExact(version));
    assert.deepEqual(loose, []);
  });
});

describe('the checks themselves', () => {
  test('read the names in the first column of a table', () => {
    assert.deepEqual(namesInTables('`no`\n| package | x |\n| --- | --- |\n| `a`, `@b/c` (as `d`) | uses `e` |\n'), [
      'a',
      '@b/c',
    ]);
  });

  test('tell an exact version from a range', () => {
    assert.ok(isExact('1.2.3'));
    assert.ok(isExact('npm:typescript@7.0.2'));
    assert.ok(!isExact('^1.2.3'));
    assert.ok(!isExact('1.x'));
    assert.ok(!isExact('latest'));
  });

  test('refuse vague names anywhere in a path, and other spellings', () => {
    assert.ok(nameProblem('src/platform/utils/date.ts'));
    assert.ok(nameProblem('src/modules/people/helpers.ts'));
    assert.ok(nameProblem('src/modules/people/form-helpers.test.ts'));
    assert.ok(nameProblem('src/modules/people/sessionManager.ts'));
    assert.ok(nameProblem('src/modules/people/Person.ts'));
    assert.equal(nameProblem('src/modules/people/person.ts'), undefined);
    assert.equal(nameProblem('migrations/0001-first-tables.ts'), undefined);
  });

  test('count lines as an editor does', () => {
    assert.equal(lineCount('a\nb\n'), 2);
    assert.equal(lineCount('a\nb'), 2);
  });

  test('want a sentence with every suppression', () => {
    const reasons = (line: string): (string | undefined)[] =>
      suppressionsIn({ path: 'x.ts', text: line }).map(({ reason }) => reason);
    assert.deepEqual(reasons('// eslint-disable-next-line eqeqeq'), [undefined]);
    assert.deepEqual(reasons('// eslint-disable-next-line eqeqeq -- why'), [undefined]);
    assert.deepEqual(reasons('// eslint-disable-next-line eqeqeq -- null and undefined both mean empty here'), [
      'null and undefined both mean empty here',
    ]);
    assert.deepEqual(reasons('/* eslint-disable eqeqeq -- the whole file compares rows of SQLite */'), [
      'the whole file compares rows of SQLite',
    ]);
    assert.deepEqual(reasons('// @ts-expect-error the types are wrong'), [undefined]);
    assert.deepEqual(reasons('const a = 1;'), []);
  });

  test('see notes for later', () => {
    assert.deepEqual(laterNotes({ path: 'x.ts', text: 'a\n// TODO: b\n// FIXME c' }), ['x.ts:2', 'x.ts:3']);
    assert.deepEqual(laterNotes({ path: 'x.ts', text: 'todo list' }), []);
  });
});
