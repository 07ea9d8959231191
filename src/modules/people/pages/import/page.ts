import { form } from '../../../../platform/http/pages.ts';
import type { Runner } from '../../../../platform/commands/runner.ts';
import { yearGroupOf } from '../../../school/index.ts';
import { beforeImport, bringRoster, makeImportRoster, rosterPlan } from '../../roster/import-roster.ts';
import type { PersonChange } from '../../roster/changes.ts';
import { personKindLabels } from '../../words.ts';

/** What a form of pasted files may have, in bytes as a browser sends them. Larger rosters go through the command line. */
const FORM_BYTES = 24 * 1024 * 1024;
/** How many names of each kind the plan shows; the rest are counted. */
const MOST_SHOWN = 200;

const whatWords: Readonly<Record<string, string>> = {
  name: 'name',
  email: 'e-mail address',
  year: 'year group',
  classes: 'classes',
  contacts: 'parents and carers',
  role: 'is staff again',
  'came-back': 'is back',
  linked: 'is now kept by the roster',
  left: 'left',
};

const lines = (changes: readonly PersonChange[]) => ({
  count: changes.length,
  more: Math.max(0, changes.length - MOST_SHOWN),
  shown: changes.slice(0, MOST_SHOWN).map((one) => ({
    name: `${one.given} ${one.family}`,
    kind: personKindLabels[one.kind],
    year: yearGroupOf(one.yearGroup)?.label,
    what: one.what.map((what) => whatWords[what] ?? what).join(', '),
  })),
});

/** Bringing a roster, looking at what it would do, and doing that. */
export function importPages(parts: { readonly runner: Runner }) {
  const importRoster = makeImportRoster(() => parts.runner);
  const pages = [
    form({
      path: '/people/import',
      template: 'modules/people/pages/import/bring.njk',
      bodyLimit: FORM_BYTES,
      query: beforeImport,
      view: ({ imports }) => ({
        title: 'Import the roster',
        back: { href: '/people', text: 'People' },
        data: { imports },
      }),
      command: bringRoster,
      next: (id) => ({ to: `/people/import/${id}` }),
    }),
    form({
      path: '/people/import/:id',
      template: 'modules/people/pages/import/plan.njk',
      query: rosterPlan,
      view: (plan, { url }) => ({
        title: 'What the import would do',
        back: { href: '/people/import', text: 'Bring another roster' },
        data: {
          action: url.pathname,
          fingerprint: plan.fingerprint,
          usable: plan.usable,
          manyLeave: plan.manyLeave,
          joiners: lines(plan.joiners),
          movers: lines(plan.movers),
          leavers: lines(plan.leavers),
          unchanged: plan.unchanged,
          classes: plan.classes.length,
          refusals: plan.refusals.slice(0, MOST_SHOWN),
          refused: plan.refusals.length,
          nothing: plan.joiners.length + plan.movers.length + plan.leavers.length + plan.classes.length === 0,
        },
      }),
      command: importRoster,
      next: (counts) => ({
        to: '/people',
        notice: `Imported: ${String(counts.joiners)} joined, ${String(counts.movers)} changed, ${String(counts.leavers)} left.`,
      }),
    }),
  ];
  return { pages, commands: [importRoster] };
}
