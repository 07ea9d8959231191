/** One thing that `doctor` looked at. */
export interface Finding {
  /** What was looked at: "web app", "audit chain". */
  readonly about: string;
  /** What was found, in one line. */
  readonly says: string;
  /** What somebody should do, in one line. There is a cure exactly when something needs somebody. */
  readonly cure?: string;
}

/** All is well with it. */
export function well(about: string, says: string): Finding {
  return { about, says };
}

/** Something needs somebody. */
export function needs(about: string, says: string, cure: string): Finding {
  return { about, says, cure };
}

/** A span of time as people say it, rounded down: "3 seconds", "2 hours", "12 days". */
export function spanInWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const [count, unit]: [number, string] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7200
        ? [Math.floor(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.floor(seconds / 3600), 'hour']
          : [Math.floor(seconds / 86_400), 'day'];
  return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
}
