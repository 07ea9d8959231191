import { action } from '../../../../../platform/http/pages.ts';
import { updateDraft } from '../../commands/begin-draft.ts';

/** Laying a draft's changes over the version that has come into force meanwhile. */
export const updateAction = action({
  path: '/policy/draft/:id/update',
  command: updateDraft,
  next: ({ id }) => ({ to: `/policy/draft/${id}`, notice: 'The draft begins with the version now in force.' }),
  otherwise: ({ id }) => `/policy/draft/${id ?? ''}`,
});
