import { closeSync, fdatasyncSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Puts a file in place whole or not at all: written beside its place, synced, renamed, and the folder synced, so that neither a kill
 * nor a power cut shows half of it. Replaces what was there. Throws what the disk says; then the old file still stands.
 */
export function writeWhole(path: string, parts: readonly Uint8Array[], mode = 0o600): void {
  const temporary = `${path}.tmp`;
  rmSync(temporary, { force: true });
  const fd = openSync(temporary, 'wx', mode);
  try {
    for (const part of parts) {
      for (let written = 0; written < part.length;) written += writeSync(fd, part, written);
    }
    fdatasyncSync(fd);
  } catch (error) {
    closeSync(fd);
    rmSync(temporary, { force: true });
    throw error;
  }
  closeSync(fd);
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Makes new, renamed and removed entries of a folder durable. */
export function syncFolder(folder: string): void {
  const fd = openSync(folder, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
