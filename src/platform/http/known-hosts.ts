import { isIP } from 'node:net';

/**
 * Whether a Host field names this web app. A name that is not ours would let another site's script read our pages by changing what
 * its name leads to (DNS rebinding, CWE-350); an address or `localhost` cannot be given to somebody else.
 */
export function knownHosts(publicUrl: string): (field: string | undefined) => boolean {
  const ours = new URL(publicUrl).hostname;
  return (field) => {
    if (field === undefined) return true; // HTTP/1.0; the parser refuses 1.1 without it
    const host = field.toLowerCase().replace(/:\d{1,5}$/, '');
    return host === ours || host === 'localhost' || isIP(host.replace(/^\[(.*)\]$/, '$1')) !== 0;
  };
}
