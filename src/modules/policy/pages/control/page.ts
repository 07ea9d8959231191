import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { formatPlural } from '../../../../platform/views/format.ts';
import type { ModuleParts } from '../../../module.ts';
import { askControls } from '../../ask-controls.ts';
import { policyEvents } from '../../events.ts';
import { controlFinder } from '../../known-controls.ts';
import { mayReadPolicy } from '../../policy.ts';
import { clausesOf, packInForce } from '../../store.ts';
import { controlLine } from '../clause/page.ts';

/** One control: what it makes true, what it shows today with the records behind it, and the clauses that count on it. */
export function makeControlPage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
  const readControl = query({
    name: 'policy.read-control',
    input: z.object({ code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/) }),
    events: policyEvents,
    load: (_db, { code }) => Promise.resolve(controlFinder(parts)(code)),
    policy: mayReadPolicy,
    answer: async (db, { subject: control }) => {
      const pack = await packInForce(db);
      const clauses = pack === undefined ? [] : await clausesOf(db, pack.id);
      const answers = await askControls(db, parts, [control.code]);
      return {
        control,
        answer: answers.get(control.code),
        clauses: clauses.filter(({ controls }) => controls.includes(control.code)),
      };
    },
    leaves: 'What makes the policy true is public to those who work here, and its figure names nobody.',
  });
  const controlPage = page({
    path: '/policy/controls/:code',
    template: 'modules/policy/pages/control/page.njk',
    query: readControl,
    view: ({ control, answer, clauses }, { actor, now }) => ({
      title: control.title,
      back: { href: '/policy', text: 'Back to the policy' },
      data: {
        now,
        title: control.title,
        control: answer === undefined ? undefined : controlLine(answer, actor),
        clauses: {
          caption: 'Clauses that count on it',
          note: formatPlural(clauses.length, 'clause'),
          columns: [{ text: 'Clause' }, { text: 'What we promise', width: 'two-thirds' }, { text: 'Together with' }],
          rows: clauses.map((clause) => [
            { text: clause.id, href: `/policy/clauses/${clause.id}`, code: true },
            { text: clause.text },
            {
              text:
                clause.controls.length === 1
                  ? 'Nothing else'
                  : formatPlural(clause.controls.length - 1, 'other control'),
            },
          ]),
        },
      },
    }),
  });
  return { query: readControl, page: controlPage };
}
