/**
 * Names of spool segments: `<filter>-<boot>-<worker>-<firstSeq>.spool`.
 *
 * Filter and boot ids are UUIDs or plain lower-case letters and digits, so that the name can be taken apart again.
 * Boot ids of one filter must sort in the order of the boots (UUIDv7 does while the clock runs forward; `newBootId` always does):
 * a torn tail is given up only when a later boot or a later segment of the same worker exists.
 */

const idPattern = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-z]{1,40}';
const namePattern = new RegExp(`^(${idPattern})-(${idPattern})-(\\d{1,6})-(\\d{1,15})\\.spool$`);
const wholeId = new RegExp(`^(?:${idPattern})$`);

export interface SegmentName {
  readonly file: string;
  readonly filter: string;
  readonly boot: string;
  readonly worker: number;
  readonly firstSeq: number;
}

/** True for an id that may stand in a segment's name. */
export function isSegmentId(id: string): boolean {
  return wholeId.test(id);
}

export function segmentFile(filter: string, boot: string, worker: number, firstSeq: number): string {
  return `${filter}-${boot}-${String(worker)}-${String(firstSeq)}.spool`;
}

/** Takes a file name apart; undefined when it is not a segment's. */
export function parseSegmentFile(file: string): SegmentName | undefined {
  const match = namePattern.exec(file);
  const [, filter, boot, worker, firstSeq] = match ?? [];
  if (filter === undefined || boot === undefined || worker === undefined || firstSeq === undefined) return undefined;
  return { file, filter, boot, worker: Number(worker), firstSeq: Number(firstSeq) };
}

/** Order of writing: filter, boot, worker, sequence. */
export function compareSegments(a: SegmentName, b: SegmentName): number {
  return (
    compareText(a.filter, b.filter) || compareText(a.boot, b.boot) || a.worker - b.worker || a.firstSeq - b.firstSeq
  );
}

/** True when nobody can write to `segment` any more, because `other` was begun after it by the same filter. */
export function supersedes(other: SegmentName, segment: SegmentName): boolean {
  if (other.filter !== segment.filter) return false;
  if (other.boot !== segment.boot) return compareText(other.boot, segment.boot) > 0;
  return other.worker === segment.worker && other.firstSeq > segment.firstSeq;
}

/**
 * A boot id that sorts after every boot of `filter` among `files` even when the clock ran backwards between boots:
 * a counter in front of `unique` (32 letters or digits at most, never used before; hyphens are dropped).
 */
export function newBootId(files: readonly string[], filter: string, unique: string): string {
  let last = 0;
  for (const file of files) {
    const segment = parseSegmentFile(file);
    const counter = /^b(\d{7})[0-9a-z]*$/.exec(segment?.filter === filter ? segment.boot : '')?.[1];
    if (counter !== undefined) last = Math.max(last, Number(counter));
  }
  return `b${String(last + 1).padStart(7, '0')}${unique.replaceAll('-', '').toLowerCase().slice(0, 32)}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
