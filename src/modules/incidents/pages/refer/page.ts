import type { recordReferral } from '../../commands/record-referral.ts';
import { seeRefer } from '../../queries/case-queries.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { bodies, referralOutcomes } from '../../words.ts';
import { stepForm } from '../step-form.ts';

/** Records a referral, made or considered. */
export const referPage = (command: typeof recordReferral) =>
  stepForm({
    path: 'refer',
    folder: 'refer',
    title: 'Record a referral',
    query: seeRefer,
    command,
    notice: 'The referral is recorded.',
    values: (_answer, { now, url }) => ({ when: schoolDay(now), body: url.searchParams.get('body') ?? '' }),
    data: () => ({ bodies: bodies.items, outcomes: referralOutcomes.items }),
  });
