import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';

import { readKeys } from '../../filter/ruleset/keys.ts';
import { readNewestRuleset } from '../../filter/ruleset/read.ts';
import type { SiteFolder } from '../../filter/ruleset/site-folder.ts';
import { parseSegmentFile } from '../../filter/spool/segment-name.ts';
import { forceState } from '../../modules/filtering/index.ts';
import type { Clock } from '../../platform/time/clock.ts';
import { needs, spanInWords, well, type Finding } from './finding.ts';

/** What the filter says of itself, and what lies in the folder between it and the web app. */

/** Events that wait longer than this are a backlog: intake runs four times a second. */
const BACKLOG_AFTER_MS = 60_000;
/** Lists that nobody has looked at for so long no longer know the sites of today. */
const LISTS_OLD_AFTER_MS = 180 * 24 * 3_600_000;

/** Status, number in force against the wanted one, alarms. `wanted` is 0 while there is no school. */
export function filterState(site: SiteFolder, clock: Clock, wanted: number): readonly Finding[] {
  const state = forceState({ site, clock });
  if (state.heard === null) {
    return [needs('filter', 'has never run here', 'Start Schoolgate with npm start.')];
  }
  const age = spanInWords(clock.now().epochMilliseconds - state.heard.epochMilliseconds);
  if (!state.alive) {
    return [
      needs(
        'filter',
        `is stopped: last heard ${age} ago`,
        'Start Schoolgate with npm start; pupils have no internet meanwhile.',
      ),
    ];
  }
  const findings: Finding[] = [well('filter', `heard ${age} ago`)];
  const { inForce } = state;
  if (inForce === null) {
    if (wanted > 0)
      findings.push(
        needs('rules', 'the filter has none yet', 'Start the web app, which publishes them, and wait a few seconds.'),
      );
  } else if (inForce.number < wanted) {
    findings.push(
      needs(
        'rules',
        `number ${String(inForce.number)} is in force, but number ${String(wanted)} is wanted`,
        'Start the web app; if it runs, the page Filtering says what keeps the newer rules back.',
      ),
    );
  } else {
    findings.push(well('rules', `number ${String(inForce.number)} is in force, as wanted (${String(wanted)})`));
  }
  for (const alarm of state.alarms) {
    findings.push(needs(`alarm ${alarm.code}`, alarm.message, 'The message names the cure; the alarm ends by itself.'));
  }
  return findings;
}

/** How old the compiled lists of the newest ruleset are. */
export function listsAge(site: SiteFolder, clock: Clock): readonly Finding[] {
  let sha256: string;
  try {
    const { found, alarms } = readNewestRuleset(site, readKeys(site).rulesetPublicKey);
    const [alarm] = alarms;
    if (alarm !== undefined)
      return [needs('rules', alarm.message, 'Open the page Filtering, which publishes them anew.')];
    if (found === null) return [];
    ({ sha256 } = found.ruleset.lists);
  } catch {
    // Nothing was ever published: `filterState` says so.
    return [];
  }
  const made = statSync(site.lists(sha256), { throwIfNoEntry: false });
  if (made === undefined) return [];
  const age = clock.now().epochMilliseconds - made.mtimeMs;
  return age < LISTS_OLD_AFTER_MS
    ? [well('lists', `made ${spanInWords(age)} ago`)]
    : [
        needs(
          'lists',
          `made ${spanInWords(age)} ago`,
          'Update Schoolgate, and look through the lists on the page Filtering > Lists.',
        ),
      ];
}

/** How much of the spool is not taken in yet. `positions` says how far each segment was read. */
export function spoolBacklog(site: SiteFolder, clock: Clock, positions: ReadonlyMap<string, number>): Finding {
  let bytes = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const file of filesIn(site.filterToApp)) {
    if (parseSegmentFile(file) === undefined) continue;
    const stat = statSync(join(site.filterToApp, file), { throwIfNoEntry: false });
    const left = (stat?.size ?? 0) - (positions.get(file) ?? 0);
    if (stat === undefined || left <= 0) continue;
    bytes += left;
    oldest = Math.min(oldest, stat.mtimeMs);
  }
  if (bytes === 0) return well('spool', 'everything is taken in');
  const waiting = clock.now().epochMilliseconds - oldest;
  const says = `${String(Math.ceil(bytes / 1024))} kB wait to be taken in, for ${spanInWords(waiting)}`;
  return waiting < BACKLOG_AFTER_MS
    ? well('spool', says)
    : needs('spool', says, 'Start the web app, which takes them in; if it runs, read the last lines of logs/web.log.');
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
