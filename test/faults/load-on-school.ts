import { request, type IncomingMessage } from 'node:http';

import type { Running } from '../support/running.ts';

/*
 * Three kinds of people who want something kept, over and over: children who press *Tell an adult*, browsers that meet a closed site, and a
 * teacher who reports. Each try carries a mark of its own, so that the store can be asked for it. A try is acknowledged when its answer came.
 */

export interface Tries {
  /** Marks of all tries, in order. */
  readonly tried: string[];
  readonly acknowledged: Set<string>;
}

export interface LoadOnSchool {
  readonly calls: Tries;
  readonly blocks: Tries;
  readonly reports: Tries;
  /** Ends the load; waits for what is under way. */
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly cookies: readonly string[];
}

/** Rests between two tries of one kind: the load must not starve what it is put on. */
const REST_MS = 60;

/** Begins the load. `closed` is a host that every pupil profile blocks (sub-domains of it are asked for); `session` is a teacher's cookie. */
export function beginLoad(running: Running, given: { closed: string; session: string; seed: string }): LoadOnSchool {
  let stopping = false;
  const make = (): Tries => ({ tried: [], acknowledged: new Set() });
  const calls = make();
  const blocks = make();
  const reports = make();
  const repeat = async (
    tries: Tries,
    mark: (index: number) => string,
    attempt: (mark: string) => Promise<boolean>,
  ): Promise<void> => {
    for (let index = 0; !stopping; index++) {
      const mine = mark(index);
      tries.tried.push(mine);
      if (await attempt(mine).catch(() => false)) tries.acknowledged.add(mine);
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    }
  };

  const call = async (address: string): Promise<boolean> => {
    const from = { origin: running.gate, address };
    const ticket = /name="ticket" value="([^"]+)"/.exec((await ask({ ...from, path: '/tell-an-adult' })).body)?.[1];
    if (ticket === undefined) return false;
    const told = await ask({ ...from, path: '/tell-an-adult', form: { ticket } });
    return told.status === 200 && told.body.includes('Saved');
  };
  let refused = 0;
  const block = async (host: string): Promise<boolean> => {
    const proxy = `http://${running.proxy.host}:${String(running.proxy.port)}`;
    // From twenty addresses: of one alone, the filter writes the first 200 of a minute one by one and counts the rest.
    const address = oneOf('127.78', refused++ % 20);
    return (await ask({ origin: proxy, address, path: `http://${host}/`, host })).status === 403;
  };
  let token = '';
  let browser = '';
  const report = async (details: string): Promise<boolean> => {
    const session = `sg_session=${given.session}`;
    if (token === '') {
      const page = await ask({ origin: running.web, path: '/incidents/new', cookie: session });
      token = /name="_csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
      browser = page.cookies.find((each) => each.startsWith('sg_browser='))?.split(';')[0] ?? '';
      if (token === '') return false;
    }
    const happened = Temporal.Now.plainDateISO('Europe/London');
    const answer = await ask({
      origin: running.web,
      path: '/incidents/new',
      cookie: `${session}; ${browser}`,
      form: {
        _csrf: token,
        details,
        who: 'Robin Sample',
        about: 'general',
        danger: 'no',
        happened: happened.toString(),
        'happened-day': String(happened.day),
        'happened-month': String(happened.month),
        'happened-year': String(happened.year),
      },
    });
    return answer.status === 303;
  };

  const ends = [
    repeat(calls, (index) => oneOf('127.77', index), call),
    repeat(blocks, (index) => `try-${String(index)}.${given.closed}`, block),
    repeat(reports, (index) => `Report ${given.seed} number ${String(index)}.`, report),
  ];
  return {
    calls,
    blocks,
    reports,
    async stop() {
      stopping = true;
      await Promise.all(ends);
    },
  };
}

/** An address of the loopback for each number. */
function oneOf(network: string, index: number): string {
  return `${network}.${String(Math.floor(index / 250))}.${String((index % 250) + 2)}`;
}

async function ask(what: {
  origin: string;
  path: string;
  host?: string;
  address?: string;
  cookie?: string;
  form?: Readonly<Record<string, string>>;
}): Promise<Answer> {
  const { hostname, port, host } = new URL(what.origin);
  const body = what.form === undefined ? undefined : new URLSearchParams(what.form).toString();
  const asking = request({
    hostname: hostname === 'localhost' ? '127.0.0.1' : hostname,
    port,
    path: what.path,
    method: body === undefined ? 'GET' : 'POST',
    agent: false,
    timeout: 20_000,
    ...(what.address === undefined ? {} : { localAddress: what.address }),
    headers: {
      host: what.host ?? host,
      ...(what.cookie === undefined ? {} : { cookie: what.cookie }),
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }),
    },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    asking.once('response', resolve);
    asking.once('error', reject);
    asking.once('timeout', () => asking.destroy(new Error('no answer in time')));
  });
  asking.end(body);
  const answer = await answered;
  const parts: Buffer[] = [];
  for await (const part of answer) if (Buffer.isBuffer(part)) parts.push(part);
  return {
    status: answer.statusCode ?? 0,
    body: Buffer.concat(parts).toString('utf8'),
    cookies: answer.headers['set-cookie'] ?? [],
  };
}
