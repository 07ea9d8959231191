import type { PolicyPiece } from '../module.ts';
import { flowcharts } from './flowchart.ts';

/** The steps after an incident as the policy document shows them: drawn, and the same in words, from the table of moves. */
export const flowchartPiece: PolicyPiece = {
  code: 'incident-flowchart',
  title: 'What happens after an incident',
  content: () =>
    Promise.resolve(
      flowcharts().map(({ title, svg, steps }) => ({
        heading: title,
        svg,
        steps: true,
        lines: [
          { text: 'Report. Anybody who works here logs a concern; a pupil or parent tells any of them.' },
          ...steps.map(({ label, does }) => ({ text: `${label}. ${does}` })),
        ],
      })),
    ),
};
