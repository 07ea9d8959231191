import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A secret of this installation, for marks that must not be forged (form tokens, set-up link). Kept in a file of mode 0600. */
export interface MachineKey {
  /** HMAC-SHA256 of `text` for one `purpose`, as base64url. */
  mark(purpose: string, text: string): string;
  /** True when `mark` is what `mark(purpose, text)` gives; compared in constant time. */
  matches(purpose: string, text: string, mark: string): boolean;
}

/** Reads the key in `file`, making it on first use. */
export function loadMachineKey(file: string): MachineKey {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
  }
  return machineKey(readFileSync(file));
}

/** A key from bytes: for tests. */
export function machineKey(secret: Uint8Array): MachineKey {
  const mark = (purpose: string, text: string): string =>
    createHmac('sha256', secret).update(`${purpose}\0${text}`).digest('base64url');
  return {
    mark,
    matches: (purpose, text, given) => sameText(mark(purpose, text), given),
  };
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
