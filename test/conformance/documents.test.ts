import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, test } from 'node:test';

import manifest from '../../package.json' with { type: 'json' };
import { settingsOfTheMachine } from '../../src/platform/config/config.ts';

/*
 * Holds the documents that people write to the code: excerpts, links, paths, commands and settings. An excerpt is a fenced block whose
 * first line names a file after the language; a line with nothing but … in it stands for lines left out.
 */

const root = join(import.meta.dirname, '..', '..');
const MOST_PICTURE_BYTES = 150_000;

interface Document {
  /** Path from the root of the project. */
  readonly path: string;
  readonly text: string;
}

function documents(): Document[] {
  const atRoot = readdirSync(root).filter((name) => name.endsWith('.md'));
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('reference/'))
    .map((name) => `docs/${name}`);
  return [...atRoot, ...below].sort().map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

interface Excerpt {
  readonly file: string;
  readonly lines: readonly string[];
}

/** The fenced blocks that name a file. */
function excerptsIn(text: string): Excerpt[] {
  return [...text.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map((found) => ({
    file: found[1] ?? '',
    lines: (found[2] ?? '').trimEnd().split('\n'),
  }));
}

/** The document without its fenced blocks: what is left is prose. */
function prose(text: string): string {
  return text.replaceAll(/^```[\s\S]*?^```$/gm, '');
}

/** What is wrong with an excerpt of a file that has this text, or undefined. */
function excerptProblem({ file, lines }: Excerpt, source: string): string | undefined {
  const there = source.split('\n');
  let from = 0;
  for (const piece of pieces(lines)) {
    const at = findPiece(there, piece, from);
    if (at === undefined) return `${file} has not (or not in this order): ${piece[0]?.trim() ?? ''}`;
    from = at + piece.length;
  }
  return undefined;
}

function pieces(lines: readonly string[]): string[][] {
  const all: string[][] = [[]];
  for (const line of lines) {
    if (line.trim() === '…') all.push([]);
    else all.at(-1)?.push(line);
  }
  return all.filter((piece) => piece.length > 0);
}

/** Where the lines of `piece` stand together at or after `from`, all indented by the same amount more; undefined when nowhere. */
function findPiece(there: readonly string[], piece: readonly string[], from: number): number | undefined {
  const first = piece[0] ?? '';
  for (let at = from; at + piece.length <= there.length; at += 1) {
    const line = there[at] ?? '';
    if (!line.endsWith(first)) continue;
    const indent = line.slice(0, line.length - first.length);
    if (indent.trim() !== '') continue;
    if (piece.every((wanted, index) => there[at + index] === (wanted === '' ? '' : indent + wanted))) return at;
  }
  return undefined;
}

/** Targets of links and pictures that lie in the project. */
function linksIn(text: string): { target: string; alt: string | undefined }[] {
  return [...prose(text).matchAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g)]
    .map((found) => ({ target: found[3] ?? '', alt: found[1] === '!' ? (found[2] ?? '') : undefined }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** GitHub's anchor of each heading. */
function anchorsOf(text: string): Set<string> {
  const headings = [...prose(text).matchAll(/^#{1,6} (.+)$/gm)].map((found) => found[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function linkProblem(document: Document, target: string): string | undefined {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? document.path : normalize(join(dirname(document.path), path));
  if (!existsSync(join(root, file))) return `${document.path}: there is no ${file}`;
  if (anchor === undefined) return undefined;
  return anchorsOf(readFileSync(join(root, file), 'utf8')).has(anchor)
    ? undefined
    : `${document.path}: ${file} has no heading #${anchor}`;
}

/** Files and folders of the project named in code marks. A path with < or * in it is a pattern and not looked for. */
function pathsIn(text: string): string[] {
  return [...prose(text).matchAll(/`((?:src|test|tools|docs|policies|lists|migrations|assets|\.ci)\/[^`\s]*)`/g)]
    .map((found) => found[1] ?? '')
    .filter((path) => !/[<*]/.test(path));
}

const all = documents();
const source = (file: string): string => readFileSync(join(root, file), 'utf8');

/** One problem a line, over all documents. */
function problems(find: (document: Document) => readonly (string | undefined)[]): string[] {
  return all.flatMap((document) => find(document).filter((one) => one !== undefined));
}

describe('the documents', () => {
  test('are read', () => {
    assert.ok(all.some(({ path }) => path === 'README.md'));
    assert.ok(all.some(({ path }) => path === 'docs/developers/tour-of-a-slice.md'));
  });

  test('quote the code as it is', () => {
    const quoted = all.flatMap(({ text }) => excerptsIn(text));
    assert.ok(quoted.length > 5, 'the tour quotes code');
    assert.deepEqual(
      problems(({ path, text }) =>
        excerptsIn(text).map((excerpt) => {
          if (!existsSync(join(root, excerpt.file))) return `${path}: there is no ${excerpt.file}`;
          const problem = excerptProblem(excerpt, source(excerpt.file));
          return problem === undefined ? undefined : `${path}: ${problem}`;
        }),
      ),
      [],
    );
  });

  test('link only to what is there', () => {
    assert.deepEqual(
      problems((document) => linksIn(document.text).map(({ target }) => linkProblem(document, target))),
      [],
    );
  });

  test('name only files and folders that are there, or that a run of the tests makes', () => {
    assert.deepEqual(
      problems(({ path, text }) =>
        pathsIn(text)
          .filter((named) => !named.startsWith('test/.output/'))
          .map((named) => (existsSync(join(root, named)) ? undefined : `${path}: there is no ${named}`)),
      ),
      [],
    );
  });

  test('name only commands and scripts that there are', () => {
    const commandLine = source('src/cli.ts');
    const scripts: Readonly<Record<string, string>> = manifest.scripts;
    assert.deepEqual(
      problems(({ path, text }) => [
        ...[...text.matchAll(/npx schoolgate ([a-z]+)/g)].map(([said, name = '']) =>
          commandLine.includes(`usage: '${name}`) ? undefined : `${path}: ${said}`,
        ),
        ...[...text.matchAll(/npm run ([a-z]+)/g)].map(([said, name = '']) =>
          Object.hasOwn(scripts, name) ? undefined : `${path}: ${said}`,
        ),
      ]),
      [],
    );
  });

  test('name only settings that there are', () => {
    const known = [
      ...settingsOfTheMachine.map(([name]) => name),
      ...[
        'src/cli/demo/password.ts',
        'tools/setup-test-machine.mjs',
        'tools/two-stores.mjs',
        'test/bench/prototypes.ts',
      ].map(source),
    ].join('\n');
    assert.deepEqual(
      problems(({ path, text }) =>
        [...text.matchAll(/SCHOOLGATE_[A-Z_]+/g)].map(([name]) =>
          known.includes(name.replace(/_FILE$/, '')) ? undefined : `${path}: ${name}`,
        ),
      ),
      [],
    );
  });

  test('hold no path of somebody’s machine', () => {
    assert.deepEqual(
      problems(({ path, text }) => [
        ...[...text.matchAll(/(?<![\w.])\/(?:home|root|Users|tmp|work)\/\S*/g)].map(([found]) => `${path}: ${found}`),
      ]),
      [],
    );
  });
});

describe('the pictures', () => {
  const shown = all.flatMap((document) =>
    linksIn(document.text).flatMap(({ target, alt }) =>
      alt === undefined ? [] : [{ file: normalize(join(dirname(document.path), target)), alt }],
    ),
  );
  const kept = readdirSync(join(root, 'docs', 'pictures')).map((name) => `docs/pictures/${name}`);

  test('are all shown somewhere, each with words for those who do not see it', () => {
    assert.deepEqual([...new Set(shown.map(({ file }) => file))].sort(), kept.sort());
    assert.deepEqual(
      shown.filter(({ alt }) => alt.split(' ').length < 4),
      [],
    );
  });

  test(`are small: under ${String(MOST_PICTURE_BYTES)} bytes each`, () => {
    assert.deepEqual(
      kept.filter((file) => statSync(join(root, file)).size >= MOST_PICTURE_BYTES),
      [],
    );
  });
});

describe('the checks themselves', () => {
  const excerpt = (lines: readonly string[]): Excerpt => ({ file: 'x.ts', lines });

  test('find an excerpt whatever its indent, and lines left out', () => {
    const code = 'a {\n  b;\n  if (c) {\n    d;\n  }\n}\n';
    assert.equal(excerptProblem(excerpt(['if (c) {', '  d;', '}']), code), undefined);
    assert.equal(excerptProblem(excerpt(['a {', '…', '    d;', '  }', '}']), code), undefined);
  });

  test('see an excerpt that is changed, torn or out of order', () => {
    const code = 'a\nb\nc\n';
    assert.match(excerptProblem(excerpt(['a', 'c']), code) ?? '', /x\.ts has not/);
    assert.ok(excerptProblem(excerpt(['b', '…', 'a']), code));
    assert.ok(excerptProblem(excerpt(['B']), code));
    assert.ok(excerptProblem(excerpt(['  b']), code));
  });

  test('read excerpts, links and paths, and leave code alone', () => {
    const text = 'See [a](b.md#c), ![d e](f.png) and `src/g.ts`.\n```ts src/h.ts\nlet [i](j.md) = `src/k.ts`;\n```\n';
    assert.deepEqual(excerptsIn(text), [{ file: 'src/h.ts', lines: ['let [i](j.md) = `src/k.ts`;'] }]);
    assert.deepEqual(linksIn(text), [
      { target: 'b.md#c', alt: undefined },
      { target: 'f.png', alt: 'd e' },
    ]);
    assert.deepEqual(pathsIn(text), ['src/g.ts']);
  });

  test('see a link that leads nowhere, and a heading that is not there', () => {
    const document = { path: 'docs/x.md', text: '# One: two\n' };
    assert.equal(linkProblem(document, '../package.json'), undefined);
    assert.match(linkProblem(document, 'no-such.md') ?? '', /docs\/no-such\.md/);
    assert.match(linkProblem({ path: 'README.md', text: '' }, 'CONTRIBUTING.md#no-such') ?? '', /no heading/);
    assert.ok(anchorsOf(document.text).has('one-two'));
    assert.equal(relative(root, join(root, 'docs')), 'docs');
  });
});
