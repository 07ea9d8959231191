/** Figures of a review in words. */

/** "a, b and c"; '' for none. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1);
  return words.length < 2 ? (last ?? '') : `${words.slice(0, -1).join(', ')} and ${last ?? ''}`;
}

/** Hours as people say them: "40 minutes", "5 hours", "3 days". */
export function formatDuration(hours: number): string {
  const said = (count: number, one: string): string => `${String(count)} ${one}${count === 1 ? '' : 's'}`;
  if (hours < 1) return said(Math.max(1, Math.round(hours * 60)), 'minute');
  return hours < 48 ? said(Math.round(hours), 'hour') : said(Math.round(hours / 24), 'day');
}
