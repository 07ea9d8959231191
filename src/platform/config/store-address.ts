import { join } from 'node:path';

import { Unusable } from '../errors/errors.ts';

/** The row of docs/reference/settings.md. */
export const settingsOfTheStore = [
  [
    'SCHOOLGATE_DATABASE_URL',
    'not set: SQLite in the data folder',
    'PostgreSQL database that holds the records (postgresql://role@host/database). It may hold a password: give it in a file, SCHOOLGATE_DATABASE_URL_FILE.',
  ],
] as const;

/**
 * Where the records are: the path of the SQLite file in the data folder, or the URL of a PostgreSQL database. Throws `Unusable`, never with
 * the password, when the URL cannot be one, or leads beyond this machine without saying whether TLS is used.
 */
export function readStoreAddress(get: (name: string, fallback: string) => string, dataFolder: string): string {
  const text = get('SCHOOLGATE_DATABASE_URL', '');
  if (text === '') return join(dataFolder, 'schoolgate.db');
  const url = parsed(text);
  if (url === null || url.pathname.length < 2) {
    throw new Unusable(
      'SCHOOLGATE_DATABASE_URL',
      'it is not the address of a PostgreSQL database.',
      'Write it like postgresql://schoolgate@localhost/schoolgate, or leave it out for SQLite.',
    );
  }
  const host = url.searchParams.get('host') ?? url.hostname;
  const tls = url.searchParams.get('sslmode');
  if (!onThisMachine(host) && tls !== 'verify-full' && tls !== 'disable') {
    throw new Unusable(
      'SCHOOLGATE_DATABASE_URL',
      `the records would go to ${host} over the network, and it does not say how they are protected there.`,
      'Add ?sslmode=verify-full (and sslrootcert=… for a certificate of your own), or sslmode=disable where nobody else is on that network.',
    );
  }
  return text;
}

/** Whether the address of a store is the URL of a PostgreSQL database; otherwise it is the path of a SQLite file. */
export function isPostgresql(address: string): boolean {
  return /^postgres(ql)?:\/\//.test(address);
}

/** The address as it may be shown: without password and parameters. */
export function describeAddress(address: string): string {
  if (!isPostgresql(address)) return address;
  const url = parsed(address);
  if (url === null) return 'PostgreSQL';
  const host = url.searchParams.get('host') ?? url.host;
  return `PostgreSQL database ${decodeURIComponent(url.pathname.slice(1))} at ${host}`;
}

/** `postgresql://role@/database?host=/folder` has no host, which is no URL to anybody but PostgreSQL. */
function parsed(address: string): URL | null {
  return isPostgresql(address) ? URL.parse(address.replace(/^(postgres(?:ql)?:\/\/[^@/]*@?)\//, '$1localhost/')) : null;
}

function onThisMachine(host: string): boolean {
  return host === '' || host.startsWith('/') || /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[?::1\]?)$/.test(host);
}
