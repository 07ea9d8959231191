import { parseArgs } from 'node:util';

import { readKeys } from '../filter/ruleset/keys.ts';
import { readNewestRuleset } from '../filter/ruleset/read.ts';
import { siteFolder, type SiteFolder } from '../filter/ruleset/site-folder.ts';
import { decideLive } from '../modules/filtering/index.ts';
import type { Config } from '../platform/config/config.ts';
import { Unusable } from '../platform/errors/errors.ts';
import { systemClock } from '../platform/time/clock.ts';
import { FOUND, NOT_UNDERSTOOD } from './exit-codes.ts';

const usage = 'Write it like: npx schoolgate decide --profile ks2 --url http://example.org (or --person with an id).';

/**
 * `decide`: prints as JSON what the filter in force would say of an address: verdict, tier, reason, rule, list, clause, profile.
 * 1 when there is no ruleset or no such profile, 64 when it was not asked as it must be. Asks the published ruleset alone: nothing has to run.
 */
export function decideUrl(args: readonly string[], config: Config): Promise<number> {
  const asked = read(args);
  if (typeof asked === 'string') {
    console.error(`${asked} ${usage}`);
    return Promise.resolve(NOT_UNDERSTOOD);
  }
  try {
    const site = siteFolder(config.dataFolder, 'main');
    const decision = decideLive({ site, clock: systemClock }, asked);
    if (asked.person !== undefined && !isKnown(site, asked.person)) {
      console.error(
        `person: the rules in force know nobody with the id ${asked.person}. It is in the address of the person's page under People.`,
      );
      return Promise.resolve(FOUND);
    }
    console.log(JSON.stringify(decision, null, 2));
    return Promise.resolve(0);
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    console.error(error.message);
    return Promise.resolve(FOUND);
  }
}

/** Whether the newest ruleset has this person. The filter would treat a stranger as the strictest pupil; here it is most likely a slip. */
function isKnown(site: SiteFolder, person: string): boolean {
  const { found } = readNewestRuleset(site, readKeys(site).rulesetPublicKey);
  return found?.ruleset.people.some((one) => one.id === person) ?? false;
}

function read(args: readonly string[]): { url: string; profile?: string; person?: string } | string {
  let values;
  try {
    const options = { profile: { type: 'string' }, person: { type: 'string' }, url: { type: 'string' } } as const;
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    return `decide: ${error instanceof Error ? error.message : 'the options cannot be read'}.`;
  }
  const { profile, person, url } = values;
  if (url === undefined || url === '') return 'decide: --url is missing.';
  if (profile !== undefined && person !== undefined) return 'decide: give a profile or a person, not both.';
  return { url, ...(profile === undefined ? {} : { profile }), ...(person === undefined ? {} : { person }) };
}
