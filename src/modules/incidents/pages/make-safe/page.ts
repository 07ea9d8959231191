import type { makeSafe } from '../../commands/make-safe.ts';
import { seeMakeSafe } from '../../queries/case-queries.ts';
import { stepForm } from '../step-form.ts';

/** First of all: is everybody safe? */
export const makeSafePage = (command: typeof makeSafe) =>
  stepForm({
    path: 'make-safe',
    folder: 'make-safe',
    title: 'Is everybody safe now?',
    query: seeMakeSafe,
    command,
    notice: 'Recorded: everybody is safe.',
  });
