import type { AdultKey } from './people.ts';
import type { DemoIncident, Step } from './story.ts';

/** The twelve weeks before the week of the story: days below 0 count weekdays back from its first. What is missing was forgotten, so that pages have something to say. */

/** What people did about the policy itself. */
export const policySteps: readonly Step[] = [
  { day: -21, at: '18:30', by: 'governor', does: 'policy.record-check', with: { remark: 'Clearer than last year.' } },
];

const closedCase = (given: {
  readonly day: number;
  readonly by: AdultKey;
  readonly who: string;
  readonly details: string;
  readonly category: string;
  readonly risk: string;
  readonly intent: string;
  readonly place: string;
}): DemoIncident => {
  const { day, by, who, details, category, risk, intent, place } = given;
  const step = (at: string, does: string, values: Step['with']): Step => ({ day, at, by: 'dsl', does, with: values });
  return {
    reported: {
      day,
      at: '11:10',
      by,
      does: 'incidents.report-concern',
      with: { details, who, about: 'general', danger: 'no', happened: { day }, place, system: 'school', category },
    },
    then: [
      step('11:40', 'incidents.make-safe', { safe: 'yes', support: 'Their teacher sat with them.' }),
      step('11:45', 'incidents.classify', {
        branch: 'minor',
        about: 'general',
        category,
        risk,
        intent,
        reason: 'Small, and understood at once.',
      }),
      step('12:30', 'incidents.record-action', {
        reactions: ['talked-to-child'],
        actions: 'Talked it through with the child.',
        reasons: 'So that it does not happen again.',
      }),
      step('15:20', 'incidents.record-parents', {
        answer: 'told',
        when: { day },
        how: 'message',
        words: 'A short message home.',
      }),
      step('15:30', 'incidents.give-no-sanction', { reason: 'None is called for.' }),
      step('15:40', 'incidents.close', { confirm: 'yes', words: 'Closed.' }),
    ],
  };
};

/** Incidents of the weeks before, all closed. */
export const termIncidents: readonly DemoIncident[] = [
  closedCase({
    day: -51,
    by: 'teacher',
    who: 'Umar Valeside',
    details: 'Copied a page for his project and said that it was his.',
    category: 'plagiarism',
    risk: 'conduct',
    intent: 'careless',
    place: 'Year 5 classroom',
  }),
  closedCase({
    day: -43,
    by: 'lead',
    who: 'Sami Teaselworth',
    details: 'A picture search for wolves showed a wounded one.',
    category: 'harmful-content',
    risk: 'content',
    intent: 'accidental',
    place: 'Year 2 classroom',
  }),
  closedCase({
    day: -34,
    by: 'reception',
    who: 'Fern Grovely',
    details: 'Pressed an advert on a story page and a game opened.',
    category: 'unsuitable-games',
    risk: 'commerce',
    intent: 'accidental',
    place: 'Reception',
  }),
  closedCase({
    day: -23,
    by: 'teacher',
    who: 'Cora Everlyne',
    details: 'Used a friend’s password to look at his drawing.',
    category: 'security-breach',
    risk: 'conduct',
    intent: 'careless',
    place: 'Year 5 classroom',
  }),
  closedCase({
    day: -13,
    by: 'teacher',
    who: 'Wilf Yarrowby',
    details: 'Wrote an unkind word under a classmate’s picture.',
    category: 'cyberbullying',
    risk: 'conduct',
    intent: 'deliberate',
    place: 'Year 5 classroom',
  }),
];
