/** How a figure or a control is known; `shown` is what only tells people something. Nothing is ever shown as kept because nothing was measured. */
export type StatusKind = 'measured' | 'self-reported' | 'nothing-yet' | 'out-of-date' | 'shown' | 'not-covered';

/** The word people read, and the classes of its tag. The word carries the meaning; the colour only helps. */
export interface StatusTag {
  word: string;
  classes: string;
}

const STATUS_TAGS: Readonly<Record<StatusKind, StatusTag>> = {
  measured: { word: 'MEASURED', classes: 'sg-status govuk-tag--green' },
  'self-reported': { word: 'SELF-REPORTED', classes: 'sg-status govuk-tag--blue' },
  'nothing-yet': { word: 'NOTHING YET', classes: 'sg-status govuk-tag--grey' },
  'out-of-date': { word: 'OUT OF DATE', classes: 'sg-status govuk-tag--orange' },
  shown: { word: 'SHOWN', classes: 'sg-status govuk-tag--grey' },
  'not-covered': { word: 'NOT COVERED', classes: 'sg-status sg-status--not-covered' },
};

/** The tag of a status kind. Throws RangeError for anything else, so that a misspelt kind never passes as a blank. */
export function statusTagOf(kind: string): StatusTag {
  if (!isStatusKind(kind)) {
    throw new RangeError(`"${kind}" is not a status. Use ${Object.keys(STATUS_TAGS).join(', ')}.`);
  }
  return STATUS_TAGS[kind];
}

function isStatusKind(kind: string): kind is StatusKind {
  return Object.hasOwn(STATUS_TAGS, kind);
}
