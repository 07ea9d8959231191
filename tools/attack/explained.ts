import type { Finding } from './finding.ts';

/** Findings that are no weakness, each with the sentence that says why. What is not here makes the run fail. */
export const explained: readonly {
  readonly tool: string;
  readonly what: RegExp;
  readonly where: RegExp;
  readonly because: string;
}[] = [
  {
    tool: 'testssl',
    what: /^(cert_trust|cert_chain_of_trust|cert_caIssuers|cert_crlDistributionPoints|cert_ocspURL|cert_revocation|DNS_CAArecord|OCSP_stapling|certificate_transparency|cert_validityPeriod|cert_expirationStatus|cert_extlifeSpan|cert_commonName_wo_SNI|cert_commonName|cert_subjectAltName|cert_serialNumberLen|overall_grade|grade_cap_reason_\d+|final_score)$/,
    where: /./,
    because:
      'The run makes its own certificate, which no authority has signed and nobody can revoke; a school has a real one.',
  },
  {
    tool: 'testssl',
    what: /^HSTS$/,
    where: /./,
    because:
      'The run is on localhost, where HSTS would hold for every other program of the machine; by a name it is sent (test/conformance/headers.test.ts).',
  },
  {
    tool: 'ffuf',
    what: /^answers 200$/,
    where: /^\/healthz$/,
    because:
      'Inside the school it says which parts are ready, to supervisors that cannot sign in: states, no error, no path, no person (src/platform/http/health.test.ts); from outside there is nothing (test/conformance/reach.test.ts).',
  },
  {
    tool: 'ffuf',
    what: /^answers 200$/,
    where: /^\/gate\/sign-in$/,
    because:
      'Inside the school people sign in here for the internet: without a ticket signed by the gate it only says to begin again at the gate (src/modules/filtering/pages/gate-sign-in/route.test.ts); from outside there is nothing.',
  },
  {
    tool: 'wapiti',
    what: /^(HTTP Secure Headers|HTTP Strict Transport Security.*)$/,
    where: /^\/?$/,
    because:
      'X-XSS-Protection does harm in the browsers that knew it, and none has it today; HSTS is not sent for localhost, where this runs (test/conformance/headers.test.ts has the others).',
  },
  {
    tool: 'wapiti at the gate',
    what: /^(HTTP Secure Headers|HTTP Strict Transport Security.*)$/,
    where: /^\/?$/,
    because:
      'X-XSS-Protection does harm in the browsers that knew it, and none has it today; the gate speaks plain HTTP, inside the school only, where HSTS means nothing (test/conformance/headers.test.ts has the others).',
  },
  {
    tool: 'wapiti at the gate',
    what: /^Cross Site Request Forgery$/,
    where: /^\/(tell-an-adult|sign-out|mistake|ask-to-open)$/,
    because:
      'The field `ticket`, which the gate signs for one computer and one form, is the token; wapiti knows tokens by other names only. A forged, a foreign and an old one is refused in src/filter/pages/gate-server.test.ts.',
  },
];

/** The sentence that explains a finding, or undefined. */
export function explanationOf(finding: Finding): string | undefined {
  return explained.find(
    ({ tool, what, where }) => tool === finding.tool && what.test(finding.what) && where.test(finding.where),
  )?.because;
}
