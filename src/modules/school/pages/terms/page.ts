import { form, page } from '../../../../platform/http/pages.ts';
import { formatDate } from '../../../../platform/views/format.ts';
import { enterTerms, seeTerms, seeTermsOf, termValues } from '../../commands/enter-terms.ts';
import { schoolYearLabel } from '../../school-year.ts';
import { termLabels } from '../../terms/term.ts';

/** Term dates: the years around, and the form of one. */
export const termPages = [
  page({
    path: '/school/terms',
    template: 'modules/school/pages/terms/page.njk',
    query: seeTerms,
    view: ({ years }) => ({
      title: 'Term dates',
      back: { href: '/duties', text: 'Duties' },
      data: {
        years: years.map(({ year, terms }) => ({
          href: `/school/terms/${String(year)}`,
          label: schoolYearLabel(year),
          confirmed: terms.every((term) => term.confirmed),
          terms: terms.map((term) => ({
            name: termLabels[term.name],
            from: formatDate(term.from),
            to: formatDate(term.to),
            breakFrom: formatDate(term.breakFrom),
            breakTo: formatDate(term.breakTo),
          })),
        })),
      },
    }),
  }),
  form({
    path: '/school/terms/:year',
    template: 'modules/school/pages/terms/form.njk',
    query: seeTermsOf,
    command: enterTerms,
    view: ({ year, terms, version }) => ({
      title: `Term dates ${schoolYearLabel(year)}`,
      back: { href: '/school/terms', text: 'Term dates' },
      values: termValues(terms),
      data: {
        version,
        confirmed: terms.every((term) => term.confirmed),
        terms: terms.map((term) => ({ code: term.name, label: termLabels[term.name] })),
      },
    }),
    next: () => ({
      to: '/school/terms',
      notice: 'The term dates are saved. Days of duties follow within a few minutes.',
    }),
  }),
];
