/**
 * Reads the server name from the first bytes of a TLS connection (RFC 8446 section 4.1.2, RFC 6066 section 3), and nothing else.
 * The bytes come from outside: every length is checked before it is used, and a hello that is longer than any real one is refused.
 */
export type HelloReading =
  /** Not all there yet: call again with more bytes. */
  | { readonly kind: 'more' }
  /** The first bytes are not TLS. */
  | { readonly kind: 'not-tls' }
  /** TLS, but not a hello we are willing to let pass. */
  | { readonly kind: 'bad'; readonly why: string }
  /** `serverName` is as sent, null when the client names none. */
  | { readonly kind: 'hello'; readonly serverName: string | null };

/** Post-quantum key shares make hellos of 2 KB; a hello of 32 KB is an attack on our memory. */
export const HELLO_LIMIT = 32 * 1024;

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;

/** Reads `bytes`, everything received so far. Pure; cost grows with the bytes given, at most `HELLO_LIMIT`. */
export function readClientHello(bytes: Buffer): HelloReading {
  if (bytes.length > 0 && bytes[0] !== HANDSHAKE) return { kind: 'not-tls' };
  if (bytes.length > 1 && bytes[1] !== 3) return { kind: 'not-tls' };
  const joined = joinRecords(bytes);
  if (joined.kind !== 'joined') return joined;
  const hello = joined.handshake;
  if (hello.length > 0 && hello[0] !== CLIENT_HELLO) return { kind: 'bad', why: 'the first message is not a hello' };
  if (hello.length < 4) return tooLong(bytes) ?? { kind: 'more' };
  const length = hello.readUIntBE(1, 3);
  if (length > HELLO_LIMIT) return { kind: 'bad', why: 'the hello is too long' };
  if (hello.length < 4 + length) return tooLong(bytes) ?? { kind: 'more' };
  return readBody(hello.subarray(4, 4 + length));
}

type Joined = { readonly kind: 'joined'; readonly handshake: Buffer } | { readonly kind: 'bad'; readonly why: string };

/** A hello may be cut into several records (RFC 8446 section 5.1): joins what has arrived of them. */
function joinRecords(bytes: Buffer): Joined {
  const parts: Buffer[] = [];
  let at = 0;
  while (at + 5 <= bytes.length) {
    if (bytes[at] !== HANDSHAKE || bytes[at + 1] !== 3) {
      // What follows a complete hello may be anything (early data); inside one it may not. The caller sees it as too short.
      return complete(parts)
        ? { kind: 'joined', handshake: Buffer.concat(parts) }
        : { kind: 'bad', why: 'a record inside the hello is not a handshake' };
    }
    const length = bytes.readUInt16BE(at + 3);
    if (length === 0 || length > 16_384 + 256) return { kind: 'bad', why: 'a record has an impossible length' };
    parts.push(bytes.subarray(at + 5, Math.min(at + 5 + length, bytes.length)));
    at += 5 + length;
  }
  return { kind: 'joined', handshake: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts) };
}

function complete(parts: readonly Buffer[]): boolean {
  const all = Buffer.concat(parts);
  return all.length >= 4 && all.length >= 4 + all.readUIntBE(1, 3);
}

function tooLong(bytes: Buffer): HelloReading | undefined {
  return bytes.length > HELLO_LIMIT ? { kind: 'bad', why: 'the hello is too long' } : undefined;
}

function readBody(body: Buffer): HelloReading {
  const bad = (why: string): HelloReading => ({ kind: 'bad', why });
  let at = 34; // version and random
  const skip = (lengthBytes: 1 | 2): boolean => {
    if (at + lengthBytes > body.length) return false;
    at += lengthBytes + body.readUIntBE(at, lengthBytes);
    return at <= body.length;
  };
  if (!skip(1) || !skip(2) || !skip(1)) return bad('the hello is cut short');
  if (at === body.length) return { kind: 'hello', serverName: null };
  if (at + 2 > body.length || at + 2 + body.readUInt16BE(at) !== body.length)
    return bad('the extensions have a wrong length');
  at += 2;
  let found: string | null = null;
  let seen = false;
  while (at < body.length) {
    if (at + 4 > body.length) return bad('an extension is cut short');
    const type = body.readUInt16BE(at);
    const end = at + 4 + body.readUInt16BE(at + 2);
    if (end > body.length) return bad('an extension is cut short');
    if (type === SERVER_NAME) {
      // Two names would let us check one and the server take the other.
      if (seen) return bad('the server name is given twice');
      seen = true;
      const name = readServerName(body.subarray(at + 4, end));
      if (name === undefined) return bad('the server name cannot be read');
      found = name;
    }
    at = end;
  }
  return { kind: 'hello', serverName: found };
}

/** The one host name of a server_name extension; undefined unless there is exactly one and nothing else. */
function readServerName(data: Buffer): string | undefined {
  if (data.length < 5 || data.readUInt16BE(0) !== data.length - 2 || data[2] !== 0) return undefined;
  const length = data.readUInt16BE(3);
  if (length === 0 || 5 + length !== data.length) return undefined;
  return data.toString('latin1', 5, 5 + length);
}
