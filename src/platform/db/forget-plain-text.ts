import { openSqlite } from './sqlite-dialect.ts';

/**
 * Writes a SQLite database anew without what was overwritten in it: SQLite leaves the old text of a changed row in free pages and in its
 * write-ahead log, where a copy of the file would still show it. Done once, after the step that seals what stands already. PostgreSQL
 * does the same by itself (autovacuum); its log files are its own.
 */
export function forgetPlainText(file: string): void {
  const database = openSqlite(file, { readOnly: false });
  try {
    database.exec('PRAGMA busy_timeout = 10000; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);');
  } finally {
    database.close();
  }
}
