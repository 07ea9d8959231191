import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { browserOf, tokenIn } from './browser.ts';
import { openDoor, type Door, type Way } from './door.ts';
import { explore, shapeOf } from './explore.ts';
import type { Scan } from './finding.ts';
import { runScanner } from './program.ts';
import { AT_SCHOOL, type Target } from './target.ts';

/** Seconds that wapiti may look round, may spend on each kind of attack, and may take in all, before it has failed. */
const LOOK = 150;
const ATTACK = 16;
const PATIENCE = 600;

/**
 * What wapiti tries on every page and form. Left out: those that need a place on the internet to call back (ssrf, xxe), those that only wait
 * (blindsql: sqlmap does it), and lists that it would fetch (nikto, wapp).
 */
const TRIES = 'csrf,sql,xss,permanentxss,crlf,redirect';
/** What is the same behind every page, so that some people's pages are enough. */
const SLOW_TRIES = 'cookieflags,csp,http_headers,methods,exec,file,backup';

/** Who is attacked as, and how much a scan must have reached: below this it has failed, it has not found nothing. */
export interface Attacker {
  /** The name before @demo.example; undefined is nobody. */
  readonly name: string | undefined;
  /** Different pages that answered, and different forms that were worked on. */
  readonly least: { readonly pages: number; readonly forms: number };
  readonly slow: boolean;
}

const report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.array(z.object({ path: z.string(), info: z.string(), method: z.string(), parameter: z.string().nullish() })),
  ),
  anomalies: z.record(z.string(), z.array(z.object({ path: z.string(), info: z.string(), method: z.string() }))),
});

/** Attacks the web app as somebody: every page that they may open, one of each kind, and every form on them. */
export async function wapitiAs(target: Target, { name, least, slow }: Attacker, place: number): Promise<Scan> {
  const browser = browserOf(target, `${AT_SCHOOL}.${String(place)}`, name);
  await browser.signIn();
  const only = await explore(browser);
  const markNow = async (): Promise<string | undefined> => tokenIn((await browser.get('/policy/read')).body);
  const way = {
    ...{ inside: target.running.web, browser, shapeOf, only, markNow },
    staysSignedIn: name !== undefined,
    // Whoever has an authenticator app waits half a minute for the next code.
    endings: name === undefined || target.keys.has(name) ? 2 : 12,
  };
  const starts = [...only.values()];
  return scan(target, way, {
    tool: 'wapiti',
    who: name ?? 'nobody',
    least,
    starts,
    tries: slow ? `${TRIES},${SLOW_TRIES}` : TRIES,
  });
}

/** Runs wapiti at a door, and says what it reached. */
export async function scan(
  target: Target,
  way: Way,
  given: {
    readonly tool: string;
    readonly who: string;
    readonly least: Attacker['least'];
    readonly starts: readonly string[];
    readonly tries: string;
  },
): Promise<Scan> {
  const { tool, who, least, starts, tries } = given;
  const file = join(target.folder, `wapiti-${who}.json`);
  const door = await openDoor(way);
  try {
    const { output, whole } = await runScanner(
      'wapiti',
      [
        ...['-u', `${door.address}/`, ...starts.flatMap((path) => ['-s', door.address + path])],
        ...['--scope', 'domain', '-d', '1', '-v', '1', '-f', 'json', '-o', file, '-m', tries],
        ...['--max-scan-time', String(LOOK), '--max-attack-time', String(ATTACK), '--max-links-per-page', '60'],
        ...['--flush-session', '--store-session', target.folder, '--no-bugreport', '-t', '20'],
      ],
      PATIENCE,
      target.folder,
    );
    if (!whole || !existsSync(file)) throw new Error(`wapiti did not come to its end:\n${output.slice(-2000)}`);
    const { vulnerabilities, anomalies } = report.parse(JSON.parse(readFileSync(file, 'utf8')));
    const [pages, forms] = [taken(door.pages), taken(door.forms)];
    if (pages.length < least.pages || forms.length < least.forms) {
      throw new Error(
        `wapiti reached ${String(pages.length)} pages and ${String(forms.length)} forms, not ${String(least.pages)} and ${String(least.forms)}: ${summary(door)}: ${forms.join(', ')}\n${output.slice(-1500)}`,
      );
    }
    const found = [...Object.entries(vulnerabilities), ...Object.entries(anomalies)];
    return {
      tool,
      looked: `${String(pages.length)} kinds of page and ${String(forms.length)} of form as ${who}, ${summary(door)}`,
      parts: [...door.forms].map(
        ([shape, { sent, taken: worked, turnedAway }]) =>
          `${shape} ${String(worked)} of ${String(sent)}${worked > 0 ? '' : ` (${[...turnedAway].join(', ')})`}`,
      ),
      // The gate's forms are no routes of the web app.
      ...(tool === 'wapiti' ? { reached: forms.map((shape) => `POST ${shape}`), falseTokens: door.falseTokens } : {}),
      findings: found.flatMap(([what, each]) =>
        each.map(({ path, info, method }) => ({
          ...{ tool, what, where: shapeOf(path.replaceAll(door.address, '').split('?')[0] ?? '') },
          detail: `${method} ${path.replaceAll(door.address, '')} ${info.replaceAll(door.address, '').slice(0, 300)}`,
        })),
      ),
    };
  } finally {
    await door.end();
  }
}

const taken = (counts: Door['pages']): string[] =>
  [...counts].filter(([, count]) => count.taken > 0).map(([shape]) => shape);

function summary(door: Door): string {
  const sum = (counts: Door['pages'], of: 'sent' | 'taken'): string =>
    String([...counts.values()].reduce((all, count) => all + count[of], 0));
  return [
    `${String(door.requests())} requests (${sum(door.forms, 'sent')} of them forms, ${sum(door.forms, 'taken')} of those worked on)`,
    `signed in again ${String(door.signIns())} times`,
    `told to wait ${String(door.slowedDown())} times`,
    ...(door.kept.size === 0 ? [] : [`kept at last from ${[...door.kept].join(', ')}`]),
  ].join(', ');
}
