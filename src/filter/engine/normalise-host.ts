/**
 * One form for every way to write a host: lower-case A-labels without a trailing dot, IPv4 in four decimal parts,
 * IPv6 compressed in brackets. Two spellings of one host must never get two verdicts.
 */

/** RFC 1035 section 2.3.4: 255 octets on the wire leave 253 characters; a label has at most 63. */
export const MAX_HOST = 253;
export const MAX_LABEL = 63;

const DOT = 46;

/**
 * Gives the normal form of `host` (without port), or null when no host can have that name: empty, overlong, an empty label,
 * or characters that hosts do not have. Never shortens a name. A host that is normal already is given back as it is.
 */
export function normaliseHost(host: string): string | null {
  return isNormal(host) ? host : rewrite(host);
}

/** True for a normal name that is not an IP literal; allocates nothing. */
function isNormal(host: string): boolean {
  const length = host.length;
  if (length === 0 || length > MAX_HOST) return false;
  let labelStart = 0;
  for (let i = 0; i < length; i++) {
    const c = host.charCodeAt(i);
    if (c === DOT) {
      if (i === labelStart || i - labelStart > MAX_LABEL) return false;
      labelStart = i + 1;
    } else if (!isNameCharacter(c)) return false;
  }
  if (labelStart === length || length - labelStart > MAX_LABEL) return false;
  // A last label that begins with a digit may be some spelling of an IPv4 address (127.1, 0x7f.1): URL rules decide.
  const first = host.charCodeAt(labelStart);
  return first < 48 || first > 57;
}

/** a-z, 0-9, hyphen, underscore (which names in use have, whatever RFC 952 says). */
function isNameCharacter(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 45 || c === 95;
}

/** The slow way, by the URL standard's host parser, so that we read a host as browsers do. */
function rewrite(host: string): string | null {
  // Four times the limit leaves room for percent and IDN spellings of a legal name; nobody may make us parse a megabyte.
  if (host.length === 0 || host.length > 4 * MAX_HOST) return null;
  const bare = host.endsWith('.') ? host.slice(0, -1) : host;
  const literal = bare.includes(':') && !bare.startsWith('[') ? `[${bare}]` : bare;
  // Anything that would end the host part of a URL, or white space that the URL parser silently drops.
  if (!/^\[[0-9a-fA-F:.]+\]$|^[^[\]:/\\?#@\s]+$/.test(literal)) return null;
  const parsed = URL.parse(`http://${literal}/`)?.hostname;
  if (parsed === undefined || parsed === '') return null;
  // At most one trailing dot: the second would be an empty label.
  if (parsed.endsWith('.') && bare !== host) return null;
  const name = parsed.endsWith('.') ? parsed.slice(0, -1) : parsed;
  if (name.startsWith('[') || /^\d{1,3}(\.\d{1,3}){3}$/.test(name)) return name;
  return isNormal(name) ? name : null;
}
