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
