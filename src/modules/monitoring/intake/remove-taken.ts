import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { mainSite } from '../../../filter/ruleset/site-folder.ts';
import { parseSegmentFile, supersedes } from '../../../filter/spool/segment-name.ts';

/**
 * Deletes the spool's segments that are taken in to their last byte, are in a verified backup with what came of them, and to which nobody
 * writes any more (contracts.md, "Filter → app"). `positions` are those from before that backup's snapshot. The newest segment of each filter
 * always stays: its name tells the next boot where to go on. Returns how many were deleted.
 */
export function removeTakenSegments(
  config: { readonly dataFolder: string },
  positions: ReadonlyMap<string, number>,
): number {
  const folder = mainSite(config).filterToApp;
  const segments = filesIn(folder).flatMap((file) => parseSegmentFile(file) ?? []);
  let removed = 0;
  for (const segment of segments) {
    const position = positions.get(segment.file);
    if (position === undefined || !segments.some((other) => supersedes(other, segment))) continue;
    const size = statSync(join(folder, segment.file), { throwIfNoEntry: false })?.size;
    if (size === undefined || size > position) continue;
    rmSync(join(folder, segment.file), { force: true });
    removed += 1;
  }
  return removed;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
