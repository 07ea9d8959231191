/** The fixed vocabulary of monitoring, each code with the label people see. */

export const severityLabels = {
  urgent: { text: 'Urgent', colour: 'red' },
  serious: { text: 'Serious', colour: 'orange' },
  notice: { text: 'Notice', colour: 'blue' },
} as const;

/** Why an alert may be closed by hand. `incident` is set when an incident is made of it. */
export const closingReasons = ['helped', 'spoken-to', 'accident', 'filter-wrong', 'machine'] as const;
export type ClosingReason = (typeof closingReasons)[number];

export const closingReasonLabels: Readonly<Record<ClosingReason | 'incident', string>> = {
  helped: 'The child was helped',
  'spoken-to': 'Somebody spoke with the person',
  accident: 'It happened by accident',
  'filter-wrong': 'The filter was wrong to block it',
  machine: 'A device or program did it by itself',
  incident: 'It was recorded as an incident',
};

/** The label of a closing reason; the code itself when it is none of ours. */
export function closingReasonLabel(code: string): string {
  const known = [...closingReasons, 'incident' as const].find((one) => one === code);
  return known === undefined ? code : closingReasonLabels[known];
}

/** What a weekly review may find. */
export const findings = ['nothing', 'followed-up', 'filter-change', 'incident'] as const;
export type Finding = (typeof findings)[number];

export const findingLabels: Readonly<Record<Finding, string>> = {
  nothing: 'Nothing that needs more than is done already',
  'followed-up': 'Something was followed up with a person or a class',
  'filter-change': 'The filter has to be changed',
  incident: 'An incident was recorded',
};

/** The label of a finding; the code itself when it is none of ours. */
export function findingLabel(code: string): string {
  const known = findings.find((one) => one === code);
  return known === undefined ? code : findingLabels[known];
}

/** What kind of thing an alert is about, as its list and its page name it. `labelOf` gives the label of a category. */
export function kindLabel(kind: string, labelOf: (category: string) => string): string {
  switch (kind) {
    case 'help':
      return 'Asked for an adult';
    case 'illegal':
      return 'Tried to open a site with illegal content';
    case 'school-block':
      return 'Tried to open a site that the school blocked';
    default:
      return `Tried to open ${labelOf(kind)}`;
  }
}

/** What could not be recorded, and why, by kind of gap. */
export const gapLabels: Readonly<Record<string, string>> = {
  damaged: 'Events that could not be read',
  missing: 'Events missing from the filter’s record',
  restored: 'Everything between the backup that was restored and the restore',
  torn: 'The last, unfinished event of a filter that stopped',
  unrecorded: 'Events that the filter could not write down',
};
