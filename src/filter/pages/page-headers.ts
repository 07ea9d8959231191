/**
 * The head of every page of the filter, flat as Node writes it. Block pages stand under other sites' names, so what they may load and
 * where their forms go is named exactly; on the gate itself (`gateUrl` empty) it is its own origin.
 */
export function pageHeaders(gateUrl: string): string[] {
  const gate = gateUrl === '' ? "'self'" : gateUrl;
  return [
    'content-type',
    'text/html; charset=utf-8',
    'cache-control',
    'no-store',
    'content-security-policy',
    `default-src 'none'; style-src ${gate}; img-src ${gate}; font-src ${gate}; form-action ${gate}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options',
    'nosniff',
    'x-frame-options',
    'DENY',
    'referrer-policy',
    'no-referrer',
  ];
}
