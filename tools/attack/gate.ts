import { ask } from '../../test/support/ask.ts';
import { emailOf } from '../../src/cli/demo/roster-files.ts';
import { browserOf, tokenIn } from './browser.ts';
import type { Scan } from './finding.ts';
import { AT_SCHOOL, DEMO_PASSWORD, type Target } from './target.ts';
import { scan, type Attacker } from './wapiti.ts';

/** What wapiti tries at the gate, which has no store behind it. */
const TRIES = 'csrf,exec,file,sql,xss,permanentxss,crlf,redirect,csp,http_headers,methods,backup';
/** Pages of the gate, and the address given to the block page of a site that the demonstration closes, which stands under that site's own name. */
const START = '/';
const TELL = '/tell-an-adult';
const CLOSED = '/a-closed-site';
const CLOSED_SITE = 'free-prize-spinner.example';

/** Which page of the gate each of its forms is on. */
const PAGE_OF: Readonly<Record<string, string>> = {
  '/tell-an-adult': TELL,
  '/sign-out': START,
  '/mistake': CLOSED,
  '/ask-to-open': CLOSED,
};

/** Attacks the gate's pages, block pages and forms as somebody who signed in there for the internet: a pupil's name or a teacher's. */
export async function wapitiAtGate(
  target: Target,
  { name, least }: { readonly name: string; readonly least: Attacker['least'] },
  place: number,
): Promise<Scan> {
  const { running } = target;
  const from = `${AT_SCHOOL}.${String(place)}`;
  const browser = browserOf(target, from);
  /** The way a browser goes: gate, web app, gate. */
  const signIn = async (): Promise<void> => {
    const sent = await ask(`${running.gate}/sign-in`, { from });
    const path = (sent.headers.location ?? '').slice(running.web.length);
    const shown = await browser.get(path);
    const ticket = new URL(path, running.web).searchParams.get('ticket') ?? '';
    const fields = { _csrf: tokenIn(shown.body) ?? '', ticket, username: name, password: DEMO_PASSWORD };
    const done = await ask(`${running.web}/gate/sign-in`, {
      ...{ from, method: 'POST', body: new URLSearchParams(fields).toString() },
      headers: { cookie: browser.cookie(), 'content-type': 'application/x-www-form-urlencoded' },
    });
    const back = await ask(done.headers.location ?? running.gate, { from });
    if (!(back.headers.location ?? '').endsWith('/signed-in'))
      throw new Error(`${name} could not sign in at the gate: ${String(done.status)}, ${String(back.status)}`);
  };
  /** A page of the gate as it is now. */
  const page = async (path: string): Promise<string> => {
    const { host, port } = running.proxy;
    const said =
      path === CLOSED
        ? await ask(`http://${host}:${String(port)}/`, {
            ...{ from, headers: { host: CLOSED_SITE }, target: `http://${CLOSED_SITE}/` },
          })
        : await ask(running.gate + path, { from });
    return said.body;
  };
  /** The ticket of a form; somebody whom the scanner signed out signs in first. */
  const markNow = async (path: string): Promise<string | undefined> => {
    const ticket = async (): Promise<string | undefined> =>
      new RegExp(`action="[^"]*${path}"[^]*?name="ticket" value="([^"]+)"`).exec(
        await page(PAGE_OF[path] ?? START),
      )?.[1];
    if (path !== '/tell-an-adult' && (await ticket()) === undefined) await signIn();
    return ticket();
  };
  await signIn();
  const way = {
    ...{ inside: running.gate, browser, staysSignedIn: false, endings: 1, only: new Map(), markNow },
    shapeOf: (path: string) => path,
    besides: (path: string) => (path === CLOSED ? page(CLOSED) : Promise.resolve(undefined)),
  };
  const starts = [START, TELL, CLOSED, '/signed-in'];
  return scan(target, way, {
    tool: 'wapiti at the gate',
    who: `${name.split('@')[0] ?? name} at the gate`,
    least,
    starts,
    tries: TRIES,
  });
}

export const gateNames = { pupil: 'umar.vale', teacher: emailOf('teacher') } as const;
