import type { EventCatalogue } from '../../../platform/audit/events.ts';
import type { Command, Query } from '../../../platform/commands/command.ts';
import { form, type FormPage, type PageContext } from '../../../platform/http/pages.ts';
import type { Incident } from '../incident.ts';
import type { CaseAnswer } from '../queries/case-queries.ts';
import type { AfterStep } from '../step-command.ts';
import { receivers } from '../workflow-words.ts';

/**
 * Declares the form page of one step of a case. All of them show which incident it is, what changed while somebody was writing, the step's
 * fields (the block `fields` of its template) and what happens next; then they lead back to the case, or to the log when it is now others'.
 */
export function stepForm<
  QueryInput,
  Extra,
  QueryEvents extends EventCatalogue,
  Input,
  Events extends EventCatalogue,
>(given: {
  /** Below `/incidents/:id/`. */
  readonly path: string;
  /** Its folder below `pages`. */
  readonly folder: string;
  readonly title: string;
  readonly query: Query<QueryInput, Incident, CaseAnswer<Extra>, QueryEvents>;
  readonly command: Command<Input, Incident, undefined, AfterStep, Events>;
  /** The line that says what happened. */
  readonly notice: string;
  readonly values?: (answer: CaseAnswer<Extra>, context: PageContext) => Readonly<Record<string, unknown>>;
  readonly data?: (answer: CaseAnswer<Extra>, context: PageContext) => Readonly<Record<string, unknown>>;
}): FormPage {
  return form({
    path: `/incidents/:id/${given.path}`,
    template: `modules/incidents/pages/${given.folder}/page.njk`,
    query: given.query,
    command: given.command,
    view: (answer, context) => ({
      title: given.title,
      back: { href: `/incidents/${answer.view.incident.id}`, text: 'Back to the incident' },
      values: given.values?.(answer, context) ?? {},
      data: { view: answer.view, ...given.data?.(answer, context) },
    }),
    next: (after) =>
      after.stillOpen
        ? { to: `/incidents/${after.id}`, notice: given.notice }
        : {
            to: '/incidents',
            notice: `${given.notice} From now on it is seen by ${receivers[after.sphere].words}, so it is not in your list.`,
          },
  });
}
