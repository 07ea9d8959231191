/** What the proxy puts up with. Milliseconds and counts; tests use smaller ones. */
export interface ProxyLimits {
  /** Bytes of a request's head. */
  readonly headBytes: number;
  /** Fields in a request's head. */
  readonly headFields: number;
  /** For a whole head to arrive, from the connection's or the request's start. */
  readonly headMs: number;
  /** A kept connection that asks for nothing more. */
  readonly keepAliveMs: number;
  /** To reach the site. */
  readonly connectMs: number;
  /** From the last byte sent to the first of the answer. */
  readonly answerMs: number;
  /** Nothing moves in either direction of a request. */
  readonly idleMs: number;
  /** Nothing moves in a tunnel. */
  readonly tunnelIdleMs: number;
  /** For the whole TLS hello after our 200. */
  readonly helloMs: number;
  /** Ports at which nothing but TLS may pass. */
  readonly tlsPorts: readonly number[];
  /** Open connections from one client address. */
  readonly connectionsPerAddress: number;
  /** How often open tunnels and requests are decided again, so that end times hold. */
  readonly againMs: number;
}

export const defaultLimits: ProxyLimits = {
  headBytes: 32 * 1024,
  headFields: 150,
  headMs: 30_000,
  keepAliveMs: 60_000,
  connectMs: 10_000,
  answerMs: 120_000,
  idleMs: 300_000,
  tunnelIdleMs: 900_000,
  helloMs: 10_000,
  tlsPorts: [443],
  connectionsPerAddress: 1024,
  againMs: 1000,
};
