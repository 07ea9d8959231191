import { formatDateTime } from '../../platform/views/format.ts';
import type { Incident } from './incident.ts';

/** What the reporter may know of what became of a report. */
export interface Outline {
  readonly id: string;
  readonly number: number;
  readonly reported: string;
  readonly stands: string;
  /** True for what is about an adult of the school: that it was received, and no more. */
  readonly isQuiet: boolean;
}

/** The outline of an incident: four stages at most, none of them saying what was found or done. */
export function outlineOf(incident: Incident): Outline {
  const isQuiet = incident.sphere !== 'general' || incident.branch === 'allegation';
  const stands = isQuiet
    ? 'Received'
    : incident.state === 'closed'
      ? 'Finished'
      : incident.state === 'make-safe' || incident.state === 'classify'
        ? 'Received: somebody is looking at it'
        : 'Being worked on';
  return {
    id: incident.id,
    number: incident.number,
    reported: formatDateTime(incident.reportedAt),
    stands,
    isQuiet,
  };
}
