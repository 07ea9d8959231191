import type { WebSessions } from '../../../../platform/auth/web-sessions.ts';
import { action, page, type Page } from '../../../../platform/http/pages.ts';
import { deviceWords } from '../../../../platform/views/device-words.ts';
import { makeEndSessions } from '../../commands/end-sessions.ts';
import { makeEndSessionsOf } from '../../commands/end-sessions-of.ts';
import { makeOwnSessions } from '../../queries/own-sessions.ts';

/** "Where you are signed in": every browser with its times, and buttons to sign out there; and the button that signs somebody else out. */
export function sessionPages(sessions: WebSessions) {
  const ownSessions = makeOwnSessions(sessions);
  const { endOne, endOthers } = makeEndSessions(sessions);
  const endSessionsOf = makeEndSessionsOf(sessions);
  const pages: readonly Page[] = [
    page({
      path: '/account/sessions',
      template: 'modules/people/pages/sessions/page.njk',
      query: ownSessions,
      view: (list) => ({
        title: 'Where you are signed in',
        back: { href: '/account', text: 'My account' },
        data: {
          sessions: list.map((one) => ({ ...one, device: deviceWords(one.device) })),
          others: list.filter((one) => !one.isThis).length,
        },
      }),
    }),
    action({
      path: '/account/sessions/:session/end',
      command: endOne,
      next: () => ({ to: '/account/sessions', notice: 'You are signed out there.' }),
      otherwise: () => '/account/sessions',
    }),
    action({
      path: '/account/sessions/end-others',
      command: endOthers,
      next: () => ({ to: '/account/sessions', notice: 'You are signed out everywhere else.' }),
      otherwise: () => '/account/sessions',
    }),
    action({
      path: '/people/:person/sign-out',
      command: endSessionsOf,
      next: (_value, { params }) => ({
        to: `/people/${params['person'] ?? ''}`,
        notice: 'They are signed out everywhere. They can sign in again with their password.',
      }),
      otherwise: (params) => `/people/${params['person'] ?? ''}`,
    }),
  ];
  return { pages, commands: [endOne, endOthers, endSessionsOf], queries: [ownSessions] };
}
