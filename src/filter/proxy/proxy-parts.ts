import type { Log } from '../../platform/log/log.ts';
import type { FormFacts } from '../pages/form-ticket.ts';
import type { Place } from '../pages/layout.ts';
import type { Dialler } from './dialler.ts';
import type { Judge } from './judge.ts';
import type { ProxyLimits } from './limits.ts';
import type { OpenWork } from './open-work.ts';

/** Everything the proxy of one thread works with, put together in `proxy-server.ts`. */
export interface ProxyParts {
  readonly judge: Judge;
  readonly dialler: Dialler;
  readonly work: OpenWork;
  readonly limits: ProxyLimits;
  readonly log: Log;
  readonly gate: GateDoor;
  readonly monotonicMs: () => number;
  /** What pages say about where they are, by the rules now in force. */
  place(): Place;
  /** Makes the ticket for a form on a block page. */
  formTicket(facts: FormFacts): string;
}

/** Where the gate is, and how the proxy tells it who is asking. */
export interface GateDoor {
  /** Where browsers reach the gate. */
  readonly url: string;
  /** Where the gate really listens on this machine. */
  readonly listens: { readonly host: string; readonly port: number };
  /** Known to the filter's own threads only: shows the gate that the field comes from the proxy. */
  readonly secret: string;
}
