import { page } from '../../../../platform/http/pages.ts';
import { mayReadGovernorsLog, mayReadLog } from '../../policy.ts';
import { seeGovernorsLog } from '../../queries/log-queries.ts';
import { redactedTable } from '../redacted-table.ts';

/** The log as governors see it. */
export const governorsLogPage = page({
  path: '/incidents/log-for-governors',
  template: 'modules/incidents/pages/governors-log/page.njk',
  navigation: {
    text: 'Incidents without names',
    order: 13,
    shownTo: (actor) =>
      mayReadGovernorsLog(actor).allowed &&
      (!mayReadLog(actor).allowed || actor.kind !== 'person' || isGovernor(actor.roles)),
  },
  query: seeGovernorsLog,
  view: ({ term, terms, log, canSign }) => ({
    title: 'Incidents without names',
    data: { term, terms, log, canSign, table: redactedTable(log, '/incidents/log-for-governors') },
  }),
});

function isGovernor(roles: ReadonlySet<string>): boolean {
  return roles.has('governor') || roles.has('chair') || roles.has('vice-chair');
}
