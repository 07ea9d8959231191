import assert from 'node:assert/strict';

import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** A browser without JavaScript, in front of the real app: keeps cookies, follows no redirect by itself, sends forms with their token. */
export interface Browser {
  get(path: string): Promise<Page>;
  /** Sends the form of the page last shown (its token included) to `path`. */
  post(path: string, fields?: Record<string, string | string[]>): Promise<Page>;
  /** Sends the form of the page last shown as multipart/form-data, with one file behind its fields. */
  postFile(path: string, fields: Record<string, string>, file: ChosenFile): Promise<Page>;
  /** Follows the last answer's redirect. */
  follow(): Promise<Page>;
  readonly cookies: ReadonlyMap<string, string>;
}

/** A file as a browser sends it. */
export interface ChosenFile {
  readonly field: string;
  readonly name: string;
  readonly type?: string;
  readonly bytes: Uint8Array | string;
}

/** A multipart body: the fields in order, then the file. */
export function multipartOf(
  fields: Readonly<Record<string, string>>,
  file: ChosenFile,
): { readonly type: string; readonly payload: Buffer } {
  const boundary = '----schoolgate-test-boundary';
  const part = (head: string, bytes: Uint8Array | string): Buffer =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
      Buffer.from(bytes),
      Buffer.from('\r\n'),
    ]);
  const type = file.type ?? 'application/octet-stream';
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    payload: Buffer.concat([
      ...Object.entries(fields).map(([name, value]) => part(`name="${name}"`, value)),
      part(`name="${file.field}"; filename="${file.name}"\r\nContent-Type: ${type}`, file.bytes),
      Buffer.from(`--${boundary}--\r\n`),
    ]),
  };
}

export interface Page {
  readonly status: number;
  readonly html: string;
  /** Text without tags, white space squeezed. */
  readonly text: string;
  readonly location: string | undefined;
  readonly headers: LightMyRequestResponse['headers'];
}

/** Opens a browser on the app, with the cookies it holds already (a session begun by a builder). */
export function openBrowser(app: FastifyInstance, begin: Iterable<readonly [string, string]> = []): Browser {
  const cookies = new Map<string, string>(begin);
  let token = '';
  let last: Page | undefined;
  const keep = (response: LightMyRequestResponse): Page => {
    for (const cookie of response.cookies) {
      if (cookie.value === '' || cookie.maxAge === 0) cookies.delete(cookie.name);
      else cookies.set(cookie.name, cookie.value);
    }
    const html = response.body;
    token = /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? token;
    last = {
      status: response.statusCode,
      html,
      text: plainText(html),
      location: response.headers.location,
      headers: response.headers,
    };
    return last;
  };
  const cookieHeader = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    cookies,
    async get(path) {
      return keep(await app.inject({ method: 'GET', url: path, headers: { cookie: cookieHeader() } }));
    },
    async post(path, fields = {}) {
      const body = new URLSearchParams({ _csrf: token });
      for (const [name, value] of Object.entries(fields)) {
        for (const one of Array.isArray(value) ? value : [value]) body.append(name, one);
      }
      return keep(
        await app.inject({
          method: 'POST',
          url: path,
          headers: { cookie: cookieHeader(), 'content-type': 'application/x-www-form-urlencoded' },
          payload: body.toString(),
        }),
      );
    },
    async postFile(path, fields, file) {
      const { type, payload } = multipartOf({ _csrf: token, ...fields }, file);
      const headers = { cookie: cookieHeader(), 'content-type': type, 'content-length': String(payload.length) };
      return keep(await app.inject({ method: 'POST', url: path, headers, payload }));
    },
    async follow() {
      assert.ok(last?.location !== undefined, 'the last answer was no redirect');
      return this.get(last.location);
    },
  };
}

function plainText(html: string): string {
  return html
    .replaceAll(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
