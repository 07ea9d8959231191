import { isIP } from 'node:net';
import { resolve } from 'node:path';

import { Unusable } from '../errors/errors.ts';
import { PRIVATE_NETWORKS, readNetworks, readSchoolNetworks, type Networks } from './networks.ts';

/** Who reaches what, and from where (contracts.md, "Outside"). */
export interface Exposure {
  /** Files of the certificate (with its chain) and its key, absolute; without them the web app speaks plain HTTP. */
  readonly tls: { readonly certificate: string; readonly key: string } | undefined;
  /** Reverse proxies whose word about a browser's address is taken. */
  readonly trustedProxy: Networks;
  /** Where the school's own computers are, this machine included. */
  readonly schoolNetworks: Networks;
  /** What an address outside the school's networks gets: only what parents need, or what staff see too, after signing in. */
  readonly outside: 'parents' | 'staff';
  /** Where browsers reach the web app, no trailing slash. */
  readonly publicUrl: string;
  /** Where browsers reach the gate, no trailing slash. */
  readonly gateUrl: string;
  /** Whether an address (a browser's, as the web app, the gate or the proxy sees it) is one of the school's. */
  insideSchool(address: string): boolean;
}

/** Their environment variables, with defaults and meaning: part of the source of docs/reference/settings.md. */
export const settingsOfExposure = [
  [
    'SCHOOLGATE_PUBLIC_URL',
    'http(s)://localhost:<web port>',
    'Address at which browsers reach the web app. Beyond this machine it begins with https:.',
  ],
  ['SCHOOLGATE_GATE_URL', 'http://localhost:<gate port>', 'Address at which browsers reach the gate.'],
  [
    'SCHOOLGATE_TLS_CERT',
    'not set',
    'File of the web app’s certificate (PEM, with the certificates between it and its root). Read again when it changes, and on SIGHUP.',
  ],
  ['SCHOOLGATE_TLS_KEY', 'not set', 'File of the key that belongs to the certificate (PEM, without a passphrase).'],
  [
    'SCHOOLGATE_TRUSTED_PROXY',
    'nobody',
    'Addresses or networks of reverse proxies in front of the web app. Only what they say about a browser’s address is believed.',
  ],
  [
    'SCHOOLGATE_SCHOOL_NETWORKS',
    PRIVATE_NETWORKS.replaceAll(',', ', '),
    'The school’s own networks; this machine always belongs to them. The gate and the proxy serve nobody else, and the web app shows others only what SCHOOLGATE_OUTSIDE says.',
  ],
  [
    'SCHOOLGATE_OUTSIDE',
    'parents',
    '“parents”: from outside the school only the pages that parents need. “staff”: also everything that staff see after signing in.',
  ],
] as const;

/** True for a host (of host:port, brackets kept) that only this machine reaches. */
export function isLoopbackHost(host: string): boolean {
  return /^(127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])$/.test(host);
}

/**
 * Reads who reaches what. Throws `Unusable` for what cannot be read, and for combinations that would expose something: the web app beyond
 * this machine without TLS or a named reverse proxy; plain HTTP before either; a gate under the name that browsers are told to use HTTPS for.
 */
export function readExposure(
  get: (name: string, fallback: string) => string,
  listen: { readonly web: { host: string; port: number }; readonly gate: { host: string; port: number } },
): Exposure {
  const [certificate, key] = [get('SCHOOLGATE_TLS_CERT', ''), get('SCHOOLGATE_TLS_KEY', '')];
  if ((certificate === '') !== (key === '')) {
    throw new Unusable(
      certificate === '' ? 'SCHOOLGATE_TLS_CERT' : 'SCHOOLGATE_TLS_KEY',
      'it is not set, and the certificate and its key go together.',
      'Set both SCHOOLGATE_TLS_CERT and SCHOOLGATE_TLS_KEY, or neither.',
    );
  }
  const tls = certificate === '' ? undefined : { certificate: resolve(certificate), key: resolve(key) };
  const trustedProxy = readNetworks('SCHOOLGATE_TRUSTED_PROXY', get('SCHOOLGATE_TRUSTED_PROXY', ''));
  const schoolNetworks = readSchoolNetworks(
    'SCHOOLGATE_SCHOOL_NETWORKS',
    get('SCHOOLGATE_SCHOOL_NETWORKS', PRIVATE_NETWORKS),
  );
  const outside = get('SCHOOLGATE_OUTSIDE', 'parents');
  if (outside !== 'parents' && outside !== 'staff') {
    throw new Unusable(
      'SCHOOLGATE_OUTSIDE',
      `“${outside}” is neither “parents” nor “staff”.`,
      'Leave it out for parents: then nobody works with records from outside the school.',
    );
  }
  const proxied = trustedProxy.written.length > 0;
  const beyond = !isLoopbackHost(listen.web.host);
  if (beyond && tls === undefined && !proxied) {
    throw new Unusable(
      'SCHOOLGATE_WEB',
      `“${listen.web.host}” can be reached from other computers, and everything would travel in clear.`,
      'Set SCHOOLGATE_TLS_CERT and SCHOOLGATE_TLS_KEY, or put a reverse proxy in front and name its address in SCHOOLGATE_TRUSTED_PROXY, or use 127.0.0.1.',
    );
  }
  const ownPublic = get('SCHOOLGATE_PUBLIC_URL', '');
  const publicUrl = url(
    'SCHOOLGATE_PUBLIC_URL',
    ownPublic === '' ? `${tls === undefined ? 'http' : 'https'}://localhost:${String(listen.web.port)}` : ownPublic,
  );
  if ((tls !== undefined || proxied) && !publicUrl.startsWith('https:')) {
    throw new Unusable(
      'SCHOOLGATE_PUBLIC_URL',
      `“${publicUrl}” is not an https address, and browsers reach the web app ${tls === undefined ? 'through a reverse proxy' : 'by TLS'}.`,
      'Set it to the address that people type, like https://schoolgate.school.example',
    );
  }
  if (beyond && ownPublic === '') {
    throw new Unusable(
      'SCHOOLGATE_PUBLIC_URL',
      'it is not set, and other computers cannot reach this one as localhost.',
      'Set it to the address that people type, like https://schoolgate.school.example',
    );
  }
  const gateUrl = url(
    'SCHOOLGATE_GATE_URL',
    get('SCHOOLGATE_GATE_URL', `http://localhost:${String(listen.gate.port)}`),
  );
  const gateHost = new URL(gateUrl).hostname;
  if (sendsHsts(publicUrl) && gateUrl.startsWith('http:') && gateHost === new URL(publicUrl).hostname) {
    throw new Unusable(
      'SCHOOLGATE_GATE_URL',
      `“${gateUrl}” has the same name as the web app, and browsers that have been there use HTTPS for that name on every port; the gate speaks plain HTTP.`,
      'Give the gate a name of its own for the same machine, like http://gate.school.example:8081',
    );
  }
  return Object.freeze({
    tls,
    trustedProxy,
    schoolNetworks,
    outside,
    publicUrl,
    gateUrl,
    insideSchool: (address: string) => schoolNetworks.has(address),
  });
}

/**
 * Whether browsers are told to keep to HTTPS for the web app's name (RFC 6797). Not for an address in figures, where the RFC leaves it out,
 * and not for localhost, where it would hold for every other program of the machine.
 */
export function sendsHsts(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' && hostname !== 'localhost' && isIP(hostname.replaceAll(/[[\]]/g, '')) === 0;
}

function url(name: string, text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.pathname !== '/' || parsed.search !== '') {
    throw new Unusable(name, `“${text}” is not an address like http://localhost:8080.`, 'Leave out any path.');
  }
  return parsed.origin;
}
