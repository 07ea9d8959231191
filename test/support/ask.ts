import { request, type IncomingHttpHeaders } from 'node:http';
import { request as requestByTls } from 'node:https';
import { text } from 'node:stream/consumers';
import { TLSSocket } from 'node:tls';

/** What came back. */
export interface Said {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Of the certificate; empty over plain HTTP. */
  readonly fingerprint: string;
}

/**
 * Asks by HTTP or HTTPS, taking whatever certificate there is: tests make their own. `target` is what stands in the request line, as a proxy is asked. `from` is an address of this machine to ask from: 127.0.0.2 is
 * outside the school, for Schoolgate counts only 127.0.0.1 as the machine itself. Rejects when the connection is closed without an answer.
 */
export function ask(
  address: string,
  options: { method?: string; headers?: Record<string, string>; body?: string; from?: string; target?: string } = {},
): Promise<Said> {
  const { promise, resolve, reject } = Promise.withResolvers<Said>();
  const given = {
    method: options.method ?? 'GET',
    headers: options.headers ?? {},
    agent: false,
    ...(options.target === undefined ? {} : { path: options.target }),
    ...(options.from === undefined ? {} : { localAddress: options.from }),
  } as const;
  // localhost may lead to ::1 first, and an IPv4 address to ask from cannot reach that.
  const url = new URL(address);
  const host = url.hostname === 'localhost' ? { hostname: '127.0.0.1', servername: 'localhost' } : {};
  const headers = { host: url.host, ...given.headers };
  const sent =
    url.protocol === 'https:'
      ? requestByTls(url, { ...given, ...host, headers, rejectUnauthorized: false })
      : request(url, { ...given, ...host, headers });
  sent.on('error', reject);
  sent.on('response', (answer) => {
    const fingerprint = answer.socket instanceof TLSSocket ? answer.socket.getPeerCertificate().fingerprint256 : '';
    text(answer).then((body) => {
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, fingerprint });
    }, reject);
  });
  sent.end(options.body);
  return promise;
}
