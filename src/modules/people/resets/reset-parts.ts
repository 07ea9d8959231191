import type { ModuleParts } from '../../module.ts';
import { askReset } from './commands/ask-reset.ts';
import { cancelReset } from './commands/cancel-reset.ts';
import { confirmReset } from './commands/confirm-reset.ts';
import { useReset } from './commands/use-reset.ts';
import { wishReset } from './commands/wish-reset.ts';
import { resetPages } from './pages/pages.ts';
import { listResets, resetLink, showReset } from './queries/resets.ts';
import { forgottenPage, resetPage } from './routes.ts';

/** What resets register. */
export function resetParts(parts: ModuleParts) {
  return {
    commands: [askReset, confirmReset, cancelReset, wishReset, useReset],
    queries: [showReset, listResets, resetLink],
    pages: resetPages({ publicUrl: parts.config.publicUrl }),
    publicRoutes: [forgottenPage(parts), resetPage(parts)],
  };
}
