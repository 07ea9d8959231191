import { z } from 'zod';

import { command, done, failed, nothing } from '../../../platform/commands/command.ts';
import { mustTick } from '../../../platform/forms/fields.ts';
import { roleLabels } from '../../../platform/access/roles.ts';
import { incidentEvents } from '../events.ts';
import { logReviewers } from '../log-reviewers.ts';
import { maySign } from '../policy.ts';
import { recentTerms, viewToSign } from '../sign-off.ts';
import { incidentTables } from '../store.ts';

/** Signs the log of a term: exactly the view that was on the screen, whose hash is kept (s1-117). */
export const signLog = command({
  name: 'incidents.sign-log',
  input: z.object({
    term: z.string({ error: 'Choose the term' }),
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'Open the page again before you sign'),
    confirm: mustTick('Tick the box to say that you have read it'),
  }),
  events: incidentEvents,
  load: logReviewers,
  policy: maySign,
  prepare: nothing,
  effect: async (context) => {
    const { actor, db, input, now, subject: reviewers } = context;
    const term = (await recentTerms(db, now)).find((each) => each.code === input.term);
    if (term === undefined || actor.kind !== 'person') return failed('term', 'Choose one of the last four terms');
    const view = await viewToSign(db, { actor, reviewers }, term);
    if (view.hash !== input.hash) {
      return failed('', 'The log has changed since you opened this page. Read it again below, then sign');
    }
    if (view.tooMany) {
      return failed(
        '',
        'This term has more than 2,000 incidents. One page does not show them all, so that it cannot be signed here. Print the log in parts and sign those',
      );
    }
    // As what they see it: a reviewer all of it, a governor the view without names.
    const role =
      view.kind === 'full'
        ? (reviewers.find((each) => actor.roles.has(each)) ?? 'head')
        : actor.roles.has('chair')
          ? 'chair'
          : 'governor';
    const id = context.newId<'incident-sign-off'>();
    await incidentTables.write(db).insert('incident_sign_off', {
      id,
      term: term.code,
      view_kind: view.kind,
      view_hash: view.hash,
      row_count: view.count,
      signed_by: actor.person,
      signed_as: roleLabels[role],
      signed_at: now.toString(),
    });
    return done(term, {
      name: 'incident-log-signed',
      subject: 'log',
      data: { term: term.code, view: view.kind, hash: view.hash, rows: view.count },
    });
  },
  changesFilter: false,
});
