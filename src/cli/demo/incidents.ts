import { friendRequest, pictureInAChat } from './serious-incidents.ts';
import type { DemoIncident } from './story.ts';

/** The incidents of the made-up week, each at another stage. */

/** Closed: something upsetting on a shared tablet. */
const upsettingPicture: DemoIncident = {
  reported: {
    day: 0,
    at: '14:05',
    by: 'lead',
    does: 'incidents.report-concern',
    with: {
      details:
        'A picture of an injured animal came up in a picture search. Kofi covered the screen and called me, as we practised. He was upset.',
      who: 'Kofi Lindenlow',
      about: 'general',
      danger: 'no',
      happened: { day: 0 },
      time: '13:50',
      place: 'Year 2 classroom',
      system: 'school',
      category: 'harmful-content',
      reactions: ['screen-covered', 'talked-to-child'],
    },
  },
  then: [
    {
      day: 0,
      at: '14:40',
      by: 'dsl',
      does: 'incidents.make-safe',
      with: { safe: 'yes', support: 'Mr Pennyfield sat with him; he chose to go on with his picture.' },
    },
    {
      day: 0,
      at: '14:44',
      by: 'dsl',
      does: 'incidents.classify',
      with: {
        branch: 'inappropriate',
        about: 'general',
        category: 'harmful-content',
        risk: 'content',
        intent: 'accidental',
        reason: 'Nobody looked for it, and it was dealt with as we teach.',
      },
    },
    {
      day: 0,
      at: '14:50',
      by: 'dsl',
      does: 'incidents.notify',
      with: { words: 'Told Mrs Thistlewood and Mr Larkfield at ten to three.' },
    },
    {
      day: 0,
      at: '15:35',
      by: 'lead',
      does: 'incidents.record-action',
      with: {
        reactions: ['filter-reviewed'],
        actions: 'Tried the same search again: the picture search is now the one made for children.',
        reasons: 'The general one does not hold back upsetting pictures.',
      },
    },
    {
      day: 0,
      at: '15:45',
      by: 'lead',
      does: 'incidents.record-parents',
      with: {
        answer: 'told',
        when: { day: 0 },
        how: 'in-person',
        words: 'His grandmother was told at the gate. She was glad he called.',
      },
    },
    {
      day: 0,
      at: '15:55',
      by: 'dsl',
      does: 'incidents.add-file',
      with: {
        file: {
          file: 'search-history.txt',
          text: 'Searches on the tablet, copied by hand before it was cleared:\n13:46 red fox in the snow\n13:49 fox hurt\n13:50 closed by Mr Pennyfield\n',
        },
        words: 'What was searched for on the tablet, copied before the history was cleared.',
      },
    },
    {
      day: 1,
      at: '08:40',
      by: 'dsl',
      does: 'incidents.give-no-sanction',
      with: { reason: 'He did exactly the right thing.' },
    },
    {
      day: 1,
      at: '08:45',
      by: 'dsl',
      does: 'incidents.review',
      with: {
        learned: 'Covering the screen works: we praise it in assembly.',
        plan: 'Only the children’s picture search on tablets.',
      },
    },
    {
      day: 1,
      at: '08:50',
      by: 'dsl',
      does: 'incidents.close',
      with: { confirm: 'yes', words: 'No lasting upset. Closed.' },
    },
  ],
};

/** At its review: a sanction was given, carried out by the filter, and ended by itself. */
const gambling: DemoIncident = {
  reported: {
    day: 1,
    at: '15:10',
    by: 'dsl',
    alertAbout: 'dev.finch',
    kind: 'gambling',
    with: {
      details: 'Tried two betting sites during library time, after being told yesterday that they are not for school.',
      danger: 'no',
      category: 'unsuitable-games',
      place: 'Library',
    },
  },
  then: [
    {
      day: 1,
      at: '15:14',
      by: 'dsl',
      does: 'incidents.make-safe',
      with: { safe: 'yes', support: 'Talked with him. An older cousin shows him the sites at home.' },
    },
    {
      day: 1,
      at: '15:18',
      by: 'dsl',
      does: 'incidents.classify',
      with: {
        branch: 'inappropriate',
        about: 'general',
        category: 'unsuitable-games',
        risk: 'commerce',
        intent: 'deliberate',
        reason: 'Against the pupil agreement, and he had been reminded the day before.',
      },
    },
    {
      day: 1,
      at: '15:25',
      by: 'lead',
      does: 'incidents.notify',
      with: { words: 'Told Mrs Thistlewood, and Miss Marlowe as his class teacher.' },
    },
    {
      day: 1,
      at: '15:50',
      by: 'lead',
      does: 'incidents.record-action',
      with: {
        reactions: ['talked-to-child'],
        actions: 'Looked at his week together. Miss Marlowe moves the lesson about adverts and odds forward.',
        reasons: 'Two more children know the name of the site.',
      },
    },
    {
      day: 1,
      at: '16:10',
      by: 'dsl',
      does: 'incidents.record-parents',
      with: {
        answer: 'told',
        when: { day: 1 },
        how: 'phone',
        words: 'Spoke with his mother, who will talk with the cousin.',
      },
    },
    {
      day: 2,
      at: '08:50',
      by: 'dsl',
      does: 'incidents.give-sanction',
      with: {
        person: { person: 'dev.finch' },
        code: 'internet-removed',
        starts: 'now',
        ends: 'after',
        length: '6',
        unit: 'hours',
        reason: 'One school day without the internet, as the agreement says.',
      },
    },
  ],
};

/** Minor: waits for a decision about a sanction. */
const borrowedPassword: DemoIncident = {
  reported: {
    day: 3,
    at: '14:10',
    by: 'teacher',
    does: 'incidents.report-concern',
    with: {
      details: 'Zac signed in with Ben’s password to move his game on. Ben had told him the password.',
      who: 'Zac Brambleton, Ben Dunlinwood',
      about: 'general',
      danger: 'no',
      happened: { day: 3 },
      time: '13:45',
      place: 'Year 5 classroom',
      system: 'school',
      category: 'security-breach',
      reactions: ['talked-to-child'],
    },
  },
  then: [
    {
      day: 3,
      at: '14:50',
      by: 'deputy',
      does: 'incidents.make-safe',
      with: { safe: 'yes', support: 'Ben has a new password. Both boys are fine.' },
    },
    {
      day: 3,
      at: '14:53',
      by: 'deputy',
      does: 'incidents.classify',
      with: {
        branch: 'minor',
        about: 'general',
        category: 'security-breach',
        risk: 'conduct',
        intent: 'careless',
        reason: 'Nothing was lost, and both understood at once.',
      },
    },
    {
      day: 3,
      at: '15:40',
      by: 'lead',
      does: 'incidents.record-action',
      with: {
        reactions: ['talked-to-child'],
        actions: 'The class made a poster: a password is like a toothbrush.',
        reasons: 'Half the class knew somebody’s password.',
      },
    },
    {
      day: 3,
      at: '15:55',
      by: 'lead',
      does: 'incidents.record-parents',
      with: { answer: 'told', when: { day: 3 }, how: 'message', words: 'A short message to both families.' },
    },
  ],
};

/** Reported a few minutes ago: nobody has looked at it yet. */
const unkindMessages: DemoIncident = {
  reported: {
    day: 4,
    at: '09:16',
    by: 'teacher',
    does: 'incidents.report-concern',
    with: {
      details: 'Anya says that somebody sends her unkind messages every evening. She does not want to go out to play.',
      who: 'Anya Clovermead',
      about: 'general',
      danger: 'not-sure',
      happened: { day: 4 },
      time: '',
      place: 'Year 5 classroom',
      system: 'not-known',
      category: 'cyberbullying',
      reactions: ['talked-to-child'],
    },
  },
  then: [],
};

export const incidents: readonly DemoIncident[] = [
  upsettingPicture,
  gambling,
  pictureInAChat,
  friendRequest,
  borrowedPassword,
  unkindMessages,
];
