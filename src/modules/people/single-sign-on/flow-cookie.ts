import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

import { z } from 'zod';

import type { MachineKey } from '../../../platform/auth/machine-key.ts';
import { providerKinds } from './providers.ts';

/** What a browser carries while it is away at the provider. Nothing of it is kept here. */
const flowSchema = z.strictObject({
  kind: z.enum(providerKinds),
  state: z.string().min(20).max(100),
  nonce: z.string().min(20).max(100),
  verifier: z.string().min(43).max(128),
  /** Where they wanted to go: a path of ours, checked again when it is used. */
  next: z.string().max(2000),
  /** Until when it counts, in milliseconds since 1970. */
  until: z.int(),
});
export type Flow = z.infer<typeof flowSchema>;

/** How long somebody may take at the provider. */
export const FLOW_MINUTES = 10;

/** Seals a flow: AES-256-GCM, so that the browser's owner can neither read the PKCE verifier nor make one up. */
export function sealFlow(key: MachineKey, flow: Flow): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', cipherKey(key), iv);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(flow), 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** Opens a flow that we sealed and that still counts at `now`; undefined for anything else. */
export function openFlow(key: MachineKey, sealed: string | undefined, now: Temporal.Instant): Flow | undefined {
  if (sealed === undefined || sealed.length > 4096) return undefined;
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < 29) return undefined;
  try {
    const cipher = createDecipheriv('aes-256-gcm', cipherKey(key), bytes.subarray(0, 12));
    cipher.setAuthTag(bytes.subarray(12, 28));
    const text = Buffer.concat([cipher.update(bytes.subarray(28)), cipher.final()]).toString('utf8');
    const parsed = flowSchema.safeParse(JSON.parse(text));
    return parsed.success && parsed.data.until > now.epochMilliseconds ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function cipherKey(key: MachineKey): Buffer {
  return Buffer.from(key.mark('single sign-on flow 1', 'aes-256-gcm'), 'base64url');
}
