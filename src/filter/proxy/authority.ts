import { isIPv4 } from 'node:net';

import { normaliseHost } from '../engine/normalise-host.ts';

/**
 * Reads who a request is for. Strict on purpose: two programs that read one name differently are how filters are got round,
 * so every odd spelling of a host is refused, not repaired.
 */
export interface Authority {
  /** Lower-case ASCII without a trailing dot; an IPv6 literal keeps its brackets and is in its shortest form. */
  readonly host: string;
  readonly port: number;
}

export interface AbsoluteTarget extends Authority {
  /** Path and query, beginning with a slash. */
  readonly path: string;
}

const NAME = /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/**
 * A host in its normal form (engine/normalise-host.ts), or undefined when it was not plainly a name, an IPv4 or an IPv6 address: the
 * engine repairs what browsers may write, here nothing is repaired but capitals, one trailing dot of a name, and the form of IPv6.
 */
export function readHost(text: string): string | undefined {
  if (text.length > 255) return undefined;
  if (text.startsWith('[')) {
    // No zone ids; the shortest form, so that one address has one spelling here.
    return /^\[[0-9a-fA-F:.]{2,45}\]$/.test(text) ? (normaliseHost(text) ?? undefined) : undefined;
  }
  const lower = text.toLowerCase();
  const host = lower.endsWith('.') ? lower.slice(0, -1) : lower;
  if (!NAME.test(host) || (isIPv4(host) && host !== lower)) return undefined;
  // getaddrinfo would read 2130706433 or 0x7f.1 as an address that no rule names: its normal form is another one.
  return normaliseHost(host) === host ? host : undefined;
}

/** `host` or `host:port`. Undefined when it is anything else, user information included (RFC 9110 section 4.2.4). */
export function readAuthority(text: string, defaultPort: number | undefined): Authority | undefined {
  const match = /^(\[[^\]]*\]|[^:[\]@/?#\\]+)(?::(\d{1,5}))?$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const host = readHost(match[1]);
  const port = match[2] === undefined ? defaultPort : Number(match[2]);
  if (host === undefined || port === undefined || port < 1 || port > 65535) return undefined;
  return { host, port };
}

/**
 * The absolute form of a request target (RFC 9112 section 3.2.2), http only. Undefined for every other form or scheme.
 * A fragment, a backslash or anything but visible ASCII refuses it.
 */
export function readAbsoluteTarget(url: string): AbsoluteTarget | undefined {
  if (url.length < 8 || url.slice(0, 7).toLowerCase() !== 'http://') return undefined;
  let end = 7;
  while (end < url.length) {
    const c = url.charCodeAt(end);
    if (c === 0x2f || c === 0x3f) break;
    end++;
  }
  const authority = readAuthority(url.slice(7, end), 80);
  if (authority === undefined) return undefined;
  const rest = url.slice(end);
  for (let i = 0; i < rest.length; i++) {
    const c = rest.charCodeAt(i);
    if (c <= 0x20 || c >= 0x7f || c === 0x23 || c === 0x5c) return undefined;
  }
  return { ...authority, path: rest.startsWith('/') ? rest : `/${rest}` };
}

/** `host:port` with the port always written, as `network.ownServers` lists them. */
export function hostPortText(authority: Authority): string {
  return `${authority.host}:${String(authority.port)}`;
}

/** What the Host field says when it stands for this authority (the default port of http left out). */
export function hostField(authority: Authority): string {
  return authority.port === 80 ? authority.host : hostPortText(authority);
}
