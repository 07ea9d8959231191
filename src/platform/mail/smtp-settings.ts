/** A mail server to hand mail to (a smarthost): the school's own, Google's or Microsoft's relay. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** `wrapped`: TLS from the first byte (smtps). `starttls`: upgraded before anything is said. `plain`: only on this machine itself. */
  readonly tls: 'wrapped' | 'starttls' | 'plain';
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** PEM of the authority that signed the server's certificate, where it is not a public one. */
  readonly ca: string | undefined;
}
