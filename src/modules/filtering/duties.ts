import { statSync } from 'node:fs';

import { holds } from '../../platform/access/access.ts';
import type { Duty, DutyLine } from '../module.ts';
import { approversOf } from './commands/decide-request.ts';
import type { Publisher } from './compiler/publisher.ts';
import type { FilteringParts } from './filtering-parts.ts';
import { forceState } from './force-state.ts';
import { mayDecide, mayRun } from './policy.ts';
import { ownLists } from './records/lists.ts';
import { countWaiting } from './records/requests.ts';
import { rulesToSign } from './records/rules.ts';

/** What waits for people about the filter. */
export function filteringDuties(parts: FilteringParts, publisher: Publisher): readonly Duty[] {
  return [
    {
      code: 'filter-in-force',
      title: 'The filter obeys the newest rules',
      linesFor: async (db, actor) => {
        if (!holds(actor, 'lead', 'dsl', 'deputy-dsl', 'head', 'technician')) return [];
        const state = forceState(parts);
        const { wanted, published } = await parts.changes.of(db.school);
        const line = (text: string): DutyLine => ({
          text,
          href: '/filtering',
          action: 'Look at the filter',
          urgency: 1,
        });
        if (publisher.alarms().length > 0) return [line('The newest decisions cannot reach the filter')];
        if (wanted === 0) return [];
        if (!state.alive) return [line('The filter is not running')];
        if (state.alarms.length > 0) return [line('The filter has raised an alarm')];
        // A change on its way is no trouble; one that was published ten seconds ago and is not obeyed is.
        if (state.inForce === null) return [line('The filter has no rules to obey')];
        return published >= wanted &&
          state.inForce.number < published &&
          publishedLongAgo(parts, state.inForce.epoch, published)
          ? [line('The filter does not obey the newest rules')]
          : [];
      },
    },
    {
      code: 'filter-requests',
      title: 'Requests to change filtering are decided',
      passes: 'with-the-post',
      linesFor: async (db, actor) => {
        if (!mayDecide(actor, await approversOf(db)).allowed) return [];
        const waiting = await countWaiting(db);
        if (waiting === 0) return [];
        const text =
          waiting === 1 ? '1 request to open or close a site' : `${String(waiting)} requests to open or close a site`;
        return [{ text, href: '/filtering/requests?state=waiting', action: 'Decide', urgency: 2 }];
      },
    },
    {
      code: 'filter-blocks-signed',
      title: 'Emergency blocks are signed',
      passes: 'with-the-post',
      linesFor: async (db, actor) => {
        if (!mayDecide(actor, await approversOf(db)).allowed) return [];
        const { length } = await rulesToSign(db);
        if (length === 0) return [];
        const text = length === 1 ? '1 emergency block to sign' : `${String(length)} emergency blocks to sign`;
        return [{ text, href: '/filtering/block', action: 'Sign', urgency: 2 }];
      },
    },
    {
      code: 'filter-lists-held-back',
      title: 'Lists that changed oddly are looked at',
      linesFor: async (db, actor) => {
        if (!mayRun(actor).allowed) return [];
        const held = (await ownLists(db)).filter((list) => list.held !== null);
        return held.map((list) => ({
          text: `The list ${list.name} changed oddly and is held back`,
          href: '/filtering/lists',
          action: 'Look at it',
          urgency: 3 as const,
        }));
      },
    },
  ];
}

const LONG_MS = 10_000;

/** True when the ruleset of this number has been in the folder for ten seconds. */
function publishedLongAgo(parts: FilteringParts, epoch: number, number: number): boolean {
  const file = statSync(parts.site.ruleset(epoch, number), { throwIfNoEntry: false });
  return file !== undefined && parts.clock.now().epochMilliseconds - file.mtimeMs > LONG_MS;
}
