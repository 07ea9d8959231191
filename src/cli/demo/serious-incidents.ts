import type { DemoIncident } from './story.ts';

/** May be illegal: referred, and waiting for what the school does next. */
export const pictureInAChat: DemoIncident = {
  reported: {
    day: 2,
    at: '15:32',
    by: 'reception',
    does: 'incidents.report-concern',
    with: {
      details:
        'A parent told me at the gate that a private picture of a child is being passed round in a chat of older children, outside school. I did not ask to see it and have not seen it.',
      who: 'Violet Wrenfield',
      about: 'general',
      danger: 'not-sure',
      happened: { day: 2 },
      time: '',
      site: 'off-site',
      place: 'A chat on telephones',
      linkedBecause: 'Children of Year 5 may be in the chat.',
      system: 'personal',
      category: 'image-sharing',
      reactions: [],
    },
  },
  then: [
    {
      day: 2,
      at: '15:38',
      by: 'dsl',
      does: 'incidents.make-safe',
      with: { safe: 'yes', support: 'Violet is at home with her mother, who knows. I see her first thing tomorrow.' },
    },
    {
      day: 2,
      at: '15:41',
      by: 'dsl',
      does: 'incidents.classify',
      with: {
        branch: 'illegal',
        about: 'general',
        category: 'image-sharing',
        risk: 'conduct',
        reason: 'If in doubt, this branch. Nobody in school looks at or keeps the picture.',
      },
    },
    {
      day: 2,
      at: '15:55',
      by: 'dsl',
      does: 'incidents.record-referral',
      with: {
        body: 'police',
        outcome: 'made',
        when: { day: 2 },
        reference: 'DEMO-1',
        reason: 'Told by telephone. They speak with the families.',
      },
    },
    {
      day: 2,
      at: '16:10',
      by: 'dsl',
      does: 'incidents.record-referral',
      with: {
        body: 'ceop',
        outcome: 'made',
        when: { day: 2 },
        reason: 'Reported on their form, with what the police advised.',
      },
    },
    {
      day: 2,
      at: '16:15',
      by: 'dsl',
      does: 'incidents.record-referral',
      with: {
        body: 'iwf',
        outcome: 'considered',
        when: { day: 2 },
        reason: 'The picture is not on a website as far as anybody knows.',
      },
    },
    {
      day: 2,
      at: '16:25',
      by: 'dsl',
      does: 'incidents.notify',
      with: { words: 'Mrs Thistlewood was told in person at a quarter to four.' },
    },
  ],
};

/** About an adult who works here: only the head opens it. */
export const friendRequest: DemoIncident = {
  reported: {
    day: 3,
    at: '12:15',
    by: 'office',
    does: 'incidents.report-concern',
    with: {
      details:
        'A parent says that Mr Larkfield sent her older son, who left us last summer, a friend request from his own account.',
      who: 'Kwame Larkfield',
      about: 'staff',
      danger: 'no',
      happened: { day: 2 },
      time: '',
      site: 'off-site',
      place: 'A social network',
      linkedBecause: 'He works here and knows the boy from school.',
      system: 'personal',
      category: 'friend-request',
      reactions: [],
    },
  },
  then: [
    {
      day: 3,
      at: '12:40',
      by: 'head',
      does: 'incidents.make-safe',
      with: { safe: 'yes', support: 'The parent was thanked and knows whom to call. The request was declined.' },
    },
    {
      day: 3,
      at: '12:45',
      by: 'head',
      does: 'incidents.classify',
      with: {
        branch: 'allegation',
        about: 'staff',
        category: 'friend-request',
        risk: 'contact',
        reason: 'The staff agreement forbids it. Whether there is more is for the advice of the LADO.',
      },
    },
    {
      day: 3,
      at: '13:05',
      by: 'head',
      does: 'incidents.record-referral',
      with: {
        body: 'lado',
        outcome: 'made',
        when: { day: 3 },
        reference: 'DEMO-2',
        reason: 'Asked for advice by telephone; they call back.',
      },
    },
  ],
};
