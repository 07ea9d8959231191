import { join } from 'node:path';

/**
 * The one folder that the web app and the filter share, per site. Two directions and nothing else.
 *
 *   app-to-filter/   written by the web app only
 *     keys.json                  { rulesetPublicKey, ticketKey }  mode 0600
 *     lists-<sha256>.bin         compiled lists, content-addressed
 *     ruleset-<epoch>-<n>.json   header line + payload line; highest valid (epoch, n) is in force; last five kept
 *     sessions-<epoch>.log       who is signed in where: CRC'd lines, append-only, tailed every 100 ms
 *     heartbeat                  touched every second while the app runs
 *   filter-to-app/   written by the filter only
 *     <filter>-<boot>-<worker>-<firstSeq>.spool    CRC'd lines
 *     status-<filter>.json       replaced every second
 *     filter-id                  this filter's own id, made once
 */
export interface SiteFolder {
  readonly root: string;
  readonly appToFilter: string;
  readonly filterToApp: string;
  readonly keys: string;
  readonly heartbeat: string;
  lists(sha256: string): string;
  ruleset(epoch: number, number: number): string;
  sessions(epoch: number): string;
  status(filter: string): string;
}

/** Names of everything in the site folder `site` under the data folder. Touches nothing. */
export function siteFolder(dataFolder: string, site: string): SiteFolder {
  const root = join(dataFolder, 'sites', site);
  const appToFilter = join(root, 'app-to-filter');
  const filterToApp = join(root, 'filter-to-app');
  return {
    root,
    appToFilter,
    filterToApp,
    keys: join(appToFilter, 'keys.json'),
    heartbeat: join(appToFilter, 'heartbeat'),
    lists: (sha256) => join(appToFilter, `lists-${sha256}.bin`),
    ruleset: (epoch, number) => join(appToFilter, `ruleset-${String(epoch)}-${String(number)}.json`),
    sessions: (epoch) => join(appToFilter, `sessions-${String(epoch)}.log`),
    status: (filter) => join(filterToApp, `status-${filter}.json`),
  };
}

/** Epoch and number in the name of a ruleset file; undefined for any other file. */
export function parseRulesetFile(file: string): { epoch: number; number: number } | undefined {
  const [, epoch, number] = /^ruleset-([1-9]\d{0,14})-(0|[1-9]\d{0,14})\.json$/.exec(file) ?? [];
  return epoch === undefined || number === undefined ? undefined : { epoch: Number(epoch), number: Number(number) };
}

/** Order of rulesets: epoch first, which grows with a restore, then number. */
export function compareNumbers(
  a: { readonly epoch: number; readonly number: number },
  b: { readonly epoch: number; readonly number: number },
): number {
  return a.epoch - b.epoch || a.number - b.number;
}

/** The folder of the one site that this version serves, of the data folder that the settings name. */
export function mainSite(config: { readonly dataFolder: string }): SiteFolder {
  return siteFolder(config.dataFolder, 'main');
}
