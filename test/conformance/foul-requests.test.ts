import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { z } from 'zod';

import { expectedPermissions } from './expected-permissions.ts';
import type { ExpectedGroup, Asker } from './permissions-cells.ts';
import type { Given } from './permissions-given.ts';
import { requests } from './permissions-requests.ts';
import { seeded, type Seeded } from './permissions-world.ts';

/*
 * Every route of the app, asked by somebody who may, with one thing in the request that nobody's browser would send: in each part of the
 * address, each field of the query and each field of the form in turn. Whatever it is, nothing breaks, nothing of it stands in the head of
 * the answer or runs in its page, nothing leads to another site, and no answer is kept by the browser.
 */

/** Sent in one field at a time, the others as they should be. */
const EACH: readonly (readonly [string, string])[] = [
  [
    'characters that no field has',
    "a\0\r\nSet-Cookie: foul=1\r\nX-Foul: 1\r\n\"><script>foul()</script>{{7919*7907}}' OR '1'='1' --",
  ],
  ['another site', '//foul.example/'],
];
/** Sent in all fields at once. */
const ALL: readonly (readonly [string, string])[] = [
  ['the character NUL', 'a\0b'],
  ['a way out of a folder', '../../../../etc/passwd'],
  ['the workings of an object', '__proto__'],
  ['a number far too great', '9'.repeat(400)],
];

let all: Seeded;
before(async () => {
  all = await seeded();
});
after(() => all.world.end());

/** Fields and parts of addresses that something foul was sent in. */
let fouled = 0;

const BROWSER = 'browser-of-the-test-01';

/** The first who may, and what about. */
function whoMay({ cells }: ExpectedGroup): { subject: string; who: Asker } {
  for (const [subject, row] of cells) {
    for (const [who, may] of row) if (may && who !== 'nobody' && who !== 'parent') return { subject, who };
  }
  for (const [subject] of cells) return { subject, who: 'nobody' };
  throw new Error('a group without rows');
}

/** The names that a page's query or command reads. */
function namesRead(method: string, path: string): readonly string[] {
  const page = all.world.modules.flatMap((module) => module.pages).find((one) => one.path === path);
  const asked = page === undefined ? undefined : method === 'POST' && 'command' in page ? page.command : undefined;
  const schema: unknown = asked?.input ?? (page !== undefined && 'query' in page ? page.query.input : undefined);
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

interface Sent {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
}

async function send(method: string, path: string, sent: Sent, session: string | undefined) {
  const { world } = all;
  let url = path;
  for (const [name, value] of Object.entries(sent.params)) {
    url = url.replace(name === '*' ? '*' : `:${name}`, encodeURIComponent(value));
  }
  const search = new URLSearchParams(sent.query).toString();
  const cookie = `sg_browser=${BROWSER}${session === undefined ? '' : `; sg_session=${session}`}`;
  return world.web.inject({
    method: method === 'POST' ? 'POST' : 'GET',
    url: search === '' ? url : `${url}?${search}`,
    headers: {
      cookie,
      'x-forwarded-host': 'poison.example',
      ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(method === 'POST'
      ? { payload: new URLSearchParams({ ...sent.body, _csrf: world.parts.key.mark('form', BROWSER) }).toString() }
      : {}),
  });
}

/** What is wrong with an answer, if anything. */
function wrongIn({ statusCode, headers, body }: Awaited<ReturnType<typeof send>>, path: string): string[] {
  const where = headers.location ?? '';
  const { origin } = new URL(where, 'http://own.example');
  // A calendar is words for a telephone: no browser runs what stands in it.
  const isSaved =
    String(headers['content-disposition']).startsWith('attachment') ||
    String(headers['content-type']).startsWith('text/calendar');
  const head = Object.entries(headers).flatMap(([name, value]) => [name, ...[value].flat().map(String)]);
  return [
    // Not everything is ready in a test, which /healthz says.
    ...(statusCode >= 500 && path !== '/healthz' ? [`broke: ${String(statusCode)}`] : []),
    ...(head.some((text) => /^(x-foul|foul=|set-cookie: foul)/i.test(text) || /[\r\n]/.test(text))
      ? ['foul head']
      : []),
    ...(origin !== 'http://own.example' && origin !== new URL(all.world.config.gateUrl).origin ? [`to ${where}`] : []),
    // A file that is saved runs nothing: what somebody typed stands in it as it was typed.
    ...(!isSaved && (body.includes('<script>foul') || body.includes('62615533')) ? ['runs what came in'] : []),
    ...(`${body} ${where}`.includes('poison.example') ? ['believes X-Forwarded-Host'] : []),
    ...(body.includes('root:x:0') ? ['a file of the machine'] : []),
    ...(headers['cache-control'] !== 'no-store' && path !== '/assets/*' ? ['may be kept'] : []),
  ];
}

describe('a foul request', () => {
  for (const group of expectedPermissions) {
    for (const route of group.routes) {
      const [method = '', path = ''] = route.split(' ');
      test(`to ${route} breaks nothing and gets nothing`, async () => {
        const { world, here } = all;
        world.clock.advance({ minutes: 1 });
        const { subject, who } = whoMay(group);
        const given: Given = (await requests[path]?.({ world, at: here, who, subject, fresh: false })) ?? {};
        const own = Object.entries(given.params ?? {}).filter(([name]) =>
          path.includes(name === '*' ? '*' : `:${name}`),
        );
        const sent: Sent = { params: Object.fromEntries(own), query: given.query ?? {}, body: given.body ?? {} };
        const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
        const read = namesRead(method, path).filter((name) => !inPath.includes(name));
        const names = [...new Set([...read, ...Object.keys(method === 'POST' ? sent.body : sent.query), 'next'])];
        const wrong: string[] = [];
        const session =
          who === 'nobody' ? undefined : await world.parts.sessions.start(here.school, here.person(who), 'test');
        const part = method === 'POST' ? 'body' : 'query';
        const inAddress = [...inPath, ...(path.includes('*') ? ['*'] : [])];
        const tries = [
          ...EACH.flatMap(([what, foul]) => names.map((name) => [what, foul, part, [name]] as const)),
          ...ALL.map(([what, foul]) => [what, foul, part, names] as const),
          ...[...EACH, ...ALL].flatMap(([what, foul]) =>
            inAddress.map((name) => [what, foul, 'params', [name]] as const),
          ),
        ];
        for (const [what, foul, where, keys] of tries) {
          const foulPart = { ...sent[where], ...Object.fromEntries(keys.map((key) => [key, foul])) };
          const answer = await send(method, path, { ...sent, [where]: foulPart }, session);
          fouled += keys.length;
          wrong.push(...wrongIn(answer, path).map((each) => `${what} in ${where} ${keys.join(', ')}: ${each}`));
        }
        assert.deepEqual(wrong, []);
      });
    }
  }

  test('was sent in hundreds of places', () => {
    assert.ok(fouled > 2000, String(fouled));
  });
});
