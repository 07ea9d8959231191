import type { SessionLine } from '../ruleset/session-log.ts';
import type { Confirmation, Override } from '../identity/sessions-table.ts';
import type { Ruleset } from '../ruleset/ruleset.ts';
import type { Refusal } from '../pages/refusal.ts';
import type { GateDoor } from './proxy-parts.ts';

/** What the main thread tells a proxy thread. */
export type ToWorker =
  | ({ readonly type: 'start' } & WorkerStart)
  | { readonly type: 'rules'; readonly rules: RulesMessage }
  | { readonly type: 'sessions'; readonly restarted: boolean; readonly lines: readonly SessionLine[] }
  | { readonly type: 'override'; readonly override: Override }
  | { readonly type: 'confirmed'; readonly confirmation: Confirmation }
  /** Once a second: the time that counts, so that no thread is behind, and what pages should say. */
  | { readonly type: 'tick'; readonly nowMs: number; readonly notices: readonly string[] }
  | { readonly type: 'close' };

export interface WorkerStart {
  readonly worker: number;
  readonly filter: string;
  readonly boot: string;
  /** Folder of the spool. */
  readonly spoolFolder: string;
  readonly logFile: string;
  readonly gate: GateDoor;
  /** `host:port` of the gate and the web app. */
  readonly own: readonly string[];
  readonly formKey: Uint8Array;
  /** The school's networks, as written in the settings: a function does not cross to a thread. */
  readonly schoolNetworks: readonly string[];
  readonly listen: { readonly host: string; readonly port: number; readonly shared: boolean };
  readonly nowMs: number;
  /** True where people and records are made up: pages say so. */
  readonly demo: boolean;
  /** Null while no ruleset has ever been valid. */
  readonly rules: RulesMessage | null;
  readonly sessions: readonly SessionLine[];
  readonly overrides: readonly Override[];
  readonly confirmations: readonly Confirmation[];
}

export interface RulesMessage {
  readonly epoch: number;
  readonly number: number;
  readonly ruleset: Ruleset;
  /** The compiled lists, checked by the main thread; shared, not copied. */
  readonly lists: SharedArrayBuffer | ArrayBuffer;
}

/** What a proxy thread tells the main thread. */
export type FromWorker =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  | {
      readonly type: 'blocked';
      readonly address: string;
      readonly person: string | null;
      readonly atMs: number;
      readonly refusal: Refusal;
    }
  | { readonly type: 'report'; readonly report: WorkerReport }
  | { readonly type: 'closed'; readonly report: WorkerReport };

export interface WorkerReport {
  readonly decisions: number;
  readonly unrecorded: number;
  readonly openTunnels: number;
  readonly trouble: { readonly code: string; readonly message: string } | null;
}
