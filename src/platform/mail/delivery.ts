/** One mail, ready to be handed over. */
export interface ReadyMail {
  readonly id: string;
  readonly to: string;
  /** The address that refusals go back to (the envelope's sender, RFC 5321 section 4.4). */
  readonly returnTo: string;
  readonly bytes: Buffer;
}

/**
 * What became of handing one mail over. `answer` is a code without an address: `550 5.1.1`, `connection`.
 * - `sent`: the server has taken it.
 * - `bounced`: the server says for good that there is no such address.
 * - `refused`: the server says for good that it does not take this mail; the address is not to blame.
 * - `later`: the server says not now.
 * - `unknown`: it broke off after the mail had begun to go out: the server may have it.
 */
export type Delivered =
  { readonly kind: 'sent' } | { readonly kind: 'bounced' | 'refused' | 'later' | 'unknown'; readonly answer: string };

/** A way for mail to leave: a mail server, or a folder of files. */
export interface Delivery {
  /** `smtp` or `files`: pages say which. */
  readonly way: 'smtp' | 'files';
  /** How many mails may be on their way at once. */
  readonly connections: number;
  /** Opens one connection. Throws `ServerTrouble` when there is none to be had: then no mail is to blame. */
  open(): Promise<Connection>;
}

/** One connection to where mail goes: mails go over it one after the other. */
export interface Connection {
  /**
   * Hands one mail over. `begins` is awaited when the other side is ready for the mail's first byte: until then the mail is surely not sent.
   * Never throws for what the other side does.
   */
  deliver(mail: ReadyMail, begins: () => Promise<void>): Promise<Delivered>;
  /** False once it broke: the next mail needs a new one. */
  usable(): boolean;
  close(): void;
}

/** The mail server cannot be used at all now: not reached, no TLS, wrong password. */
export class ServerTrouble extends Error {
  override readonly name = 'ServerTrouble';
  /** A word for the outbox page: `unreachable`, `no-tls`, `certificate`, `password`, `refuses`. */
  readonly trouble: string;
  constructor(trouble: string, cause?: unknown) {
    super(`the mail server cannot be used: ${trouble}`, { cause });
    this.trouble = trouble;
  }
}
