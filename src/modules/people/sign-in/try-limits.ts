import type { Limit } from '../../../platform/auth/rate-limits.ts';
import type { PersonId } from '../../../platform/ids/ids.ts';
import type { ModuleParts } from '../../module.ts';

/**
 * How many wrong passwords are let pass in a quarter of an hour (contracts.md, "Outside"; ASVS 5.0 6.3.1). A good sign-in is no try.
 *
 * Inside the school's networks a whole class comes from one address, so there the limits are per name and per browser. A browser on which a person
 * has signed in before is counted for itself: whoever tries their name elsewhere, from however many computers, cannot keep them out of it.
 * Outside, each address is limited too.
 */
export const tryLimits = {
  /** For a name, on a browser that this person has signed in on before. */
  knownBrowser: { name: 'sign-in-known-browser', times: 10, seconds: 900 },
  /** For a name, on all other browsers inside the school together. */
  nameInside: { name: 'sign-in-name-inside', times: 10, seconds: 900 },
  /** For a name, on all other browsers outside together: nobody outside locks a name for the browsers inside. */
  nameOutside: { name: 'sign-in-name-outside', times: 10, seconds: 900 },
  /** From one browser, whatever the names: a shared computer on which a class signs in. */
  browser: { name: 'sign-in-browser', times: 100, seconds: 900 },
  /** From one address outside, whatever the names. */
  addressOutside: { name: 'sign-in-address-outside', times: 50, seconds: 900 },
  /** From one address inside, whatever the names: a whole school behind one, far below what a guessing program would need. */
  addressInside: { name: 'sign-in-address-inside', times: 2000, seconds: 900 },
} as const satisfies Readonly<Record<string, Limit>>;

/** Where a try comes from. */
export interface TryFrom {
  readonly address: string;
  /** The name the browser has since an earlier sign-in of anybody. */
  readonly knownDevice: string | undefined;
}

/**
 * Counts a try against every limit that concerns it; throws `Refused` SG-TOO-MANY when one is used up, whether or not there is such a name. Gives
 * what a good sign-in calls: it takes the try back.
 */
export async function countTry(
  parts: Pick<ModuleParts, 'limits' | 'devices' | 'config'>,
  from: TryFrom,
  name: string,
  people: readonly PersonId[],
): Promise<() => Promise<void>> {
  const inside = parts.config.insideSchool(from.address);
  const used: [Limit, string][] = [
    [inside ? tryLimits.addressInside : tryLimits.addressOutside, from.address],
    ...(from.knownDevice === undefined ? [] : [[tryLimits.browser, from.knownDevice] satisfies [Limit, string]]),
    (await knows(parts, from.knownDevice, people))
      ? [tryLimits.knownBrowser, `${from.knownDevice ?? ''}\0${name}`]
      : [inside ? tryLimits.nameInside : tryLimits.nameOutside, name],
  ];
  for (const [limit, key] of used) await parts.limits.use(limit, key);
  return async () => {
    for (const [limit, key] of used) {
      const isOfName = limit !== tryLimits.browser && !limit.name.startsWith('sign-in-address');
      await (isOfName ? parts.limits.forget(limit, key) : parts.limits.giveBack(limit, key));
    }
  };
}

async function knows(
  parts: Pick<ModuleParts, 'devices'>,
  device: string | undefined,
  people: readonly PersonId[],
): Promise<boolean> {
  for (const person of people) if (await parts.devices.isKnown(device, person)) return true;
  return false;
}
