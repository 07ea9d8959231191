import { holds } from '../../../platform/access/access.ts';
import { staffRoles } from '../../../platform/access/roles.ts';
import { schoolDay } from '../../../platform/time/clock.ts';
import { formatDate, formatPlural } from '../../../platform/views/format.ts';
import type { Duty, DutyLine } from '../../module.ts';
import { packInForce } from '../store.ts';
import { acknowledgedBy, staffAnd } from './acknowledgements.ts';
import { commentCounts } from './comments.ts';
import { listDrafts, type DraftLine } from './drafts.ts';
import { approvers, drafters, signers } from './workflow.ts';

/** What waits for people about the policy's versions, as lines of the home page. */

/** After so many days without an acknowledgement the head and the lead are told. */
const CHASED_AFTER = Temporal.Duration.from({ days: 14 });

/** Everybody who works here reads and acknowledges each version; the head and the lead chase those who have not. */
export const acknowledgeThePolicy: Duty = {
  code: 'policy-acknowledged',
  title: 'Read and acknowledge the policy',
  // Whoever has not read it has not read it: nobody can do it for them.
  linesFor: async (db, actor, { now }) => {
    if (!holds(actor, ...staffRoles)) return [];
    const pack = await packInForce(db);
    if (pack === undefined) return [];
    const lines: DutyLine[] = [];
    if ((await acknowledgedBy(db, pack.id, actor.person)) === undefined) {
      lines.push({
        text: 'The policy in force waits for you to read it and say so',
        href: '/policy/acknowledge',
        action: 'Read and acknowledge',
        urgency: 3,
      });
    }
    const late = Temporal.Instant.compare(pack.loadedAt.add({ hours: CHASED_AFTER.total('hours') }), now) < 0;
    if (late && holds(actor, 'head', 'lead')) {
      const open = (await staffAnd(db, pack, now)).filter(({ acknowledgedAt }) => acknowledgedAt === undefined).length;
      if (open > 0) {
        lines.push({
          text: `${formatPlural(open, 'member of staff has', 'members of staff have')} not acknowledged the policy yet`,
          href: '/policy/acknowledge/staff',
          action: 'See who',
          urgency: 3,
        });
      }
    }
    return lines;
  },
};

/** Drafts that wait for a step of somebody's. */
export const moveDraftsOn: Duty = {
  code: 'policy-drafts',
  title: 'Bring versions of the policy to an end',
  linesFor: async (db, actor, { now }) => {
    if (!holds(actor, ...staffRoles, ...approvers)) return [];
    const lines: DutyLine[] = [];
    for (const draft of await listDrafts(db, 'open')) {
      const waits = await lineFor(db, draft, (roles) => holds(actor, ...roles), now);
      if (waits !== undefined) {
        lines.push({ ...waits, href: waits.href ?? `/policy/draft/${draft.id}`, urgency: waits.urgency ?? 3 });
      }
    }
    return lines;
  },
  passes: 'with-the-post',
};

type Line = Pick<DutyLine, 'text' | 'action'> & Partial<Pick<DutyLine, 'href' | 'urgency'>>;

async function lineFor(
  db: Parameters<Duty['linesFor']>[0],
  draft: DraftLine,
  is: (roles: Parameters<typeof holds>[1][]) => boolean,
  now: Temporal.Instant,
): Promise<Line | undefined> {
  switch (draft.state) {
    case 'draft':
      if (draft.fromSetting === undefined || !is([...drafters])) return undefined;
      return {
        text: 'A setting is to change, and a sentence of the policy says otherwise',
        action: 'Mend the sentence',
      };
    case 'consultation': {
      const over = draft.until !== undefined && Temporal.PlainDate.compare(schoolDay(now), draft.until) > 0;
      if (over)
        return is([...drafters]) ? { text: 'The consultation on the policy is over', action: 'End it' } : undefined;
      const asked =
        (draft.groups.includes('staff') && is([...staffRoles])) ||
        (draft.groups.includes('governors') && is([...approvers]));
      if (!asked || draft.until === undefined) return undefined;
      return {
        text: `You can comment on the draft of the policy until ${formatDate(draft.until)}`,
        action: 'Read and comment',
        href: `/policy/draft/${draft.id}/comment`,
      };
    }
    case 'revision': {
      if (!is([...drafters])) return undefined;
      const { open } = await commentCounts(db, draft.id);
      return open > 0
        ? { text: `${formatPlural(open, 'comment')} on the draft of the policy to answer`, action: 'Answer' }
        : { text: 'A draft of the policy is to go to the governors', action: 'Look at it' };
    }
    case 'approval':
      return is([...approvers])
        ? { text: 'A version of the policy waits for governors', action: 'Read it', urgency: 2 }
        : undefined;
    case 'approved':
      return is([...signers])
        ? { text: 'A version of the policy waits for your signature', action: 'Sign it', urgency: 2 }
        : undefined;
    case 'signed':
      return is(['head'])
        ? { text: 'A signed version of the policy waits to be published', action: 'Publish it' }
        : undefined;
    case 'published':
    case 'withdrawn':
      return undefined;
  }
}
