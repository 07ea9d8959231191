/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly figure: string;
  /** Figure ÷ that of what it is compared with, or of the aim. */
  readonly ratio: string;
  readonly beside: string;
  readonly aim: string;
}

export interface Bench {
  /** A folder for everything that is made up; removed at the end. */
  readonly folder: string;
  /** Folder of the prototypes, undefined where they are not. */
  readonly prototypes: string | undefined;
  /** Said at once, while the table is not ready. */
  say(text: string): void;
  /** True when so much time has gone that what is left should be short: another round is not begun. */
  late(): boolean;
  /** Called at the end, last first: whatever was started ends here. */
  atEnd(end: () => Promise<void> | void): void;
}

export interface Row {
  /** As `--only` names it. */
  readonly name: string;
  readonly measure: (bench: Bench) => Promise<readonly Line[]>;
}
