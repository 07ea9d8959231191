import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { errorPage, mishaps, type Mishap } from '../pages/error-page.ts';
import type { Place } from '../pages/layout.ts';
import { pageHeaders } from '../pages/page-headers.ts';

/** Answers in place of the site: pages for plain requests, a status and one line of text for tunnels (browsers show nothing of it). */

const REALM = 'Basic realm="Schoolgate network log-in", charset="UTF-8"';

/** Sends a page of ours and, when a body may still be coming, closes the connection after it. */
export function sendPage(res: ServerResponse, status: number, page: string, gateUrl: string, close: boolean): void {
  if (res.headersSent || res.destroyed) {
    res.destroy();
    return;
  }
  const body = Buffer.from(page);
  const headers = pageHeaders(gateUrl);
  headers.push('content-length', String(body.length));
  if (status === 407) headers.push('proxy-authenticate', REALM);
  if (close) headers.push('connection', 'close');
  res.writeHead(status, headers);
  res.end(body);
}

/** Sends the page for a mishap. */
export function sendMishap(res: ServerResponse, place: Place, mishap: Mishap, close: boolean, detail?: string): void {
  sendPage(res, mishaps[mishap].status, errorPage(place, mishap, detail), place.gate, close);
}

/** Answers a CONNECT that is not opened, and closes. */
export function refuseTunnel(client: Duplex, status: number, text: string): void {
  const body = `${text}\n`;
  const reason = {
    400: 'Bad Request',
    403: 'Forbidden',
    407: 'Proxy Authentication Required',
    429: 'Too Many Requests',
    502: 'Bad Gateway',
    504: 'Gateway Timeout',
  }[status];
  client.end(
    `HTTP/1.1 ${String(status)} ${reason ?? 'Refused'}\r\n` +
      (status === 407 ? `Proxy-Authenticate: ${REALM}\r\n` : '') +
      'Content-Type: text/plain; charset=utf-8\r\n' +
      'Cache-Control: no-store\r\n' +
      `Content-Length: ${String(Buffer.byteLength(body))}\r\n` +
      'Connection: close\r\n\r\n' +
      body,
  );
}
