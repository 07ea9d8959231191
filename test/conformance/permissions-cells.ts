/** Who asks: the roles, and somebody who is not signed in. */
export const askers = [
  'pupil',
  'parent',
  'staff',
  'lead',
  'dsl',
  'deputy-dsl',
  'head',
  'deputy-head',
  'technician',
  'office',
  'governor',
  'chair',
  'vice-chair',
  'nobody',
] as const;

export type Asker = (typeof askers)[number];

/** Some routes under one line of the table of roles. */
export interface ExpectedGroup {
  /** The line, in its words. */
  readonly capability: string;
  /** `GET /path` or `POST /path`. */
  readonly routes: readonly string[];
  /** What it is about → who may. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<Asker, boolean>>;
}

const HEADER = 'pupil parent staff lead dsl d-dsl head d-head tech office gov chair vice nobody';

/** Reads one typed table. Throws when a row has too few or too many cells. */
export function readCells(table: string): ExpectedGroup['cells'] {
  const [header, ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim());
  if (header?.replaceAll(/\s+/g, ' ') !== `| ${HEADER}`) throw new Error(`not the header: ${header ?? ''}`);
  const cells = rows.map((row) => {
    const [subject = '', marks = ''] = row.split('|').map((part) => part.trim());
    const values = marks.split(/\s+/);
    if (values.length !== askers.length || values.some((value) => value !== 'yes' && value !== '-')) {
      throw new Error(`“${row}” needs ${String(askers.length)} cells, each yes or -`);
    }
    return [subject, new Map(askers.map((asker, at) => [asker, values[at] === 'yes'] as const))] as const;
  });
  if (new Set(cells.map(([subject]) => subject)).size !== cells.length) throw new Error('a row is there twice');
  return new Map(cells);
}

/** One group, from its table. */
export function group(capability: string, routes: readonly string[], table: string): ExpectedGroup {
  return { capability, routes, cells: readCells(table) };
}

/** A form: it is shown and sent. */
export const both = (path: string): readonly string[] => [`GET ${path}`, `POST ${path}`];
