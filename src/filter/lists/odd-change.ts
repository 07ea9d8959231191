/** Below this many names a list changes much by changing little. */
const FEW = 100;

/**
 * Whether a new version of a list may go into use by itself. Gives the reason to hold it back for a person, or null.
 * A list of at least 100 names (before or after) that loses over half, or grows over fourfold, is more likely a broken download,
 * another file or an attack than the work of its makers; the last good version stays.
 */
export function guardAgainstOddChange(previousCount: number, newCount: number): string | null {
  if (Math.max(previousCount, newCount) < FEW || previousCount === 0) return null;
  if (newCount * 2 < previousCount) {
    return `It has ${String(newCount)} names where it had ${String(previousCount)}: more than half are gone.`;
  }
  if (newCount > previousCount * 4) {
    return `It has ${String(newCount)} names where it had ${String(previousCount)}: more than four times as many.`;
  }
  return null;
}
