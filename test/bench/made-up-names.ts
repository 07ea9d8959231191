import { seededRandom } from './random.ts';

/** How many categories the made-up names are spread over. */
export const CATEGORIES = 67;

export interface MadeUpNames {
  readonly names: readonly string[];
  /** Category of the name at the same place, 0 to 66. */
  readonly categories: Uint8Array;
  /** A fifth of them listed (half of those as a sub-domain), the rest unknown to every list. */
  readonly questions: readonly string[];
}

/** Made-up host names, the same in every run: `count` different ones and `asked` questions. About 19 characters long, as real ones are. */
export function makeUpNames(count: number, asked: number): MadeUpNames {
  const random = seededRandom(20261121);
  const syllables =
    'ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru pla ste tri sno gle'.split(' ');
  const endings = ['com', 'net', 'org', 'co.uk', 'example', 'info', 'de', 'io', 'org.uk', 'shop'];
  const prefixes = ['www', 'cdn', 'img', 'api', 'm', 'static', 's3.eu', 'a.b', 'mail', 'edge-01'];
  const pick = (from: readonly string[]): string => from[random(from.length)] ?? '';
  const word = (): string => Array.from({ length: 3 + random(3) }, () => pick(syllables)).join('');
  const name = (): string => {
    const label =
      random(4) === 0
        ? `${word()}-${word()}`
        : random(3) === 0
          ? `${word()}${String(random(10_000))}`
          : word() + pick(syllables);
    return `${random(5) === 0 ? `${word()}.` : ''}${label}.${pick(endings)}`;
  };
  const known = new Set<string>();
  while (known.size < count) known.add(name());
  const names = [...known];
  const categories = Uint8Array.from(names, () => random(CATEGORIES));
  const listed = (host: string): boolean => {
    for (let at = 0; at >= 0; at = host.indexOf('.', at) + 1 || -1) if (known.has(host.slice(at))) return true;
    return false;
  };
  const unknown: string[] = [];
  while (unknown.length < asked / 2) {
    const host = (random(10) < 7 ? `${pick(prefixes)}.` : '') + name();
    if (!listed(host)) unknown.push(host);
  }
  const questions = Array.from({ length: asked }, () => {
    if (random(5) > 0) return pick(unknown);
    return random(2) === 0 ? pick(names) : `${pick(prefixes)}.${pick(names)}`;
  });
  return { names, categories, questions };
}
