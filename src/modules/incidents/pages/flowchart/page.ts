import { page } from '../../../../platform/http/pages.ts';
import { flowcharts } from '../../flowchart.ts';
import { seeFlowchart } from '../../queries/log-queries.ts';

/** The workflow as pictures and as lists, from the table of moves. Its markup is ours alone (flowchart.ts). */
export const flowchartPage = page({
  path: '/incidents/flowchart',
  template: 'modules/incidents/pages/flowchart/page.njk',
  query: seeFlowchart,
  view: () => ({ title: 'What happens after a report', data: { charts: flowcharts() } }),
});
