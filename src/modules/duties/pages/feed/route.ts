import type { ModuleParts } from '../../../module.ts';
import { Refused } from '../../../../platform/errors/errors.ts';
import type { VisitorActor } from '../../../../platform/access/access.ts';
import type { Limit } from '../../../../platform/auth/rate-limits.ts';
import type { PublicRoute } from '../../../../platform/http/public-routes.ts';
import { asId } from '../../../../platform/ids/ids.ts';
import { theSchools } from '../../../school/index.ts';
import type { makeReadFeed } from '../../commands/feeds.ts';
import { tokenPattern } from '../../feed.ts';

/** A calendar asks every few hours; whoever asks more often waits. Per address of the calendar, so that nobody is locked out by others. */
const PER_TOKEN: Limit = { name: 'calendar', times: 60, seconds: 3600 };
/** Addresses that lead nowhere, from one computer: whoever guesses is stopped. */
const WRONG: Limit = { name: 'calendar-wrong', times: 30, seconds: 3600 };

const nothingHere = { text: 'There is no calendar here.\n', type: 'text/plain; charset=utf-8', status: 404 } as const;

/** The calendar of whoever has the address. It answers a wrong address as it answers one that has ended. */
export function feedRoute(
  parts: Pick<ModuleParts, 'runner' | 'store' | 'limits'>,
  query: ReturnType<typeof makeReadFeed>,
): PublicRoute {
  return {
    path: '/calendar/:file',
    methods: ['GET'],
    why: 'Calendars cannot sign in. The address holds a secret of 256 bits that its owner can end; it gives titles of duties and their days.',
    reach: 'anywhere',
    handle: async ({ raw, address, request }) => {
      const file = String(raw['file']);
      const token = file.endsWith('.ics') ? file.slice(0, -'.ics'.length) : '';
      if (!tokenPattern.test(token)) {
        await parts.limits.use(WRONG, address);
        return nothingHere;
      }
      await parts.limits.use(PER_TOKEN, token);
      for (const school of await theSchools(parts.store)) {
        const visitor: VisitorActor = { kind: 'visitor', school, request: asId(request) };
        try {
          const text = await parts.runner.ask(query, visitor, { token });
          return { text, type: 'text/calendar; charset=utf-8', status: 200 };
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
      }
      await parts.limits.use(WRONG, address);
      return nothingHere;
    },
  };
}
