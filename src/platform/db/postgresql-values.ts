/** OIDs of PostgreSQL's types (pg_type.dat): those whose values must come as SQLite gives them. */
const BOOL = 16;
const INT8 = 20;
const INT2 = 21;
const INT4 = 23;
const FLOAT4 = 700;
const FLOAT8 = 701;
const NUMERIC = 1700;

const numbers = new Set([INT8, INT2, INT4, FLOAT4, FLOAT8, NUMERIC]);

/**
 * How values come out of PostgreSQL: as they come out of SQLite. Counts and sums are numbers (pg would give text), truth is 1 or 0,
 * and everything else is text. A whole number beyond what a JavaScript number holds exactly throws `RangeError`, as SQLite's does.
 */
export const postgresqlValues = {
  getTypeParser(oid: number): (text: string) => unknown {
    if (numbers.has(oid)) return numberOf;
    return oid === BOOL ? (text) => (text === 't' ? 1 : 0) : (text) => text;
  },
};

function numberOf(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new RangeError(`${text} is too large a number to be read exactly`);
  }
  return value;
}
