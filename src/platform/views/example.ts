import { listTable } from './list-table.ts';
import type { PageModel } from './views.ts';

/**
 * A filled page model for the form in example.njk, after a refused attempt: what README.md shows and the tests render.
 * Made-up names only. `changes` replaces whole entries.
 */
export function examplePage(changes: Partial<PageModel> = {}): PageModel {
  return {
    title: 'Log a concern',
    school: 'Willow Bank Primary School',
    person: { name: 'Sam Example', role: 'Class teacher' },
    navigation: [
      { text: 'Home', href: '/', active: false },
      { text: 'Concerns', href: '/incidents', active: true },
      { text: 'People', href: '/people', active: false },
    ],
    csrf: 'token-for-this-session',
    back: { href: '/incidents', text: 'Back to concerns' },
    errors: [
      { field: 'when', message: 'Enter the day it happened' },
      { field: 'danger', message: 'Say whether a child is in danger now' },
    ],
    values: {
      when: { day: '31', month: '2', year: '2026' },
      time: '3:40pm',
      place: 'library',
      kinds: ['site', 'words'],
      words: 'Said "<b>look</b>" & laughed',
      device: 'T-14',
    },
    data: {
      action: '/incidents/report',
      pupil: { name: 'Robin Sample', className: 'Year 4, Oak class', href: '/people/p1' },
      lastEntry: '2026-11-20T15:40:00Z',
      now: '2026-11-21T09:00:00Z',
      places: [
        { value: 'classroom', text: 'Classroom' },
        { value: 'library', text: 'Library' },
      ],
      kinds: [
        { value: 'site', text: 'A website' },
        { value: 'words', text: 'Something said or written' },
        { value: 'picture', text: 'A picture', hint: 'Do not copy or send it on.' },
      ],
    },
    ...changes,
  };
}

/** The page model for gallery.njk: every part of macros.njk once. Made-up names only. `data` replaces single entries. */
export function galleryPage(data: Readonly<Record<string, unknown>> = {}): PageModel {
  const page = examplePage({
    title: 'Home',
    breadcrumbs: [{ text: 'Home', href: '/' }, { text: 'Gallery' }],
    notice: 'The concern is logged.',
    errors: [],
    values: { password: 'must-never-come-back' },
  });
  return {
    ...page,
    data: {
      today: [
        {
          text: 'Robin Sample pressed Tell an adult',
          note: '4 minutes ago',
          action: { text: 'See the alert', href: '/a' },
        },
        { text: 'A concern waits for triage', note: 'since yesterday', action: { text: 'Triage it', href: '/b' } },
      ],
      figures: [
        { label: 'visits blocked this week', value: '1,204', kind: 'measured', href: '/c', latest: '21 November 2026' },
        { label: 'staff trained this year', value: '14 of 16', kind: 'self-reported', href: '/d' },
        { label: 'agreements signed', value: '62%', kind: 'out-of-date', href: '/e' },
        { label: 'photograph checks', kind: 'not-covered' },
      ],
      table: listTable({
        caption: 'Open concerns',
        address: '/incidents',
        query: { state: 'open' },
        columns: [
          { key: 'when', text: 'When', sortable: true },
          { key: 'who', text: 'About', sortable: true },
          { key: 'state', text: 'State' },
          { key: 'entries', text: 'Entries', numeric: true },
        ],
        sort: { key: 'when', descending: true },
        page: { number: 2, size: 2, total: 61 },
        why: 'open, newest first',
        noun: ['concern', 'concerns'],
        rows: [
          [
            { text: '3:40pm on 21 November 2026', href: '/incidents/1' },
            { text: 'Robin Sample, Year 4' },
            { tag: { text: 'New', colour: 'red' } },
            { text: '7' },
          ],
          [
            { text: '9:05am on 20 November 2026', href: '/incidents/2' },
            { text: 'Alex Sample <Year 5>' },
            { tag: { text: 'With the lead', colour: 'blue' } },
            { text: '0' },
          ],
        ],
      }),
      chart: {
        id: 'weeks',
        title: 'Blocked visits by week of autumn 2',
        description: 'From 12 in week 1 to 1,280 in week 4.',
        labelHeading: 'Week',
        unit: 'Blocked visits',
        points: [
          { label: 'Week 1', value: 12 },
          { label: 'Week 4', value: 1280 },
        ],
      },
      explanation: {
        what: 'The page games.example was closed.',
        why: 'List: games. Clause s1-072.',
        until: '3:40pm today, when lessons end.',
        who: 'Your teacher, or the online-safety lead.',
      },
      ...data,
    },
  };
}
