import type { ClosedAlert, DemoRequest, Step } from './story.ts';

/** What people decided about the filter in the made-up week. */

export const requests: readonly DemoRequest[] = [
  {
    asked: {
      day: 0,
      at: '12:20',
      by: 'teacher',
      does: 'filtering.ask-for-change',
      with: {
        wants: 'open',
        site: 'riverwatch-cameras.example',
        profiles: ['ks2'],
        reason:
          'Live pictures of an otter holt for our rivers topic. No list knows the site, so it is closed for the class.',
        until: '',
      },
    },
    decided: {
      day: 0,
      at: '15:40',
      by: 'lead',
      does: 'filtering.decide-request',
      with: {
        decision: 'approve',
        profiles: ['ks2'],
        until: '',
        review: { day: 9 },
        why: 'Looked at it: no adverts, no chat.',
      },
    },
  },
  {
    asked: {
      day: 1,
      at: '12:10',
      by: 'reception',
      does: 'filtering.ask-for-change',
      with: {
        wants: 'open',
        site: 'youtube.com',
        profiles: ['eyfs'],
        reason: 'Action songs for wet playtimes.',
        until: '',
      },
    },
    decided: {
      day: 1,
      at: '16:05',
      by: 'head',
      does: 'filtering.decide-request',
      with: {
        decision: 'refuse',
        profiles: ['eyfs'],
        until: '',
        review: '',
        why: 'Our policy keeps video sites closed for pupils. Play the songs from your own sign-in: it is open for staff.',
      },
    },
  },
  {
    asked: {
      day: 2,
      at: '15:50',
      by: 'technician',
      does: 'filtering.ask-for-change',
      with: {
        wants: 'close',
        site: 'screen-recorder.example',
        profiles: ['everybody'],
        reason: 'Installs a browser add-on by itself on the office machines.',
        until: '',
      },
    },
    decided: {
      day: 3,
      at: '08:35',
      by: 'lead',
      does: 'filtering.decide-request',
      with: { decision: 'approve', profiles: ['everybody'], until: '', review: '', why: 'Nobody needs it.' },
    },
  },
  {
    asked: {
      day: 4,
      at: '09:11',
      by: 'teacher',
      does: 'filtering.ask-for-change',
      with: {
        wants: 'open',
        site: 'planetarium-live.example',
        profiles: ['ks2'],
        reason: 'The planetarium shows the comet live on Thursday at ten.',
        until: { day: 8 },
      },
    },
  },
];

/** Done without being asked: on the filter's pages, and the weekly look at its figures. */
export const done: readonly Step[] = [
  {
    day: 0,
    at: '08:35',
    by: 'technician',
    does: 'filtering.issue-credential',
    with: { person: { person: 'otis.plume' } },
  },
  {
    day: 3,
    at: '13:40',
    by: 'dsl',
    does: 'filtering.block-at-once',
    with: {
      sites: 'free-prize-spinner.example',
      reason: 'Asks children for their name and a photograph. Two children in Year 5 were sent the link.',
      length: 'open',
    },
  },
  {
    day: 3,
    at: '16:20',
    by: 'dsl',
    does: 'monitoring.record-review',
    with: {
      findings: 'followed-up',
      words: 'Betting and video sites in Year 5. Miss Marlowe brings the lesson about adverts forward.',
    },
  },
  // The safeguarding lead is at a training for two days: her deputy stands in for her.
  {
    day: 4,
    at: '08:15',
    by: 'dsl',
    does: 'people.name-cover',
    with: { holder: { person: 'dsl' }, role: 'dsl', person: { person: 'deputy' }, from: { day: 5 }, last: { day: 6 } },
  },
];

/** Alerts that were looked into and closed. Those that are left stay open. */
export const closedAlerts: readonly ClosedAlert[] = [
  {
    day: 1,
    at: '15:20',
    by: 'dsl',
    about: 'cora.everly',
    kind: 'social-networks',
    reason: 'spoken-to',
    words: 'Miss Marlowe spoke with her. She wanted to show a dance. She knows it is for over-thirteens.',
  },
  {
    day: 2,
    at: '10:40',
    by: 'dsl',
    about: 'yasmin.ash',
    kind: 'help',
    reason: 'helped',
    words:
      'Went to the classroom within minutes. She was upset about a falling-out at play; we talked, and she is back in class.',
  },
  {
    day: 2,
    at: '15:30',
    by: 'deputy',
    about: 'wilf.yarrow',
    kind: 'violence',
    reason: 'accident',
    words: 'A mistyped address while looking for a weather camera. Nothing was shown. Talked with him and told home.',
  },
];
