import { join } from 'node:path';

import { readStarterLists } from '../../filter/lists/starter-lists.ts';
import { readKeys } from '../../filter/ruleset/keys.ts';
import { readNewestRuleset, type InForce } from '../../filter/ruleset/read.ts';
import type { SiteFolder } from '../../filter/ruleset/site-folder.ts';
import type { CategoryLevel } from './alert-level.ts';

/** What is known of the categories that decisions name: how a reader calls them, and how serious an attempt is. */
export interface Categories {
  levelOf(code: string): CategoryLevel | undefined;
  /** "gambling sites"; the code in words when nobody has given it a label. */
  labelOf(code: string): string;
  /** Looks for a newer ruleset; cheap when there is none. Never throws. */
  refresh(): void;
}

interface Known {
  readonly label: string;
  readonly alert: CategoryLevel;
}

const STARTER_LISTS = join(import.meta.dirname, '..', '..', '..', 'lists', 'starter');

/** The categories of the newest ruleset that the filter can read; before there is one, those of the starter lists. */
export function categoriesInForce(site: SiteFolder): Categories {
  const starter = new Map<string, Known>(readStarterLists(STARTER_LISTS).categories.map((one) => [one.code, one]));
  let current: InForce | null = null;
  let published = new Map<string, Known>();
  const find = (code: string): Known | undefined => published.get(code) ?? starter.get(code);
  return {
    levelOf: (code) => find(code)?.alert,
    labelOf: (code) => find(code)?.label ?? code.replaceAll('-', ' '),
    refresh() {
      try {
        const { found } = readNewestRuleset(site, readKeys(site).rulesetPublicKey, current);
        if (found === null) return;
        current = {
          epoch: found.header.epoch,
          number: found.header.number,
          lists: found.ruleset.lists.sha256,
        };
        published = new Map(found.ruleset.categories.map((one) => [one.code, one]));
      } catch {
        // No keys yet, or the folder is away: what was read before still stands.
      }
    },
  };
}
