import { asId } from '../../../../platform/ids/ids.ts';
import { form } from '../../../../platform/http/pages.ts';
import { finishAction } from '../../commands/sign-review.ts';
import { showTask } from '../../queries/show-review.ts';

/** Records what came of an action of a review. */
export const finishActionPage = form({
  path: '/standards/review/actions/:action',
  template: 'modules/standards/pages/finish-action/page.njk',
  query: showTask,
  view: ({ task, names }) => ({
    title: 'An action of a review',
    data: {
      action: `/standards/review/actions/${task.id}`,
      what: task.what,
      owner: names.get(asId(task.owner)) ?? 'somebody who has left',
      due: task.due,
      done: task.doneAt,
      outcome: task.outcome,
    },
  }),
  command: finishAction,
  next: () => ({ to: '/', notice: 'Recorded as done.' }),
});
