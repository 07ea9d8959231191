/**
 * Fields that belong to one connection and never travel on (RFC 9110 section 7.6.1), and the checks that keep two programs from
 * reading one message differently (request smuggling). Header lists are flat as Node gives them: name, value, name, value.
 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authorization',
  'proxy-authenticate',
  'proxy-authentication-info',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
]);

/** The gate trusts this field from the proxy; from anybody else it is dropped (see `client-address-field.ts`). */
export const CLIENT_ADDRESS_FIELD = 'schoolgate-client';

/** Names that Connection may never list: dropping them would change whom or what the message is about. */
const NEVER_NAMED = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'authorization',
  'cookie',
  'set-cookie',
]);

/** The fields of `raw` that travel on. `also` names further fields (lower-case) to leave out. */
export function endToEnd(raw: readonly string[], also?: string): string[] {
  let named: Set<string> | undefined;
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i];
    if (name?.length === 10 && name.toLowerCase() === 'connection') {
      const value = (raw[i + 1] ?? '').toLowerCase();
      if (value === 'keep-alive' || value === 'close') continue;
      named ??= new Set();
      for (const each of value.split(',')) named.add(each.trim());
    }
  }
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i];
    const value = raw[i + 1];
    if (name === undefined || value === undefined) continue;
    const lower = name.toLowerCase();
    if (HOP_BY_HOP.has(lower) || lower === also || lower === CLIENT_ADDRESS_FIELD) continue;
    if (named?.has(lower) === true && !NEVER_NAMED.has(lower)) continue;
    kept.push(name, value);
  }
  return kept;
}

export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length' }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * How the body of a request is delimited, or why the request is refused. The parser has refused most of these before; this holds
 * whatever a later version of it lets through (RFC 9112 sections 3.2, 6.1 to 6.3).
 */
export function requestFraming(raw: readonly string[], httpVersion: string): Framing {
  let hosts = 0;
  let lengths = 0;
  let encoding: string | undefined;
  const refused = (why: string): Framing => ({ kind: 'refused', why });
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    switch (name.length) {
      case 4:
        if (name.toLowerCase() === 'host') hosts++;
        break;
      case 14:
        if (name.toLowerCase() === 'content-length') {
          lengths++;
          if (!/^\d{1,15}$/.test(value)) return refused('its Content-Length is not a number');
        }
        break;
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') {
          if (encoding !== undefined) return refused('it has two Transfer-Encodings');
          encoding = value.toLowerCase();
        }
        break;
      case 10:
        if (name.toLowerCase() === 'connection') {
          for (const each of value.toLowerCase().split(',')) {
            if (NEVER_NAMED.has(each.trim())) return refused('its Connection field names a field that must travel on');
          }
        }
        break;
    }
  }
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return refused('it is not HTTP/1.1 or HTTP/1.0');
  if (hosts > 1) return refused('it has two Host fields');
  if (hosts === 0 && httpVersion !== '1.0') return refused('it has no Host field');
  if (lengths > 1) return refused('it has two Content-Lengths');
  if (encoding !== undefined) {
    if (lengths > 0) return refused('it has both Content-Length and Transfer-Encoding');
    if (httpVersion !== '1.1') return refused('Transfer-Encoding needs HTTP/1.1');
    if (encoding !== 'chunked') return refused('its Transfer-Encoding is not “chunked”');
    return { kind: 'chunked' };
  }
  return lengths === 1 ? { kind: 'length' } : { kind: 'none' };
}
