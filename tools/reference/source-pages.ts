import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { refusalStatus } from '../../src/platform/errors/errors.ts';
import { limitTests } from './limit-tests.ts';
import { asCode, markdownTable, referencePage, type ReferencePage } from './markdown.ts';

const root = join(import.meta.dirname, '..', '..');

/** A file under src, tests and builders left out. */
interface Source {
  readonly path: string;
  readonly text: string;
}

function sources(): Source[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|testing\.ts$|^src\/cli\/demo/.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** A constant of a file: its name, its value where it is a number or a plain object of numbers, and what stands above it. */
interface Constant {
  readonly path: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly meaning: string;
}

function constantsOf({ path, text }: Source): Constant[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return file.statements.filter(ts.isVariableStatement).flatMap((statement) =>
    statement.declarationList.declarations.flatMap((declaration) => {
      if (!ts.isIdentifier(declaration.name) || declaration.initializer === undefined) return [];
      const comments = ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc);
      const meaning = ts.getTextOfJSDocComment(comments.at(-1)?.comment) ?? '';
      return [{ path, name: declaration.name.text, value: valueOf(declaration.initializer), meaning }];
    }),
  );
}

/** The value of a number, a product or power of numbers, `{ times, seconds }`, or `Temporal.Duration.from({ hours: 12 })`. */
function valueOf(node: ts.Expression): string | undefined {
  const plain = numberOf(node);
  if (plain !== undefined) return plain.toLocaleString('en-GB');
  if (ts.isCallExpression(node) && node.expression.getText() === 'Temporal.Duration.from') {
    const [span] = node.arguments;
    return span === undefined
      ? undefined
      : fieldsOf(span)
          .map(([unit, count]) => `${count} ${unit}`)
          .join(' ');
  }
  const fields = new Map(fieldsOf(node));
  const [times, seconds] = [fields.get('times'), fields.get('seconds')];
  return times === undefined || seconds === undefined ? undefined : `${times} in ${seconds} seconds`;
}

function fieldsOf(node: ts.Expression): [string, string][] {
  if (!ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((property): [string, string][] => {
    if (!ts.isPropertyAssignment(property)) return [];
    const value = numberOf(property.initializer);
    return value === undefined ? [] : [[property.name.getText(), value.toLocaleString('en-GB')]];
  });
}

function numberOf(node: ts.Expression): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (!ts.isBinaryExpression(node)) return undefined;
  const [left, right] = [numberOf(node.left), numberOf(node.right)];
  if (left === undefined || right === undefined) return undefined;
  if (node.operatorToken.kind === ts.SyntaxKind.AsteriskToken) return left * right;
  return node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken ? left ** right : undefined;
}

/** Names of limits, sizes and times; other constants in capitals are letters, ports and marks of formats. */
const limitName =
  /^[A-Z0-9_]*(MOST|MAX|MIN|LIMIT|LONGEST|SHORTEST|LARGEST|SMALLEST|SIZE|LIFE|TRIES|AFTER|KEPT|BATCH|ROWS|SHOWN|DAYS|BYTES|IDLE|WAIT|PER|MINUTE|AGAIN|SEEN|SMALL|MS)(_[A-Z0-9_]*)?$/;

/** How often, how large, how long: the constants whose name says so and whose comment says why. */
export function limitsPage(): ReferencePage {
  const rows = sources()
    .flatMap(constantsOf)
    .flatMap(({ path, name, value, meaning }) =>
      value === undefined || meaning === '' || !limitName.test(name) || isExitCode(path, name)
        ? []
        : [[asCode(name), value, meaning, asCode(path), testOf(path, name)]],
    );
  return referencePage(
    'limits.md',
    'Limits',
    'Numbers that the program holds to: rates, sizes, times. Tries are counted per name or address and survive a restart. A dash under “shown by”: no test is named for it.',
    markdownTable(['limit', 'value', 'what it is', 'where', 'shown by'], rows),
  );
}

function testOf(path: string, name: string): string {
  const shown = limitTests[`${path} ${name}`];
  return shown === undefined ? '–' : `${asCode(shown.file)}: ${shown.test}`;
}

const isExitCode = (path: string, name: string): boolean => path.endsWith('exit-codes.ts') || name.startsWith('EXIT_');

/** The codes of refusals that the sources name: what the page must list, and no more. */
export function refusalCodesInSources(): ReadonlySet<string> {
  return new Set(sources().flatMap(({ text }) => text.match(/\bSG-[A-Z]+(?:-[A-Z]+)*/g) ?? []));
}

const refusalMeanings: Readonly<Record<keyof typeof refusalStatus, string>> = {
  'SG-SIGN-IN': 'Nobody is signed in, or the session has ended.',
  'SG-NOT-ALLOWED': 'The policy refuses it. The page says who can do it; the trail keeps the refusal.',
  'SG-FORM-EXPIRED': 'The form was open too long, came from another site, or somebody signed in again meanwhile.',
  'SG-NOT-FOUND': 'There is nothing at this address in this school.',
  'SG-CHANGED': 'Somebody else changed it first; nothing was overwritten.',
  'SG-TOO-LARGE': 'What was sent is larger than the form may be.',
  'SG-TOO-MANY': 'Too many tries or pages in a short time.',
  'SG-BUSY': 'Something else holds the records for longer than a page can wait. Nothing was saved; try again.',
  'SG-STORE-AWAY': 'The database cannot be reached. Nothing was saved; Schoolgate goes on by itself when it is back.',
  'SG-IN-DOUBT': 'The connection to the database broke at the moment of saving: look whether it was saved.',
};

/** Refusals with their HTTP status, and how programs end. */
export function errorCodesPage(): ReferencePage {
  const exits = sources()
    .flatMap(constantsOf)
    .filter(({ path, name }) => isExitCode(path, name))
    .map(({ path, name, value = '', meaning }) => [value, meaning, `${asCode(name)} in ${asCode(path)}`]);
  return referencePage(
    'error-codes.md',
    'Error codes',
    '## Refusals\n\nOn the page, beside a reference number. They never change their meaning.',
    markdownTable(
      ['code', 'HTTP status', 'meaning'],
      Object.entries(refusalMeanings).map(([code, meaning]) => [asCode(code), String(statusOf(code)), meaning]),
    ),
    '## How programs end\n\n0 is well; anything else that is not here is a fault, and the log says more.',
    markdownTable(['exit code', 'meaning', 'where'], exits),
  );
}

function statusOf(code: string): number {
  return Object.entries(refusalStatus).find(([known]) => known === code)?.[1] ?? 0;
}
