/** The name under which passkeys are kept (WebAuthn: relying party id) and the origin they must come from: both follow from the public address. */
export interface RelyingParty {
  readonly id: string;
  readonly origin: string;
}

/** The relying party of an installation. A passkey made under one address does not work under another. */
export function relyingParty(publicUrl: string): RelyingParty {
  const url = new URL(publicUrl);
  return { id: url.hostname, origin: url.origin };
}
