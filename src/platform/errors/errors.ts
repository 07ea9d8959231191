/**
 * The three kinds of failure (docs/developers/tour-of-a-slice.md):
 * expected (returned as a union), refused (thrown, one clear page), broken (anything else thrown, logged once with a reference).
 */

/** Not allowed, or not found: the page says `message`; what was typed is kept. Never signs anybody out. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly code: RefusalCode;
  readonly status: 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503;

  /** With a `cause` (trouble of the machine, status 503) the log is told as well. */
  constructor(code: RefusalCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = refusalStatus[code];
  }
}

/** Every refusal, with the HTTP status that goes with it. Stable: listed in docs/reference/error-codes.md. */
export const refusalStatus = {
  'SG-SIGN-IN': 401,
  'SG-NOT-ALLOWED': 403,
  'SG-FORM-EXPIRED': 403,
  'SG-NOT-FOUND': 404,
  'SG-CHANGED': 409,
  'SG-TOO-LARGE': 413,
  'SG-NOT-SHOWN': 422,
  'SG-TOO-MANY': 429,
  'SG-BUSY': 503,
  'SG-STORE-AWAY': 503,
  'SG-IN-DOUBT': 503,
} as const;

export type RefusalCode = keyof typeof refusalStatus;

/** A mistake in something given to Schoolgate from outside (a file, a setting): names where it is and how to cure it. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
  readonly where: string;
  readonly cure: string;

  constructor(where: string, problem: string, cure: string) {
    super(`${where}: ${problem} ${cure}`);
    this.where = where;
    this.cure = cure;
  }
}
