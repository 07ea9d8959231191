import { form } from '../../../../platform/http/pages.ts';
import { doTask } from '../../commands/do-task.ts';
import { seeTask } from '../../queries/report-queries.ts';

/** A task, for whoever was given it. */
export const taskGivenPage = form({
  path: '/incidents/tasks/:task',
  template: 'modules/incidents/pages/task-given/page.njk',
  query: seeTask,
  command: doTask,
  view: (task) => ({ title: 'A task for you', data: { task } }),
  next: () => ({ to: '/', notice: 'The task is done. Thank you.' }),
});
