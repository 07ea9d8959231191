import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { authenticatorCode, needsSecondStep } from '../../modules/people/index.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import { askByName } from '../by-name.ts';
import { adults, keysOf, type AdultKey } from './people.ts';
import { act, actorOf, type Telling } from './telling.ts';

/**
 * The authenticator apps of the made-up people whose role needs one. They have no phones, so their keys are kept beside the records, for
 * `npx schoolgate demo-code`: they protect nothing but made-up people.
 */

/** The file below the data folder that keeps the keys, mode 0600: one line for each, the name and the key. */
export const KEYS_FILE = 'demo-authenticators.txt';

const offered = z.object({ secret: z.string() });

/** Sets up an app for everybody who must have one, as they would on the page, and keeps the keys. */
export async function setUpAuthenticators(telling: Telling): Promise<void> {
  const lines: string[] = [];
  for (const key of keysOf(adults)) {
    if (!needsSecondStep(adults[key].roles)) continue;
    const actor = { ...(await actorOf(telling, key)), session: { id: '', confirmedLately: true } };
    await act(telling, 'people.offer-authenticator', actor, {});
    const { secret } = offered.parse(await askByName(telling.whole, 'people.offered-authenticator', actor, {}));
    const code = authenticatorCode(secret, telling.clock.now());
    await act(telling, 'people.enrol-authenticator', actor, { code });
    lines.push(`${key} ${secret}`);
  }
  const file = join(telling.whole.config.dataFolder, KEYS_FILE);
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/** The keys that were kept, by the name before @demo.example. */
export function keysOfAuthenticators(folder: string): ReadonlyMap<string, string> {
  const file = join(folder, KEYS_FILE);
  if (!existsSync(file)) {
    throw new Unusable('SCHOOLGATE_DATA', `${folder} holds no demonstration.`, 'Make one with npm run demo.');
  }
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return new Map(lines.map((line): [string, string] => [line.split(' ')[0] ?? '', line.split(' ')[1] ?? '']));
}

/** Whom the printed lines name as having a second step. */
export const withSecondStep: readonly AdultKey[] = keysOf(adults).filter((key) => needsSecondStep(adults[key].roles));
