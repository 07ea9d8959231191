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
];

/** The sentence that explains a finding, or undefined. */
export function explanationOf(finding: Finding): string | undefined {
  return explained.find(
    ({ tool, what, where }) => tool === finding.tool && what.test(finding.what) && where.test(finding.where),
  )?.because;
}
