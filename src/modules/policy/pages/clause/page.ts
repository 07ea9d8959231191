import { z } from 'zod';

import type { Actor } from '../../../../platform/access/access.ts';
import { query } from '../../../../platform/commands/command.ts';
import { page } from '../../../../platform/http/pages.ts';
import { figureSentence } from '../../../evidence.ts';
import { controlKinds, type ModuleParts } from '../../../module.ts';
import type { Answer } from '../../ask-controls.ts';
import { standingsOf } from '../../coverage.ts';
import { policyEvents } from '../../events.ts';
import { contradictionsOf } from '../../kept-contradictions.ts';
import { settingsInForce } from '../../kept-settings.ts';
import { mayReadPolicy } from '../../policy.ts';
import { clauseOfPack, packInForce } from '../../store.ts';
import { actorWords, areaWords, kindWords, periodWords, readerWords, wordOf } from '../../words.ts';
import { whatItSays } from './what-it-says.ts';

/** One clause: what it says, what makes it true, what that shows today with the records one press away, and what is not covered. */
export function makeClausePage(parts: Pick<ModuleParts, 'whole' | 'clock' | 'log' | 'remembered'>) {
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
      return {
        pack,
        clause,
        standing,
        settings: await settingsInForce(db),
        contradictions: await contradictionsOf(db, pack.id),
      };
    },
    leaves: 'The policy is a public document, and its figures name nobody.',
  });
  const clausePage = page({
    path: '/policy/clauses/:id',
    template: 'modules/policy/pages/clause/page.njk',
    query: readClause,
    view: ({ pack, clause, standing, settings, contradictions }, { actor, now }) => ({
      title: `Clause ${clause.id}`,
      back: { href: `/policy#${clause.section}`, text: 'Back to the policy' },
      data: {
        now,
        id: clause.id,
        text: clause.text,
        state: standing?.state ?? 'not-covered',
        kept: standing?.kept,
        controls: (standing?.answers ?? []).map((answer) => controlLine(answer, actor)),
        notCovered: clause.notCovered,
        guidance:
          clause.guidance === null
            ? undefined
            : {
                to: clause.guidance.to.map((reader) => ({
                  href: `/policy/for/${reader}`,
                  text: wordOf(readerWords, reader),
                })),
                because: clause.guidance.because,
              },
        settings: whatItSays(clause, settings, contradictions),
        facts: [
          {
            key: 'Section',
            value: pack.sections.find(({ code }) => code === clause.section)?.title ?? clause.section,
          },
          ...(clause.ref === null ? [] : [{ key: 'Paragraph of the document', value: clause.ref }]),
          { key: 'Who keeps it', value: wordOf(actorWords, clause.who) },
          { key: 'What sort of promise', value: wordOf(kindWords, clause.kind) },
          { key: 'Part of school life', value: wordOf(areaWords, clause.area) },
          { key: 'When', value: wordOf(periodWords, clause.period) },
        ],
      },
    }),
  });
  return { query: readClause, page: clausePage };
}

/** One control with what it shows, for a page: the figure is for every reader, the records behind it are not. */
export function controlLine({ code, control, evidence, state }: Answer, actor: Actor) {
  return {
    code,
    title: control?.title,
    makesTrue: control?.makesTrue,
    kind: control === undefined ? undefined : controlKinds[control.kind],
    effect: control?.effect,
    state,
    met: state === 'not-covered' || evidence === undefined ? undefined : evidence.state,
    figure: evidence === undefined ? undefined : figureSentence(evidence.figure),
    latest: evidence?.latest,
    records: control?.opens(actor) === true ? { href: evidence?.href } : { openedBy: control?.openedBy },
  };
}
