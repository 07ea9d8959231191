import type { Log } from '../../platform/log/log.ts';
import type { Confirmation, Override, SessionsTable } from '../identity/sessions-table.ts';
import type { InForce } from '../proxy/in-force.ts';
import type { SteadyClock } from '../proxy/steady-clock.ts';
import type { Spool } from '../spool/spool-writer.ts';
import type { AttemptLimit } from '../identity/attempt-limit.ts';
import type { RecentBlocks } from './recent-blocks.ts';

/** Everything the gate works with. */
export interface GateParts {
  readonly rules: () => InForce;
  readonly sessions: SessionsTable;
  readonly clock: SteadyClock;
  readonly spool: Spool;
  readonly recent: RecentBlocks;
  /** How often one address may call for help or ask for something in a minute. */
  readonly calls: AttemptLimit;
  readonly log: Log;
  /** Whether an address is one of the school's: the gate serves no other. */
  readonly insideSchool: (address: string) => boolean;
  /** Where browsers reach the gate and the web app, ruleset or not. */
  readonly gateUrl: () => string;
  readonly appUrl: string;
  /** Shared with the proxy's threads: see `client-field.ts`. */
  readonly secret: string;
  readonly formKey: Buffer;
  readonly nonce: () => string;
  /** Key of the sign-in tickets; undefined until the web app has made it. */
  readonly ticketKey: () => Buffer | undefined;
  /** False when the web app has been silent for five seconds. */
  readonly appRuns: () => boolean;
  /** Reads what the web app has written since, at once. */
  readonly look: () => void;
  /** Told when the gate has signed an address out. */
  readonly onSignedOut: (override: Override) => void;
  /** Told when a browser has confirmed the sign-in of its own address. */
  readonly onConfirmed: (confirmation: Confirmation) => void;
  /** Alarms that pages show, in plain words. */
  readonly notices: () => readonly string[];
  /** True where people and records are made up. */
  readonly demo: boolean;
  /** Answer of `GET /healthz`. */
  readonly health: () => { readonly ready: boolean; readonly parts: Readonly<Record<string, unknown>> };
}
