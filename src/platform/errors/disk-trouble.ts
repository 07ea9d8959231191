/** Codes of the system's calls (errno) and of PostgreSQL (SQLSTATE, appendix A of its manual). */
const byCode: Readonly<Record<string, 'full' | 'read-only' | 'failing'>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  '53100': 'full',
  EROFS: 'read-only',
  '25006': 'read-only',
  EIO: 'failing',
};

/** SQLite's result codes, of which the lowest byte is the kind (sqlite.org/rescode.html). */
const byResult: Readonly<Record<number, 'full' | 'read-only' | 'failing'>> = {
  8: 'read-only',
  10: 'failing',
  13: 'full',
};

const words = {
  full: 'The disk of the school’s machine is full: there is no room to save anything. Tell IT support now.',
  'read-only': 'The disk of the school’s machine can only be read, so nothing can be saved. Tell IT support now.',
  failing: 'The disk of the school’s machine reports errors, so this could not be saved. Tell IT support now.',
} as const;

/** What the disk has to do with an error, in a sentence for the person at the screen; undefined when it has nothing to do with it. */
export function diskTrouble(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? byCode[error.code] : undefined;
  const result = 'errcode' in error && typeof error.errcode === 'number' ? byResult[error.errcode & 0xff] : undefined;
  const found = code ?? result;
  return found === undefined ? diskTrouble(error.cause) : words[found];
}
