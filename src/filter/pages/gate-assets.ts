import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The few files that the filter's pages use, read once and kept: names are fixed, so no path comes from outside. */
export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const OWN = {
  'gate.css': 'text/css; charset=utf-8',
  'gate.svg': 'image/svg+xml',
  'mark.svg': 'image/svg+xml',
  'hand.svg': 'image/svg+xml',
} as const;

const FONTS = [
  ['@fontsource/andika', 'andika-latin-400-normal.woff2'],
  ['@fontsource/andika', 'andika-latin-700-normal.woff2'],
  ['@fontsource/atkinson-hyperlegible-next', 'atkinson-hyperlegible-next-latin-400-normal.woff2'],
  ['@fontsource/atkinson-hyperlegible-next', 'atkinson-hyperlegible-next-latin-700-normal.woff2'],
] as const;

/** Reads them all. Throws what the disk says when one is missing: then the installation is broken. */
export function readGateAssets(): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  const folder = join(import.meta.dirname, '..', '..', '..', 'assets', 'gate');
  for (const [name, type] of Object.entries(OWN)) assets.set(name, { type, body: readFileSync(join(folder, name)) });
  const { resolve } = createRequire(import.meta.url);
  for (const [pack, file] of FONTS) {
    assets.set(file, { type: 'font/woff2', body: readFileSync(resolve(`${pack}/files/${file}`)) });
  }
  return assets;
}
