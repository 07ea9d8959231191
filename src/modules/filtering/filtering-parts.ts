import { mainSite, type SiteFolder } from '../../filter/ruleset/site-folder.ts';
import type { ModuleParts } from '../module.ts';

/** What this module is made from: everybody's parts, and the folder that it shares with the filter. */
export interface FilteringParts extends ModuleParts {
  readonly site: SiteFolder;
}

/** Adds the site's folder, which follows from the data folder. */
export function filteringParts(parts: ModuleParts): FilteringParts {
  return { ...parts, site: mainSite(parts.config) };
}
