import assert from 'node:assert/strict';

import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

/** A browser without JavaScript, in front of the real app: keeps cookies, follows no redirect by itself, sends forms with their token. */
export interface Browser {
  get(path: string): Promise<Page>;
  /** Sends the form of the page last shown (its token included) to `path`. */
  post(path: string, fields?: Record<string, string | string[]>): Promise<Page>;
  /** Follows the last answer's redirect. */
  follow(): Promise<Page>;
  readonly cookies: ReadonlyMap<string, string>;
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
