import { expectedPermissions } from '../../test/conformance/expected-permissions.ts';
import type { Browser } from './browser.ts';

/** Every route of the web app, as the table of permissions has them: `GET /people/:id`. */
export const allRoutes: readonly string[] = expectedPermissions.flatMap((group) => group.routes);

const shapes = [...new Set(allRoutes.map((route) => route.split(' ')[1] ?? ''))]
  .filter((path) => !path.includes('*'))
  // `/people/import` before `/people/:id`.
  .sort((a, b) => Number(a.includes(':')) - Number(b.includes(':')))
  .map((path) => ({ path, matches: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }));

/** The path of the route that an address is of: `/people/:id`. An address of none stands for itself. */
export function shapeOf(address: string): string {
  return shapes.find(({ matches }) => matches.test(address))?.path ?? address;
}

/** Addresses tried for one route before it counts as closed. */
const MOST_TRIES = 6;
/** Rounds of following links: home page, a record, a part of it. */
const ROUNDS = 3;
/** Milliseconds between two requests: far below the flood limit. */
const PACE = 25;

/** Looks round as somebody: one address that answers for each route that they may open, by its shape. */
export async function explore(browser: Browser): Promise<ReadonlyMap<string, string>> {
  const open = new Map<string, string>();
  const links = new Set<string>();
  const tried = new Map<string, Set<string>>();
  const visit = async (shape: string, address: string): Promise<void> => {
    const before = tried.get(shape) ?? new Set();
    tried.set(shape, before);
    if (open.has(shape) || before.has(address) || before.size >= MOST_TRIES) return;
    before.add(address);
    await new Promise((resolve) => setTimeout(resolve, PACE));
    const { status, headers, body } = await browser.get(address);
    if (status !== 200) return;
    open.set(shape, address);
    if (!(headers['content-type'] ?? '').startsWith('text/html')) return;
    for (const [, path = ''] of body.matchAll(/(?:href|action)="(\/[^"?#]*)/g)) links.add(path);
  };
  const shown = allRoutes.filter((route) => route.startsWith('GET /') && !route.includes('*')).map((r) => r.slice(4));
  for (const shape of shown.filter((path) => !path.includes(':'))) await visit(shape, shape);
  const withRecord = shown.filter((path) => path.includes(':'));
  for (let round = 0; round < ROUNDS; round++) {
    for (const shape of withRecord) {
      for (const link of links) if (shapeOf(link) === shape) await visit(shape, link);
      // A step of a case is linked only where the case stands at it: the cases that are known are tried too.
      for (const link of links) {
        const [, start = '', rest = ''] = /^(.*?)\/:\w+(.*)$/.exec(shape) ?? [];
        const id = new RegExp(`^${start}/([0-9a-f-]{36})(/|$)`).exec(link)?.[1];
        if (id !== undefined && !rest.includes(':')) await visit(shape, `${start}/${id}${rest}`);
      }
    }
  }
  return open;
}
