import { Refused } from '../errors/errors.ts';

/**
 * Trouble of the database itself that a person can do something about, or that passes: thrown as a refusal whose page says what
 * was saved and what to do. Anything else of a database is a fault of ours and stays what it is.
 */

/** Somebody else holds the records for too long: nothing of this was written. */
export function busy(cause: unknown): Refused {
  return new Refused(
    'SG-BUSY',
    'Schoolgate is busy saving something else. Nothing of yours was saved, and nothing was lost: wait a moment, then send it again.',
    { cause },
  );
}

/** The database cannot be reached: nothing of this was written. */
export function away(cause: unknown): Refused {
  return new Refused(
    'SG-STORE-AWAY',
    'Schoolgate cannot reach its records just now, so nothing was saved. Wait a minute, then try again. If it goes on, tell IT support.',
    { cause },
  );
}

/** The connection broke while saving: only the records themselves tell which way it ended. */
export function inDoubt(cause: unknown): Refused {
  return new Refused(
    'SG-IN-DOUBT',
    'The connection to the records broke at the moment of saving. Look whether your change is there before you send it again.',
    { cause },
  );
}

/** SQLSTATE (PostgreSQL manual, appendix A) or the code of the system's error; empty where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** 08…: connection exceptions; 57P01 to 57P03: being shut down, crashed, starting; 53300: no connection left. */
const awayStates =
  /^(08...|57P0[1-5]|53300|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOENT|ETIMEDOUT|E(HOST|NET)UNREACH|EAI_AGAIN)$/;

/** What pg says, without a code, when the connection went under it. */
const awayWords =
  /Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout|Cannot use a pool after/;

/** 40001, 40P01: two transactions in each other's way; 55P03: a lock not got in time; 57014: a statement that took too long. */
const busyStates = /^(40001|40P01|55P03|57014)$/;

/** Whether the error says that the connection is gone or cannot be made. */
export function isAway(error: unknown): boolean {
  return awayStates.test(codeOf(error)) || (error instanceof Error && awayWords.test(error.message));
}

/** The refusal that an error of PostgreSQL stands for, or the error itself. */
export function postgresqlTrouble(error: unknown): unknown {
  if (error instanceof Refused) return error;
  if (isAway(error)) return away(error);
  return busyStates.test(codeOf(error)) ? busy(error) : error;
}
