import type { ProviderKind } from './providers.ts';

/** Where the provider sends browsers back: one address for each, so that an answer of the one is never taken for the other's. */
export function callbackPath(kind: ProviderKind): string {
  return `/sign-in/back/${kind}`;
}
