import type { Evidence } from '../module.ts';
import type { FilteringParts } from './filtering-parts.ts';
import { HREF, type FilteringControl } from './in-force-evidence.ts';

/** How long an answer of the gate counts, and how long it may take. */
const LOOK_AGAIN = { minutes: 1 };
const ANSWER_MS = 1000;
/** A start page is some kilobytes. */
const MOST_LENGTH = 200_000;

/** What the gate's start page said when it was last asked. */
interface Look {
  readonly at: Temporal.Instant;
  readonly notice: boolean;
}

/**
 * "Block and start pages say that use is monitored": the gate is asked for its start page, as a browser would, and the notice is looked for. Every page of the filter is
 * made from the same frame. What was seen more than a minute ago is asked anew; a gate that does not answer is out of date, never met.
 */
export function noticeControl(parts: Pick<FilteringParts, 'ask' | 'config'>): FilteringControl {
  let last: Look | undefined;
  const look = async (now: Temporal.Instant): Promise<Look | undefined> => {
    if (last !== undefined && Temporal.Instant.compare(last.at.add(LOOK_AGAIN), now) > 0) return last;
    const { host, port } = parts.config.gate;
    try {
      const answer = await parts.ask(`http://${host.includes(':') ? `[${host}]` : host}:${String(port)}/`, {
        signal: AbortSignal.timeout(ANSWER_MS),
        redirect: 'error',
      });
      const page = (await answer.text()).slice(0, MOST_LENGTH);
      last = { at: now, notice: answer.ok && /<p class="watch">[^<]{10,}<\/p>/.test(page) };
      return last;
    } catch {
      return undefined;
    }
  };
  return {
    code: 'monitoring-notice-shown',
    kind: 'notice',
    title: 'Block and start pages say that use is monitored',
    makesTrue:
      'Each page that the filter shows carries the notice that use is recorded; its start page is asked for and read.',
    effect: 'enforced',
    evidence: async (_db, { now }): Promise<Evidence> => {
      const seen = await look(now);
      if (seen === undefined) {
        return {
          state: 'no-data',
          kind: last === undefined ? 'not-covered' : 'out-of-date',
          figure: 'The filter’s start page did not answer',
          latest: last?.at,
          href: HREF,
        };
      }
      return {
        state: seen.notice ? 'met' : 'not-met',
        kind: 'measured',
        figure: seen.notice ? 'The filter’s start page carries the notice' : 'The filter’s start page lacks the notice',
        latest: seen.at,
        href: HREF,
      };
    },
  };
}
