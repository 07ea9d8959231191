import type { giveTask } from '../../commands/give-task.ts';
import { seeTaskForm } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** Gives a member of staff a task. */
export const taskPage = (command: typeof giveTask) =>
  stepForm({
    path: 'task',
    folder: 'task',
    title: 'Give somebody a task',
    query: seeTaskForm,
    command,
    notice: 'The task is given.',
  });
