import { form } from '../../../../platform/http/pages.ts';
import { schoolDay } from '../../../../platform/time/clock.ts';
import { formatTime } from '../../../../platform/views/format.ts';
import type { reportConcern } from '../../commands/report-concern.ts';
import { mayReport } from '../../policy.ts';
import { seeReportForm } from '../../queries/report-queries.ts';
import { categories, dangers, reactions, sites, systems } from '../../words.ts';

/** Logging a concern: what happened first, everything else after it, most of it optional. */
export const reportPage = (command: typeof reportConcern) =>
  form({
    path: '/incidents/new',
    template: 'modules/incidents/pages/report/page.njk',
    navigation: { text: 'Log a concern', order: 10, shownTo: (actor) => mayReport(actor).allowed },
    query: seeReportForm,
    command,
    view: (_value, { now }) => ({
      title: 'Log a concern',
      values: {
        happened: schoolDay(now),
        time: formatTime(now).replace('midday', '12:00pm').replace('midnight', '12:00am'),
        about: 'general',
        site: 'school',
        system: 'not-known',
      },
      data: {
        dangers: dangers.items,
        spheres: [
          { value: 'general', text: 'No' },
          { value: 'staff', text: 'Yes, an adult who works or helps here', hint: 'Only the headteacher sees it' },
          { value: 'head', text: 'Yes, the headteacher', hint: 'Only the chair of governors sees it' },
          { value: 'chair', text: 'Yes, the chair of governors', hint: 'Only the vice-chair sees it' },
        ],
        sites: sites.items,
        systems: systems.items,
        reactions: reactions.items,
        categories: categories.items.filter((each) => each.value !== 'not-sure'),
      },
    }),
    next: (id) => ({ to: `/incidents/received/${id}` }),
  });
