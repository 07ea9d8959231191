import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

import { refusalStatus } from '../../src/platform/errors/errors.ts';
import { limitTests } from './limit-tests.ts';
import { notLimits } from './not-limits.ts';
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

/** A constant of a file: its name, its value where it is a number or a plain object of numbers, and what stands above it, or above the group it closes. */
export interface Constant {
  readonly path: string;
  readonly name: string;
  readonly value: string | undefined;
  readonly meaning: string;
}

function constantsOf({ path, text }: Source): Constant[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const constants: Constant[] = [];
  let above = '';
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) {
      above = '';
      continue;
    }
    // A line of its own between two constants ends the group that one comment is about.
    const meaning = commentOf(statement) ?? (/\n\s*\n/.test(statement.getFullText().slice(0, 4)) ? '' : above);
    above = meaning;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || initializer === undefined) continue;
      constants.push({ path, name: name.text, value: valueOf(initializer), meaning });
      if (name.text.endsWith('Limits')) constants.push(...partsOf({ path, name: name.text, file, initializer }));
    }
  }
  return constants;
}

/** `tryLimits` and its like: an object of limits, each with its comment there or in the interface it has. */
function partsOf(given: { path: string; name: string; file: ts.SourceFile; initializer: ts.Expression }): Constant[] {
  let object = given.initializer;
  while (ts.isSatisfiesExpression(object) || ts.isAsExpression(object)) object = object.expression;
  if (!ts.isObjectLiteralExpression(object)) return [];
  const declared = new Map(
    given.file.statements
      .filter(ts.isInterfaceDeclaration)
      .flatMap((one) => [...one.members].map((member) => [member.name?.getText() ?? '', commentOf(member)] as const)),
  );
  return object.properties.filter(ts.isPropertyAssignment).map((property) => {
    const name = property.name.getText();
    const meaning = commentOf(property) ?? declared.get(name) ?? '';
    return { path: given.path, name: `${given.name}.${name}`, value: valueOf(property.initializer), meaning };
  });
}

function commentOf(node: ts.Node): string | undefined {
  return ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc).at(-1)?.comment);
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
  /^(?:[a-z]+Limits\.[A-Za-z]+|ONCE|LEASE|LASTS|HALF_WAY|CONFIRMED_FOR|SAME_FOR|AT_ONCE|CONNECTIONS|WRONG_LOG_INS|PRINTED)$|^[A-Z0-9_]*(MOST|SECONDS|MINUTES|HOURS|MAX|MIN|LIMIT|LONGEST|SHORTEST|LARGEST|SMALLEST|SIZE|LIFE|TRIES|AFTER|KEPT|BATCH|ROWS|SHOWN|DAYS|BYTES|IDLE|WAIT|PER|MINUTE|AGAIN|SEEN|SMALL|MS)(_[A-Z0-9_]*)?$/;

/** How often, how large, how long: the constants whose name says so. Each by `file NAME`. */
export function limitsOfSources(): ReadonlyMap<string, Constant> {
  return new Map(
    sources()
      .flatMap(constantsOf)
      .filter(({ path, name, value }) => value !== undefined && limitName.test(name) && !isExitCode(path, name))
      .map((constant) => [`${constant.path} ${constant.name}`, constant]),
  );
}

/** Those with the test that shows each; and apart, with the reason, the numbers that bound nothing. */
export function limitsPage(): ReferencePage {
  const all = [...limitsOfSources()];
  const row = ({ name, value = '', meaning, path }: Constant): string[] => [asCode(name), value, meaning, asCode(path)];
  const held = all.flatMap(([key, constant]) => {
    const shown = limitTests[key];
    return shown === undefined ? [] : [[...row(constant), `${asCode(shown.file)}: ${shown.test}`]];
  });
  const others = all.flatMap(([key, constant]) => {
    const why = notLimits[key];
    return why === undefined ? [] : [[...row(constant), why]];
  });
  return referencePage(
    'limits.md',
    'Limits',
    'Numbers that the program holds to: rates, sizes, times. Tries are counted per name or address and survive a restart. A test demands that each number of this kind stands in one of these two tables.',
    markdownTable(['limit', 'value', 'what it is', 'where', 'shown by'], held),
    '## Numbers without a test of their own',
    'How often a loop looks, how much of a list a page shows, how patient one part of this machine is with another; and a few that no test can reach.',
    markdownTable(['number', 'value', 'what it is', 'where', 'why no test'], others),
  );
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
  'SG-NOT-SHOWN':
    'A copy that has to be word for word has a character that the PDF’s letters do not have: print the web page of it instead.',
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
