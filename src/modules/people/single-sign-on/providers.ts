import { z } from 'zod';

/** The two services that schools sign in with, and what each says about a person. Pure. */

export const providerKinds = ['google', 'microsoft'] as const;
export type ProviderKind = (typeof providerKinds)[number];

/** As people see them. */
export const providerLabels: Readonly<Record<ProviderKind, string>> = {
  google: 'Google',
  microsoft: 'Microsoft',
};

/** What the school's own Google Workspace or Microsoft 365 is called, in sentences. */
export const serviceLabels: Readonly<Record<ProviderKind, string>> = {
  google: 'Google Workspace',
  microsoft: 'Microsoft 365 (Entra ID)',
};

/** Where the school's accounts are: what a token must say, besides being for us. */
export interface Place {
  readonly kind: ProviderKind;
  /** The school's own e-mail domain: `school.example`. Google: also the Workspace domain (`hd`). */
  readonly domain: string;
  /** Microsoft only: the directory (tenant) id. Empty for Google. */
  readonly tenant: string;
}

/**
 * The issuer that tokens must come from. For Microsoft only the school's own tenant's, never `common`, which every tenant of the world shares
 * (Microsoft, "Access tokens in the identity platform": validate the issuer).
 */
export function issuerOf(place: Place): URL {
  return place.kind === 'google'
    ? new URL('https://accounts.google.com')
    : new URL(`https://login.microsoftonline.com/${place.tenant}/v2.0`);
}

/** Who a checked ID token says is there. */
export interface ProviderWord {
  readonly kind: ProviderKind;
  readonly issuer: string;
  /** The account's own id at the provider: addresses change hands, this does not. */
  readonly subject: string;
  /** In the school's own domain, in lower case. */
  readonly email: string;
  /** True when the provider says that a second factor was asked for. */
  readonly mfa: boolean;
  /** Ids of the groups they are in; undefined when the provider did not say. */
  readonly groups: readonly string[] | undefined;
}

export type WordProblem = 'wrong-domain' | 'wrong-tenant' | 'unverified' | 'guest' | 'unreadable';

const text = z.string().max(300);
const claimsSchema = z.object({
  iss: text,
  sub: text.min(1),
  email: text.optional(),
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  preferred_username: text.optional(),
  hd: text.optional(),
  tid: text.optional(),
  idp: text.optional(),
  acct: z.union([z.number(), text]).optional(),
  xms_edov: z.union([z.boolean(), z.number(), text]).optional(),
  amr: z.array(text).max(50).optional(),
  groups: z.array(text).max(1000).optional(),
});

/**
 * Takes the claims of an ID token whose signature, issuer, audience, expiry and nonce are checked already, and checks what is the school's:
 *
 * - Google: `hd` is the school's domain (Google, "Validating an ID token"; the parameter of the same name in the request only fills in a
 *   form), the address is verified and in that domain.
 * - Microsoft: `tid` is the school's tenant. The address is what the tenant's own administrators gave; a guest's address comes from
 *   somewhere else, so guests are refused, and so is an address that the token itself calls unverified.
 */
export function readWord(place: Place, claims: unknown): ProviderWord | { readonly problem: WordProblem } {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return { problem: 'unreadable' };
  const said = parsed.data;
  const verified = said.email_verified === true || said.email_verified === 'true';
  if (place.kind === 'google') {
    if (said.hd?.toLowerCase() !== place.domain) return { problem: 'wrong-domain' };
    if (!verified) return { problem: 'unverified' };
  } else {
    if (said.tid?.toLowerCase() !== place.tenant) return { problem: 'wrong-tenant' };
    if (said.idp !== undefined || String(said.acct ?? '0') === '1') return { problem: 'guest' };
    const unverified =
      (said.email_verified !== undefined && !verified) || /^(false|0)$/.test(String(said.xms_edov ?? ''));
    if (unverified) return { problem: 'unverified' };
  }
  const address = said.email ?? (place.kind === 'microsoft' ? said.preferred_username : undefined);
  const email = address?.trim().toLowerCase() ?? '';
  if (!email.endsWith(`@${place.domain}`) || email.indexOf('@') !== email.lastIndexOf('@')) {
    return { problem: 'wrong-domain' };
  }
  return {
    kind: place.kind,
    issuer: said.iss,
    subject: said.sub,
    email,
    mfa: said.amr?.includes('mfa') === true,
    groups: said.groups,
  };
}
