import type { ViewModel } from '../../../../platform/http/pages.ts';
import type { ShownImport } from '../../roster/show-import.ts';

/** Where an import stands, as its page says it. */
export function importView({ row, progress, stopped, notUndoable, kept }: ShownImport): ViewModel {
  const open = row.state === 'running' || row.state === 'undoing';
  const back = row.state === 'undoing' || row.state === 'undone';
  return {
    title: 'Import of the roster',
    back: { href: '/people/import', text: 'Import the roster' },
    data: {
      id: row.id,
      state: row.state,
      at: row.at,
      open,
      stopped,
      going: open && !stopped,
      done: back ? progress.undone : progress.done,
      all: back ? progress.done + progress.undone : progress.all,
      joiners: row.joiners,
      movers: row.movers,
      leavers: row.leavers,
      refusals: row.refusals,
      mayUndo: notUndoable === undefined && (!open || stopped),
      notUndoable: open ? undefined : notUndoable,
      kept,
    },
  };
}
