import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The pack of the made-up school: the village pack with one sentence more, as a school edits its own copy. The sentence says otherwise than another about phones on trips,
 * so that people see what Schoolgate makes of a policy that contradicts itself.
 */

const VILLAGE = join(import.meta.dirname, '..', '..', '..', '..', 'policies', 'village.yaml');

/** The name of the file below policies/ of the data folder. */
export const OWN_PACK = 'tansybrook';

const OWN_CLAUSE = `  - id: tb-001
    section: phones-staff
    text: Where a school phone has no signal on a trip, the leader of the trip rings families from their own.
    who: staff
    kind: duty
    area: mobile-devices
    period: on-event
    controls: [policy-acknowledged-staff]
    settings:
      trip-phone: own-phone-allowed
`;

/** Writes it into the data folder; gives its text. */
export function writeOwnPack(dataFolder: string): string {
  const village = readFileSync(VILLAGE, 'utf8');
  const pack = village
    .replace(/^code: village$/m, `code: ${OWN_PACK}`)
    .replace(/^title: .*$/m, 'title: Tansybrook Primary School');
  const text = `${pack.trimEnd()}\n${OWN_CLAUSE}`;
  const folder = join(dataFolder, 'policies');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, `${OWN_PACK}.yaml`), text, { mode: 0o600 });
  return text;
}
