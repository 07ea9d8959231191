import type { PageContext, ViewModel } from '../../../../platform/http/pages.ts';
import { yearGroupOf } from '../../../school/index.ts';
import type { PersonChange } from '../../roster/changes.ts';
import { formatLabels } from '../../roster/formats/recognise.ts';
import type { PlanAnswer } from '../../roster/import-roster.ts';
import { personKindLabels } from '../../words.ts';

const whatWords: Readonly<Record<string, string>> = {
  name: 'name',
  'legal-name': 'legal name',
  email: 'e-mail address',
  year: 'year group',
  classes: 'classes',
  contacts: 'parents and carers',
  role: 'is staff again',
  'came-back': 'is back',
  linked: 'is now kept by the roster',
  leaving: 'leaving date',
  upn: 'UPN',
  'upn-real': 'the real UPN instead of the temporary one',
  birth: 'date of birth',
  left: 'left',
};

/** The plan of an import as its page shows it; or a pointer to the page of the columns, when they must be said first. */
export function planView(answer: PlanAnswer, { url }: PageContext): ViewModel {
  const title = 'What the import would do';
  const back = { href: '/people/import', text: 'Bring another roster' };
  if (!answer.ready) {
    return { title, back, data: { ready: false, columns: `${url.pathname}/columns`, problem: answer.problem } };
  }
  const { plan, draft } = answer;
  const { counts } = plan;
  return {
    title,
    back,
    data: {
      ready: true,
      action: url.pathname,
      columns: draft.format === 'own-csv' ? `${url.pathname}/columns` : undefined,
      format: formatLabels[draft.format],
      files: draft.files.join(', '),
      notes: draft.notes,
      fingerprint: plan.fingerprint,
      usable: plan.usable,
      manyLeave: plan.manyLeave,
      leaving: plan.leaving,
      leavingAll: plan.leaving.pupils + plan.leaving.staff,
      joiners: lines(plan.joiners, counts.joiners),
      movers: lines(plan.movers, counts.movers),
      leavers: lines(plan.leavers, counts.leavers),
      unchanged: plan.unchanged,
      classes: {
        count: counts.classes,
        more: counts.classes - plan.classes.length,
        shown: plan.classes.map((one) => ({
          text:
            one.do === 'add'
              ? `${one.title} is new`
              : one.do === 'end'
                ? `${one.title} ends`
                : one.was === one.title
                  ? `${one.title} changes`
                  : `${one.was} is now called ${one.title}`,
        })),
      },
      questions: plan.questions.map((one, index) => ({
        ...one,
        field: `who-${one.key}`,
        id: `who${String(index)}`,
        items: [
          ...one.candidates.map((candidate) => ({
            value: candidate.id,
            text: `The same person as ${candidate.name}`,
            hint: candidate.detail,
          })),
          { value: 'new', text: 'Somebody new' },
        ],
      })),
      asked: counts.questions,
      refusals: plan.refusals,
      refused: counts.refusals,
      nothing: counts.joiners + counts.movers + counts.leavers + counts.classes === 0,
    },
  };
}

function lines(changes: readonly PersonChange[], count: number) {
  return {
    count,
    more: count - changes.length,
    shown: changes.map((one) => ({
      name: `${one.given} ${one.family}`.trim(),
      kind: personKindLabels[one.kind],
      year: yearGroupOf(one.yearGroup)?.label,
      leaves: one.leftOn,
      what: one.what
        .filter((code) => !one.differences.some((difference) => difference.what === code))
        .map((code) => whatWords[code] ?? code)
        .join(', '),
      differences: one.differences.map((difference) => ({
        what: whatWords[difference.what] ?? difference.what,
        from: difference.what === 'year' ? (yearGroupOf(difference.from)?.label ?? '') : difference.from,
        to: difference.what === 'year' ? (yearGroupOf(difference.to)?.label ?? '') : difference.to,
      })),
    })),
  };
}
