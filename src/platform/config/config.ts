import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { Unusable } from '../errors/errors.ts';
import { readBackupFolder, settingsOfBackups } from './backup-folder.ts';
import { readClamdAddress, type ClamdAddress } from '../files/virus-scan.ts';
import { readKeysFolder, settingsOfKeys } from './keys-folder.ts';
import { mailSettingsOfTheMachine, readMailSettings, type MailSettings } from './mail-settings.ts';
import { readStoreAddress, settingsOfTheStore } from './store-address.ts';
import { readExposure, settingsOfExposure, type Exposure } from './exposure.ts';

/** Settings of the machine (not of the school): read once, parsed, frozen, passed in. */
export interface Config extends Exposure {
  /** Folder of everything Schoolgate keeps, absolute. */
  readonly dataFolder: string;
  /**
   * Reads where the records are (platform/db/store.ts): asked only by what opens them, for the filter's account need not be able to read the
   * password. Show it only through `describeAddress`. Throws `Unusable`.
   */
  readonly storeAddress: () => string;
  /** Folder of the casework key, absolute, never inside the data folder. */
  readonly keysFolder: string;
  /** The virus scanner that looks at every file; undefined for none. */
  readonly clamd: ClamdAddress | undefined;
  /** Folder of the encrypted backups, absolute, never inside the data folder. */
  readonly backupFolder: string;
  readonly web: HostPort;
  readonly gate: HostPort;
  readonly proxy: HostPort;
  /** True when the data folder holds a made-up school (it has the marker file): every page says so. */
  readonly demo: boolean;
  /** Settings that are set but do nothing in this version: said at the start, so that nobody relies on them. */
  readonly unused: readonly string[];
  /** Threads of the filter that serve the proxy. */
  readonly filterWorkers: number;
  /** Reads how mail leaves: asked only by the web app, whose account alone need be able to read the password. Throws `Unusable`. */
  readonly mail: () => MailSettings;
}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** The environment variables people may set, with their defaults and meaning: the source of docs/reference/settings.md. */
export const settingsOfTheMachine = [
  ['SCHOOLGATE_DATA', './data', 'Folder that holds everything: records, keys, filter files, mail, logs.'],
  ...settingsOfKeys,
  [
    'SCHOOLGATE_CLAMD',
    'not set: files are not scanned',
    'Where the virus scanner clamd listens (path of its socket, or host:port). When it does not answer, no file is taken.',
  ],
  ...settingsOfBackups,
  ['SCHOOLGATE_WEB', '127.0.0.1:8080', 'Where the web app listens (host:port).'],
  ['SCHOOLGATE_GATE', '127.0.0.1:8081', 'Where the filter’s gate listens: start page, sign-in, block pages.'],
  ['SCHOOLGATE_PROXY', '127.0.0.1:3128', 'Where the filtering proxy listens.'],
  ...settingsOfExposure,
  ['SCHOOLGATE_DNS', 'not used', 'Kept for the DNS filter of a later version (host:port). Nothing listens there yet.'],
  ...settingsOfTheStore,
  ...mailSettingsOfTheMachine,
  ['SCHOOLGATE_FILTER_WORKERS', '1', 'Threads that serve the proxy (1 to 8).'],
] as const;

/** A file of this name in the data folder marks its records as made up; `npm run demo` writes it into an empty folder only. */
export const DEMONSTRATION_MARKER = 'DEMONSTRATION';

/**
 * Reads the settings. A value may be given in a file by adding `_FILE` to the name (for secrets).
 * Throws `Unusable` naming the setting, the problem and the cure. The certificate and its key are read by the web app alone (platform/http/certificate.ts):
 * the filter's account need not be able to.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const get = (name: string, fallback: string): string => {
    const file = env[`${name}_FILE`];
    if (file !== undefined && file !== '') {
      try {
        return readFileSync(file, 'utf8').trim();
      } catch {
        throw new Unusable(`${name}_FILE`, `the file ${file} cannot be read.`, 'Check the path and its permissions.');
      }
    }
    const value = env[name]?.trim();
    return value === undefined || value === '' ? fallback : value;
  };
  const web = hostPort('SCHOOLGATE_WEB', get('SCHOOLGATE_WEB', '127.0.0.1:8080'));
  const gate = hostPort('SCHOOLGATE_GATE', get('SCHOOLGATE_GATE', '127.0.0.1:8081'));
  const proxy = hostPort('SCHOOLGATE_PROXY', get('SCHOOLGATE_PROXY', '127.0.0.1:3128'));
  const dns = get('SCHOOLGATE_DNS', '');
  if (dns !== '') hostPort('SCHOOLGATE_DNS', dns);
  const workers = get('SCHOOLGATE_FILTER_WORKERS', '1');
  if (!/^[1-8]$/.test(workers)) {
    throw new Unusable('SCHOOLGATE_FILTER_WORKERS', `“${workers}” is not a number from 1 to 8.`, 'Leave it out for 1.');
  }
  const dataFolder = resolve(get('SCHOOLGATE_DATA', './data'));
  return Object.freeze({
    dataFolder,
    storeAddress: () => readStoreAddress(get, dataFolder),
    keysFolder: readKeysFolder(get, dataFolder),
    clamd: readClamdAddress(get('SCHOOLGATE_CLAMD', '')),
    backupFolder: readBackupFolder(get, dataFolder),
    web,
    gate,
    proxy,
    ...readExposure(get, { web, gate }),
    demo: existsSync(join(dataFolder, DEMONSTRATION_MARKER)),
    unused: ['SCHOOLGATE_DNS'].filter((name) => get(name, '') !== ''),
    filterWorkers: Number(workers),
    mail: () => readMailSettings((name) => get(name, '')),
  });
}

function hostPort(name: string, text: string): HostPort {
  const match = /^(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9.-]+):(\d{1,5})$/.exec(text);
  const port = Number(match?.[2]);
  if (match?.[1] === undefined || port > 65535) {
    throw new Unusable(name, `“${text}” is not host:port.`, 'Write it like 127.0.0.1:8080.');
  }
  return { host: match[1], port };
}
