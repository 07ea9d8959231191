import type { reviewIncident } from '../../commands/review-incident.ts';
import { seeReview } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Looks back. */
export const reviewPage = (command: typeof reviewIncident) =>
  stepForm({
    path: 'review',
    folder: 'review',
    title: 'What do we learn from it?',
    query: seeReview,
    command,
    notice: 'The review is recorded.',
  });
