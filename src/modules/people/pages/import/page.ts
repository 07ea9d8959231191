import type { ModuleParts } from '../../../module.ts';
import { action, form, page } from '../../../../platform/http/pages.ts';
import { formatDateTime } from '../../../../platform/views/format.ts';
import {
  answerRoster,
  beforeImport,
  bringRoster,
  MOST_BROUGHT,
  MOST_FILES,
  rosterColumns,
} from '../../roster/bring-roster.ts';
import { chooseRosterColumns } from '../../roster/choose-columns.ts';
import { makeDriver } from '../../roster/driver.ts';
import { makeImportRoster, makeResumeImport, makeUndoImport, rosterPlan } from '../../roster/import-roster.ts';
import { makeShowImport } from '../../roster/show-import.ts';
import { columnsView } from './columns-view.ts';
import { importView } from './import-view.ts';
import { planView } from './plan-view.ts';

/** Bringing a roster, saying what its columns mean, looking at what it would do, doing that, and undoing it. */
export function importPages(parts: Pick<ModuleParts, 'runner' | 'log'>) {
  const driver = makeDriver(() => parts.runner, parts.log);
  const importRoster = makeImportRoster(() => parts.runner, driver.note('on'));
  const resumeImport = makeResumeImport(driver.note);
  const undoImport = makeUndoImport(driver.note('back'), driver.isRunning);
  const showImport = makeShowImport(driver);
  const begins = new Set([importRoster.name, resumeImport.name, undoImport.name]);
  parts.runner.onCommitted((command) => {
    if (begins.has(command.name)) driver.begin();
  });
  const toImport = ({ id }: Readonly<Record<string, string>>): string => `/people/import/runs/${id ?? ''}`;
  const pages = [
    form({
      path: '/people/import',
      template: 'modules/people/pages/import/bring.njk',
      bodyLimit: MOST_BROUGHT + 1024 * 1024,
      uploads: { field: 'files', mostFiles: MOST_FILES, mostEach: MOST_BROUGHT, mostAll: MOST_BROUGHT },
      query: beforeImport,
      view: ({ imports, open }) => ({
        title: 'Import the roster',
        back: { href: '/people', text: 'People' },
        data: {
          imports: imports.map((one) => ({
            id: one.steps === null ? undefined : one.id,
            text: `${formatDateTime(one.at)}: ${String(one.joiners)} joined, ${String(one.movers)} changed, ${String(one.leavers)} left`,
            undone: one.state === 'undone',
            open: one.state === 'running' || one.state === 'undoing',
          })),
          open: open === undefined ? undefined : { id: open.id, done: open.progress.done, all: open.progress.all },
        },
      }),
      command: bringRoster,
      next: ({ id, format }) => ({
        to: format === 'own-csv' ? `/people/import/${id}/columns` : `/people/import/${id}`,
      }),
    }),
    form({
      path: '/people/import/:id/columns',
      template: 'modules/people/pages/import/columns.njk',
      query: rosterColumns,
      view: columnsView,
      command: chooseRosterColumns,
      next: ({ id, ready, problem }) =>
        ready
          ? { to: `/people/import/${id}` }
          : { to: `/people/import/${id}/columns`, notice: `${problem ?? ''}. The columns are kept.` },
    }),
    form({
      path: '/people/import/:id',
      template: 'modules/people/pages/import/plan.njk',
      query: rosterPlan,
      view: planView,
      command: importRoster,
      next: ({ id }) => ({ to: `/people/import/runs/${id}` }),
    }),
    action({
      path: '/people/import/:id/people',
      command: answerRoster,
      next: (said, { params }) => ({
        to: `/people/import/${params['id'] ?? ''}`,
        notice: `Kept: who ${String(said)} ${said === 1 ? 'person is' : 'people are'}.`,
      }),
      otherwise: ({ id }) => `/people/import/${id ?? ''}`,
    }),
    page({
      path: '/people/import/runs/:id',
      template: 'modules/people/pages/import/run.njk',
      query: showImport,
      view: importView,
    }),
    action({
      path: '/people/import/runs/:id/go-on',
      command: resumeImport,
      next: (id) => ({ to: toImport({ id }) }),
      otherwise: toImport,
    }),
    action({
      path: '/people/import/runs/:id/undo',
      command: undoImport,
      next: (id) => ({ to: toImport({ id }) }),
      otherwise: toImport,
    }),
  ];
  return { pages, commands: [importRoster, resumeImport, undoImport], queries: [showImport] };
}
