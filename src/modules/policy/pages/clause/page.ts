import { z } from 'zod';

import { query } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { figureSentence } from '../../../evidence.ts';
import type { ModuleParts } from '../../../module.ts';
import { standingsOf } from '../../coverage.ts';
import { policyEvents } from '../../events.ts';
import { mayReadPolicy } from '../../policy.ts';
import { valueInWords } from '../../setting-field.ts';
import { clauseOfPack, packInForce, settingsInForce } from '../../store.ts';
import { actorWords, areaWords, evidenceKindWords, kindWords, periodWords, settingWords, wordOf } from '../../words.ts';

/** One clause: what it says, what makes it true, what that shows today, and what is not covered. */
export function makeClausePage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log'>) {
  const readClause = query({
    name: 'policy.read-clause',
    input: z.object({ id: z.string().regex(/^[a-z][a-z0-9]{0,7}-\d{3,4}$/) }),
    events: policyEvents,
    load: async (db, { id }) => {
      const pack = await packInForce(db);
      const clause = pack === undefined ? undefined : await clauseOfPack(db, pack.id, id);
      return pack === undefined || clause === undefined ? undefined : { pack, clause };
    },
    policy: mayReadPolicy,
    answer: async (db, { subject: { pack, clause } }) => {
      const [standing] = await standingsOf(db, parts, [clause]);
      const settings = [...(await settingsInForce(db)).values()].filter((setting) => setting.clause === clause.id);
      return { pack, clause, standing, settings };
    },
    leaves: 'The policy is a public document, and its figures name nobody.',
  });
  const clausePage = page({
    path: '/policy/clauses/:id',
    template: 'modules/policy/pages/clause/page.njk',
    query: readClause,
    view: ({ pack, clause, standing, settings }, { actor, now }) => {
      const promised = pack.controls.find(({ code }) => code === clause.control?.code);
      const { evidence, control, kept, state } = standing ?? { state: 'not-covered' };
      return {
        title: `Clause ${clause.id}`,
        back: { href: `/policy#${clause.section}`, text: 'Back to the policy' },
        data: {
          now,
          id: clause.id,
          text: clause.text,
          state,
          kept,
          evidence: evidence === undefined ? undefined : { ...evidence, figure: figureSentence(evidence.figure) },
          // The figure names nobody and is for every reader; the records behind it are not.
          records: control?.opens(actor) === true ? { href: evidence?.href } : { openedBy: control?.openedBy },
          control:
            clause.control === null
              ? undefined
              : {
                  code: clause.control.code,
                  live: control !== undefined,
                  title: control?.title,
                  makesTrue: promised?.makesTrue,
                  how: promised === undefined ? undefined : wordOf(evidenceKindWords, promised.evidence),
                  notCovered: clause.control.notCovered,
                },
          facts: [
            {
              key: 'Section',
              value: pack.sections.find(({ code }) => code === clause.section)?.title ?? clause.section,
            },
            { key: 'Who keeps it', value: wordOf(actorWords, clause.who) },
            { key: 'What sort of promise', value: wordOf(kindWords, clause.kind) },
            { key: 'Part of school life', value: wordOf(areaWords, clause.area) },
            { key: 'When', value: wordOf(periodWords, clause.period) },
          ],
          settings: settings.map(({ code, value }) => ({
            key: wordOf(settingWords, code),
            value: valueInWords(value),
          })),
        },
      };
    },
  });
  return { query: readClause, page: clausePage };
}
