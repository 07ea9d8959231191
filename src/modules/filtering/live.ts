import { decide } from '../../filter/engine/decide.ts';
import type { Decision } from '../../filter/engine/decision.ts';
import { normaliseHost } from '../../filter/engine/normalise-host.ts';
import { prepare } from '../../filter/engine/prepare.ts';
import type { ListTable } from '../../filter/lists/list-table.ts';
import { readKeys } from '../../filter/ruleset/keys.ts';
import { readLists, readNewestRuleset } from '../../filter/ruleset/read.ts';
import type { Ruleset } from '../../filter/ruleset/ruleset.ts';
import type { SiteFolder } from '../../filter/ruleset/site-folder.ts';
import { Unusable } from '../../platform/errors/errors.ts';
import type { Clock } from '../../platform/time/clock.ts';

/** The newest valid ruleset in the site folder, as any filter would read it. */
export interface Live {
  readonly epoch: number;
  readonly number: number;
  readonly ruleset: Ruleset;
  readonly lists: ListTable;
}

export interface LiveReader {
  /** Undefined while no valid ruleset has been published. Never throws. */
  newest(): Live | undefined;
}

/** Reads the folder again only when something newer is there. */
export function liveReader(site: SiteFolder): LiveReader {
  let last: Live | undefined;
  return {
    newest() {
      try {
        const { rulesetPublicKey } = readKeys(site);
        const current =
          last === undefined ? null : { epoch: last.epoch, number: last.number, lists: last.ruleset.lists.sha256 };
        const { found } = readNewestRuleset(site, rulesetPublicKey, current);
        if (found !== null) {
          last = {
            epoch: found.header.epoch,
            number: found.header.number,
            ruleset: found.ruleset,
            lists: found.lists ?? last?.lists ?? readLists(site, found.ruleset.lists.sha256),
          };
        }
      } catch {
        // No keys yet, or the folder is away: what was read before still stands.
      }
      return last;
    },
  };
}

/** What the filter would say, in words that a page or the command line shows. */
export interface LiveDecision extends Decision {
  /** `epoch.number` of the ruleset that decided. */
  readonly ruleset: string;
  readonly host: string;
  readonly categoryLabel: string | null;
  readonly profileLabel: string;
}

/** Whom to decide for: a profile, a person, or (neither) a browser that has not signed in. */
export interface LiveQuestion {
  readonly profile?: string;
  readonly person?: string;
  readonly url: string;
}

/**
 * Decides as the filter would, from the newest valid ruleset that is published. `url` may be an address or a bare host.
 * Throws Unusable when there is no ruleset, no such profile, or the address cannot be read. For `npx schoolgate decide` and /filtering/test.
 */
export function decideLive(
  parts: { readonly site: SiteFolder; readonly clock: Clock },
  asked: LiveQuestion,
): LiveDecision {
  return decideWith(liveReader(parts.site).newest(), parts.clock.now(), asked);
}

/** As `decideLive`, with a ruleset that is read already. */
export function decideWith(live: Live | undefined, now: Temporal.Instant, asked: LiveQuestion): LiveDecision {
  if (live === undefined) {
    throw new Unusable(
      'rules',
      'no valid ruleset has been published yet.',
      'Start the web app, and wait a few seconds.',
    );
  }
  const { ruleset } = live;
  const place = readPlace(asked.url);
  if (asked.profile !== undefined && !ruleset.profiles.some((profile) => profile.code === asked.profile)) {
    const codes = ruleset.profiles.map((profile) => profile.code).join(', ');
    throw new Unusable('profile', `there is no profile ${asked.profile}.`, `Use one of: ${codes}.`);
  }
  const asking = asked.profile === undefined ? ruleset : { ...ruleset, networkProfile: asked.profile };
  const decision = decide(prepare(asking), live.lists, {
    ...place,
    personId: asked.profile === undefined ? (asked.person ?? null) : null,
    nowMs: now.epochMilliseconds,
  });
  return {
    ...decision,
    ruleset: `${String(live.epoch)}.${String(live.number)}`,
    host: place.host,
    categoryLabel: ruleset.categories.find((category) => category.code === decision.category)?.label ?? null,
    profileLabel: ruleset.profiles.find((profile) => profile.code === decision.profile)?.label ?? decision.profile,
  };
}

/** Host, port and scheme of what somebody typed. Throws Unusable when no browser could go there. */
export function readPlace(text: string): { host: string; port: number; scheme: 'http' | 'https' } {
  const cure = 'Type it like example.org or https://example.org/page.';
  const trimmed = text.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Unusable('url', 'this is not the address of a web page.', cure);
  }
  const host = normaliseHost(url.hostname);
  if (host === null) throw new Unusable('url', 'no site can have this name.', cure);
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  return { host, port: url.port === '' ? (scheme === 'https' ? 443 : 80) : Number(url.port), scheme };
}
